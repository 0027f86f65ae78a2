import { describe, expect, it } from 'vitest';
import { candidateAccounts, candidateArns } from '../../../src/analysis/roles/sources.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { dmsMayAssume, policy } from '../policy/builders.ts';

const document = (key: string, ...values: string[]) =>
  policy([{ ...dmsMayAssume, Condition: { StringLike: { [key]: values } } }]);
const stranger = '999999999999';

describe('accounts to try', () => {
  it.each<[values: readonly string[], accounts: readonly string[]]>([
    [[], [stranger]],
    [[ACCOUNT], [stranger]],
    [[FOREIGN], [FOREIGN, stranger]],
    [['*'], [stranger]],
    [['1111*'], ['111199999999', stranger]],
    [['*2222'], ['999999992222', stranger]],
    [['2*2*2'], ['299999999922', stranger]],
    [['????????????'], [stranger]],
    [['22222222222?'], ['222222222229', stranger]],
    [['1111111111111*'], [stranger]],
    [['not-an-account'], [stranger]],
    [['1234'], [stranger]],
    [['${aws:SourceAccount}'], [stranger]],
    [
      [FOREIGN, '4444*', FOREIGN],
      [FOREIGN, '444499999999', stranger],
    ],
  ])('by aws:SourceAccount %j: %j', (values, accounts) => {
    expect(candidateAccounts(document('AWS:SourceAccount', ...values), [ACCOUNT])).toEqual(accounts);
  });

  it.each<[arn: string, accounts: readonly string[]]>([
    [`arn:aws:dms:*:${FOREIGN}:rep:*`, [FOREIGN, stranger]],
    ['arn:aws:dms:*:1111*:rep:*', ['111199999999', stranger]],
    ['*', [stranger]],
  ])('by aws:SourceArn %s: %j', (arn, accounts) => {
    expect(candidateAccounts(document('aws:SourceArn', arn), [ACCOUNT])).toEqual(accounts);
  });

  it('never are trusted ones, and always one that nothing mentions', () => {
    expect(candidateAccounts(document('aws:SourceAccount', FOREIGN), [ACCOUNT, FOREIGN, stranger])).toEqual([
      '888888888888',
    ]);
  });
});

const arns = (pattern: string, account = ACCOUNT, known: readonly string[] = []) =>
  candidateArns(document('aws:SourceArn', pattern), account, {
    partition: 'aws',
    regions: ['eu-west-1', 'us-east-1'],
    known,
  });

describe('ARNs to try', () => {
  it.each<[pattern: string, arn: string]>([
    [`arn:aws:dms:eu-west-1:${ACCOUNT}:rep:ABC`, `arn:aws:dms:eu-west-1:${ACCOUNT}:rep:ABC`],
    [`arn:aws:dms:ap-south-1:*:endpoint:A?C`, `arn:aws:dms:ap-south-1:${ACCOUNT}:endpoint:AEC`],
    [`arn:*:dms:*:${ACCOUNT}:task:ABC`, `arn:aws:dms:eu-west-1:${ACCOUNT}:task:ABC`],
    [`arn:aws:dms:*:${ACCOUNT}:*`, `arn:aws:dms:us-east-1:${ACCOUNT}:rep:EXAMPLE4WITNESS2RESOURCE26`],
    ['arn:aws:dms:*:*:rep:*', `arn:aws:dms:us-east-1:${ACCOUNT}:endpoint:EXAMPLE4WITNESS2RESOURCE26`],
    ['arn:aws:dms:*:*:*-run:*', `arn:aws:dms:us-east-1:${ACCOUNT}:assessment-run:EXAMPLE4WITNESS2RESOURCE26`],
    ['*:task:*', `arn:aws:dms:us-east-1:${ACCOUNT}:task:EXAMPLE4WITNESS2RESOURCE26`],
    ['*', `arn:aws:dms:us-east-1:${ACCOUNT}:rep:EXAMPLE4WITNESS2RESOURCE26`],
  ])('by %s: %s', (pattern, arn) => {
    expect(arns(pattern)).toContain(arn);
  });

  it.each([`arn:aws:dms:eu-west-1:${FOREIGN}:rep:ABC`, 'arn:aws:s3:::bucket', 'arn:aws:dms', '*'])(
    'are the account’s own DMS resources only, whatever %s says',
    (pattern) => {
      const foreign = [
        `arn:aws:dms:eu-west-1:${FOREIGN}:rep:ABC`,
        'arn:aws:s3:::bucket',
        `arn:aws:dms:eu-west-1:${ACCOUNT}:rep:`,
      ];
      const all = arns(pattern, ACCOUNT, foreign);
      expect(all).not.toEqual([]);
      expect(all.filter((arn) => !/^arn:aws:dms:[a-z0-9-]+:111111111111:[a-z-]+:\w+$/.test(arn))).toEqual([]);
    },
  );

  it('are one where nothing asks for them', () => {
    const some = { partition: 'aws', regions: ['eu-west-1', 'us-east-1'], known: [] };
    expect(candidateArns(policy([dmsMayAssume]), ACCOUNT, some)).toHaveLength(1);
  });

  it('begin with the known ones', () => {
    const known = `arn:aws:dms:eu-west-1:${ACCOUNT}:rep:MINE`;
    expect(arns('*', ACCOUNT, [known])[0]).toBe(known);
  });
});
