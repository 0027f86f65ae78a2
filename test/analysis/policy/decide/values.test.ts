import { describe, expect, it } from 'vitest';
import { digit, times } from '../../../../src/analysis/policy/decide/text-set.ts';
import {
  type Representatives,
  representatives,
  type ValueDomain,
} from '../../../../src/analysis/policy/decide/values.ts';

type Asked = readonly [operator: string, ...values: string[]];

const of = (domain: ValueDomain, ...asked: readonly Asked[]): Representatives =>
  representatives(
    domain,
    asked.map(([operator, ...values]) => ({
      condition: { operator, key: 'x:key', values, path: '' },
      version: '2012-10-17',
    })),
    () => ({ kind: 'open' }),
  );

describe('a value for all that conditions can tell apart', () => {
  it.each<[name: string, domain: ValueDomain, asked: Asked[], values: string[]]>([
    ['of a list: the list', { kind: 'listed', values: ['true'] }, [['Bool', 'false']], ['true']],
    [
      'of texts',
      { kind: 'text', set: [times(2, digit)], preferred: ['42'] },
      [['StringLike', '4*', '*4']],
      ['42', '99'],
    ],
    [
      'of two patterns',
      { kind: 'text', set: [times(1, digit)], preferred: [] },
      [
        ['StringEquals', '4'],
        ['StringEquals', '7'],
      ],
      ['9', '7', '4'],
    ],
    [
      'of numbers',
      { kind: 'number' },
      [
        ['NumericLessThan', '5'],
        ['NumericEquals', '8'],
      ],
      ['4', '5', '8', '6.5', '9'],
    ],
    ['of numbers that nothing compares', { kind: 'number' }, [], ['0']],
    ['of numbers, of which one is none', { kind: 'number' }, [['NumericLessThan', 'five']], ['0']],
    [
      'of dates',
      { kind: 'date' },
      [['DateLessThan', '2026-01-01']],
      ['2025-12-31T23:59:59.000Z', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z'],
    ],
    [
      'of the last dates with a year',
      { kind: 'date' },
      [['DateLessThan', '9999-12-31T23:59:59Z']],
      ['9999-12-31T23:59:58.000Z', '9999-12-31T23:59:59.000Z', '253402300800'],
    ],
    [
      'of addresses',
      { kind: 'address' },
      [['IpAddress', '10.0.0.0/8']],
      ['0.0.0.0', '10.0.0.0', '11.0.0.0', '0:0:0:0:0:0:0:0'],
    ],
    [
      'of the last address',
      { kind: 'address' },
      [['NotIpAddress', '255.255.255.255', '::/0']],
      ['0.0.0.0', '255.255.255.255', '0:0:0:0:0:0:0:0'],
    ],
    [
      'of addresses of six',
      { kind: 'address' },
      [['IpAddress', '2001:db8::/32']],
      ['0.0.0.0', '0:0:0:0:0:0:0:0', '2001:db8:0:0:0:0:0:0', '2001:db9:0:0:0:0:0:0'],
    ],
    [
      'of a key of which nothing is known: a text, also the empty one',
      { kind: 'open' },
      [['StringEquals', 'a']],
      ['x', 'a', ''],
    ],
    ['of a key that is compared as a number', { kind: 'open' }, [['NumericEquals', '3']], ['2', '3', '4']],
    [
      'of a key that is compared as a date',
      { kind: 'open' },
      [['DateEquals', '1767225600']],
      ['2025-12-31T23:59:59.000Z', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z'],
    ],
    [
      'of a key that is compared as an address',
      { kind: 'open' },
      [['IpAddress', '0.0.0.0/1']],
      ['0.0.0.0', '128.0.0.0', '0:0:0:0:0:0:0:0'],
    ],
    ['of a key that must be there', { kind: 'open' }, [['Null', 'true']], ['x', '']],
  ])('%s', (_, domain, asked, values) => {
    expect(of(domain, ...asked)).toEqual({ values, doubts: [] });
  });

  it('is beyond the largest number that is written, however large', () => {
    for (const large of ['9007199254740993', '1e300', '-1e300']) {
      const numbers = of({ kind: 'number' }, ['NumericGreaterThan', large]).values.map(Number);
      expect(Math.max(...numbers)).toBeGreaterThan(Number(large));
      expect(Math.min(...numbers)).toBeLessThan(Number(large));
    }
  });

  it('is written so that it can be read', () => {
    const largest = String(Number.MAX_VALUE);
    expect(of({ kind: 'number' }, ['NumericLessThan', largest, `-${largest}`]).values).not.toContain(
      'Infinity',
    );
  });
});

describe('what is compared in more than one way', () => {
  it.each<[domain: ValueDomain, asked: Asked[], doubts: string[]]>([
    [
      { kind: 'open' },
      [
        ['StringEquals', '5'],
        ['NumericEquals', '5'],
      ],
      ['it is compared as a text and as number'],
    ],
    [{ kind: 'number' }, [['StringEquals', '5']], ['it is compared as a number and as text']],
    [{ kind: 'date' }, [['NumericLessThan', '5']], ['it is compared as a date and as number']],
    [{ kind: 'address' }, [['StringLike', '10.*']], ['it is compared as a address and as text']],
    [{ kind: 'open' }, [['StringEquals', '${x:other}']], ['it is compared with ${x:other}']],
    [{ kind: 'open' }, [['StringLike', `*a${'?'.repeat(20)}`]], ['its patterns have too many combinations']],
    [
      { kind: 'listed', values: ['5'] },
      [
        ['StringEquals', '5'],
        ['NumericEquals', '5'],
      ],
      [],
    ],
    [
      { kind: 'number' },
      [
        ['Null', 'true'],
        ['NumericEquals', '5'],
      ],
      [],
    ],
  ])('%j by %j is in doubt', (domain, asked, doubts) => {
    expect(of(domain, ...asked).doubts).toEqual(doubts);
  });
});
