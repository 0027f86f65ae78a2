import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Held } from '../../../src/analysis/permissions/holder.ts';
import { wayTo } from '../../../src/analysis/principals/may.ts';
import { waysOf } from '../../../src/analysis/principals/ways.ts';
import { roleArn, TAKEN_AT, userArn } from '../../support/builders.ts';
import { allowing } from '../../support/principal-builders.ts';
import { randomCases } from '../../support/random-snapshots.ts';
import { holding } from './holding.ts';

const asking = (Condition: object): Held => holding([allowing('dms:*', { Condition })]);
const wish = { action: 'dms:DescribeEndpoints', resource: null, region: 'eu-west-1' } as const;

describe('a way to do something', () => {
  it.each<[string, object, string]>([
    [
      'a second factor, which the caller can bring',
      { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      'open',
    ],
    ['another Region', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, 'closed'],
    ['a time that is over', { DateLessThan: { 'aws:CurrentTime': '2026-10-01T00:00:00Z' } }, 'closed'],
    ['a time to come', { DateLessThan: { 'aws:CurrentTime': '2027-10-01T00:00:00Z' } }, 'open'],
    ['a time that is over, in seconds', { NumericLessThan: { 'aws:EpochTime': '1700000000' } }, 'closed'],
    ['calls through other services alone', { Bool: { 'aws:ViaAWSService': 'true' } }, 'closed'],
    ['the name of a user', { StringLike: { 'aws:username': '*' } }, 'closed'],
    ['a key that nobody knows', { StringEquals: { 'aws:Odd': 'a' } }, 'unknown'],
  ])('under %s', (_, condition, is) => {
    expect(wayTo(asking(condition), wish, TAKEN_AT).is).toBe(is);
  });

  it.each([
    ['migrator', 'open'],
    ['other', 'closed'],
  ])('for a user with the name %s', (name, is) => {
    const statement = allowing('dms:*', { Condition: { StringEquals: { 'aws:username': 'migrator' } } });
    expect(wayTo(holding([statement], userArn(name)), wish, TAKEN_AT).is).toBe(is);
  });
});

const action = fc.constantFrom(
  'dms:StartReplicationTask',
  'dms:DescribeEndpoints',
  'iam:PassRole',
  'iam:GetRole',
);
const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Action: fc.constantFrom('*', 'dms:*', 'dms:Start*', 'iam:PassRole', 'iam:*'),
  Resource: fc.constantFrom('*', roleArn('writer'), 'arn:aws:dms:*'),
  Condition: fc.constantFrom(
    {},
    { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    { StringEquals: { 'iam:PassedToService': 'dms.amazonaws.com' } },
    { StringEquals: { 'aws:Odd': 'a' } },
  ),
});
const wishes = fc.array(
  fc.record({
    action,
    resource: fc.constantFrom(null, roleArn('writer'), 'arn:aws:dms:eu-west-1:111111111111:task:A'),
    region: fc.constantFrom('eu-west-1', null),
    carries: fc.constantFrom({}, { 'iam:passedtoservice': 'dms.amazonaws.com' }),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('wishes answered together', () => {
  it('have the answers that they have one by one', () => {
    const property = fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), wishes, (all, some) => {
      const held = holding(all);
      const together = waysOf(held, TAKEN_AT);
      expect(some.map((each) => together(each).is)).toEqual(
        some.map((each) => wayTo(held, each, TAKEN_AT).is),
      );
    });
    fc.assert(property, { numRuns: randomCases });
  });
});
