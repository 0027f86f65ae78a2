import { describe, expect, it } from 'vitest';
import type { Dimension } from '../../../../src/analysis/policy/decide/dimension.ts';
import {
  type OrganizationFamily,
  organizationDimension,
} from '../../../../src/analysis/policy/decide/organization-dimension.ts';
import { asked, type Written } from './asked.ts';

const family: OrganizationFamily = {
  idKey: 'x:id',
  pathsKey: 'x:paths',
  members: 'any',
  orNone: true,
  unverified: false,
};
const of = (over: Partial<OrganizationFamily>, ...conditions: readonly Written[]): Dimension =>
  organizationDimension({ ...family, ...over }, asked(...conditions), () => ({ kind: 'open' }));
const ids = ({ options }: Dimension): readonly unknown[] => options.map((option) => option['x:id']);

describe('the organization of an account', () => {
  it('is left out where nothing asks for it', () => {
    expect(of({}).options).toEqual([{}]);
  });

  it.each<[name: string, over: Partial<OrganizationFamily>, ids: unknown[]]>([
    ['must be one', { orNone: false }, ['o-x0x0x0x0x0', 'o-1']],
    ['is given', { orNone: false, members: { of: ['o-1'] } }, ['o-1']],
    ['is any but one', { orNone: false, members: { notOf: ['o-1'] } }, ['o-x0x0x0x0x0']],
    ['is none', { members: { of: [] } }, [undefined]],
  ])('%s', (_, over, expected) => {
    expect(ids(of(over, ['StringEquals', 'X:Id', 'o-1']))).toEqual(expected);
  });

  it('has an id and a path that agree, whatever asks for either', () => {
    const { options, doubts } = of(
      {},
      ['StringLike', 'x:id', 'o-1*', 'o-?'],
      ['ForAnyValue:StringLike', 'x:paths', 'o-1/r-1/*', '*/ou-1/*', 'o-2*'],
    );
    expect(doubts).toEqual([]);
    // None; and in or not in what either asks for.
    expect(options).toHaveLength(5);
    for (const { 'x:id': id, 'x:paths': paths } of options.slice(1)) {
      const [path, ...more] = typeof paths === 'object' ? paths : [];
      expect(more).toEqual([]);
      expect(path?.startsWith(`${String(id)}/r-`)).toBe(true);
    }
  });

  it('that nobody can have an id of is not made up', () => {
    expect(ids(of({ orNone: false }, ['StringEquals', 'x:id', 'O-1', 'none']))).toEqual(['o-x0x0x0x0x0']);
  });

  it.each<[condition: [string, string, string], doubts: string[]]>([
    [['StringEquals', 'x:id', '${x:other}'], ['x:id: it is compared with ${x:other}']],
    [['NumericEquals', 'x:id', '5'], ['x:id: it is compared as a number']],
    [['StringLike', 'x:id', `*a${'?'.repeat(20)}`], ['x:id: its patterns have too many combinations']],
  ])('by %j is in doubt', (condition, doubts) => {
    expect(of({}, condition).doubts).toEqual(doubts);
  });
});
