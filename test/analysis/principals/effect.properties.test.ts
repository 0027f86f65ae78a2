import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/analysis/policy/document.ts';
import { evaluatePolicy } from '../../../src/analysis/policy/evaluate.ts';
import { typesTakenBy } from '../../../src/analysis/principals/dms-grammar.ts';
import { effectOf } from '../../../src/analysis/principals/effect.ts';
import { expandActions, takesResource } from '../../../src/analysis/services/actions.ts';
import { roleArn } from '../../support/builders.ts';
import { randomCases } from '../../support/random-snapshots.ts';

// Whatever is said to match nothing is put to the evaluator with every action of DMS and ARNs of every type.

const regions = ['eu-west-1', 'ap-south-1'];
const arnsOf = (type: string): readonly string[] =>
  regions.flatMap((region) =>
    ['A', 'TASK10', 'a.b_c'].flatMap((id) =>
      ['111111111111', '222222222222'].map((account) => `arn:aws:dms:${region}:${account}:${type}:${id}`),
    ),
  );
const actions = expandActions(['dms:*'], 'dms');

const part = fc.constantFrom('arn', 'aws', 'a*', 'dms', '*', 'eu-west-1', '111111111111', '?11111111111', '');
const tail = fc.constantFrom(
  'task:*',
  'task/*',
  '*',
  'rep:A',
  'end*:A',
  'endpoint:TASK??',
  'tasks:A',
  '?ask:*',
  'es:a.*',
);
const resource = fc.oneof(
  fc.constantFrom('*', '?', 'arn:*', '*:task:*', 'arn:aws:dms:*'),
  fc.tuple(part, part, part, part, tail).map((parts) => ['arn', ...parts].join(':')),
  fc
    .tuple(fc.constantFrom('*', '111111111111'), tail)
    .map(([account, end]) => `arn:aws:dms:*:${account}:${end}`),
);
const action = fc.constantFrom(
  'dms:*',
  'dms:StartReplicationTask',
  'dms:DescribeEndpoints',
  'dms:Describe*',
  'dms:TestConnection',
  'dms:?tartReplication',
  'dms:Gone',
);

interface Written {
  readonly action: string;
  readonly resource: string;
}

function applies({ action: Action, resource: Resource }: Written): boolean {
  const text = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } };
  const { document } = parsePolicy(JSON.stringify(text));
  if (document === null) throw new Error('the statement cannot be read');
  const asks = (name: string, arn: string | null): boolean =>
    evaluatePolicy(
      document,
      { principal: { aws: roleArn('migrator') }, action: name, resource: arn, context: {} },
      { kind: 'identity', reading: 'refused-parts-ignored' },
    ).effect === 'allowed';
  return actions.some((name) =>
    takesResource(name) === true
      ? typesTakenBy([name]).some((type) => arnsOf(type).some((arn) => asks(name, arn)))
      : asks(name, null),
  );
}

function isDead({ action: Action, resource: Resource }: Written): boolean {
  const text = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } };
  const [statement] = parsePolicy(JSON.stringify(text)).document?.statements ?? [];
  if (statement === undefined) throw new Error('there is no statement');
  return (effectOf(statement, { version: '2012-10-17', partition: 'aws' })?.dead ?? []).length > 0;
}

describe('a statement of which nothing is dead', () => {
  it('applies to some request, and one with a dead part to none', () => {
    const seen = new Set<boolean>();
    const property = fc.property(fc.record({ action, resource }), (written) => {
      const dead = isDead(written);
      seen.add(dead);
      expect(applies(written), JSON.stringify(written)).toBe(!dead);
    });
    fc.assert(property, { numRuns: randomCases });
    expect(seen).toEqual(new Set([true, false]));
  });
});
