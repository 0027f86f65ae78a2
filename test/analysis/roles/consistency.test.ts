import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/analysis/policy/document.ts';
import { describeFault, judgeConsistency } from '../../../src/analysis/roles/consistency.ts';
import { ACCOUNT, FOREIGN, policy, trustStatement } from '../../support/builders.ts';

const place = { account: ACCOUNT, partition: 'aws', regions: ['eu-west-1'], organization: undefined };

function judge(...statements: readonly object[]) {
  const { document } = parsePolicy(policy(...statements));
  if (document === null) throw new Error('the trust cannot be read');
  const { isAboutDms, faults, undecided } = judgeConsistency(document, place);
  return { isAboutDms, faults: faults.map(describeFault), undecided };
}

const own = { 'aws:SourceAccount': ACCOUNT };
const foreign = { 'aws:SourceAccount': FOREIGN };
const arn = (...patterns: readonly string[]) => ({ 'aws:SourceArn': patterns });
const arnOf = (account: string, tail = 'rep:*') => arn(`arn:aws:dms:*:${account}:${tail}`);
const when = (Condition: object) => judge(trustStatement({ Condition }));

describe('values that some request of DMS meets', () => {
  it.each<[name: string, condition: object]>([
    ['the account alone', { StringEquals: own }],
    ['another account alone: whether it may is for another rule', { StringEquals: foreign }],
    ['the ARN alone', { ArnLike: arnOf(ACCOUNT) }],
    ['both of one account', { StringEquals: own, ArnLike: arnOf(ACCOUNT) }],
    ['both of one foreign account', { StringEquals: foreign, ArnLike: arnOf(FOREIGN) }],
    ['an ARN of any account', { StringEquals: own, ArnLike: arnOf('*') }],
    [
      'an ARN of the account that is the source',
      { ArnLike: arn('arn:aws:dms:*:${aws:SourceAccount}:rep:*') },
    ],
    ['a pattern of accounts', { StringLike: { 'aws:SourceAccount': '1111*' }, ArnEquals: arnOf(ACCOUNT) }],
    [
      'several of each',
      {
        StringEquals: { 'aws:SourceAccount': [ACCOUNT, FOREIGN] },
        ArnLike: arn(`arn:aws:dms:*:${ACCOUNT}:rep:*`, `arn:aws:dms:*:${FOREIGN}:task:*`),
      },
    ],
    ['as text', { StringLike: arn(`arn:aws:dms:*:${ACCOUNT}:*`), StringEquals: own }],
    ['if they are given', { StringEqualsIfExists: own, ArnLikeIfExists: arnOf(ACCOUNT) }],
    ['all but another account', { StringNotEquals: foreign, ArnLike: arnOf(ACCOUNT) }],
    ['all but another service', { StringEquals: own, ArnNotLike: arn('arn:aws:s3:::*') }],
    ['any service', { StringEquals: own, ArnLike: arn(`arn:aws:*:*:${ACCOUNT}:*`) }],
    ['there must be both', { Null: { 'aws:SourceArn': 'false', 'aws:SourceAccount': 'false' } }],
    ['no condition', {}],
  ])('%s', (_, condition) => {
    expect(when(condition)).toEqual({ isAboutDms: true, faults: [], undecided: [] });
  });
});

describe('accounts that differ', () => {
  const noAccount = 'aws:SourceAccount beside it admits no account that it does';
  const noResource = 'aws:SourceArn beside it admits no resource of that account';

  it.each<[name: string, condition: object, faults: readonly string[]]>([
    [
      'one each',
      { StringEquals: own, ArnLike: arnOf(FOREIGN) },
      [
        `Statement[0] ArnLike aws:SourceArn arn:aws:dms:*:${FOREIGN}:rep:*: ${noAccount}`,
        `Statement[0] StringEquals aws:SourceAccount ${ACCOUNT}: ${noResource}`,
      ],
    ],
    [
      'one ARN of a list',
      {
        StringEquals: own,
        ArnLike: arn(`arn:aws:dms:*:${ACCOUNT}:rep:*`, `arn:aws:dms:*:${FOREIGN}:rep:*`),
      },
      [`Statement[0] ArnLike aws:SourceArn arn:aws:dms:*:${FOREIGN}:rep:*: ${noAccount}`],
    ],
    [
      'one account of a list',
      {
        StringEquals: { 'AWS:SourceAccount': [ACCOUNT, FOREIGN] },
        ArnLike: arnOf(ACCOUNT),
      },
      [`Statement[0] StringEquals AWS:SourceAccount ${FOREIGN}: ${noResource}`],
    ],
    [
      'compared as text, with a wildcard',
      {
        StringLike: { 'aws:SourceAccount': '22*', ...arn(`arn:aws:dms:*:${ACCOUNT}:rep:*`) },
      },
      [
        `Statement[0] StringLike aws:SourceArn arn:aws:dms:*:${ACCOUNT}:rep:*: ${noAccount}`,
        `Statement[0] StringLike aws:SourceAccount 22*: ${noResource}`,
      ],
    ],
    [
      'all but the account of the ARN',
      { StringNotEquals: own, ArnLike: arnOf(ACCOUNT) },
      [`Statement[0] ArnLike aws:SourceArn arn:aws:dms:*:${ACCOUNT}:rep:*: ${noAccount}`],
    ],
    [
      'if they are given: DMS gives both',
      { StringEqualsIfExists: own, ArnLikeIfExists: arnOf(FOREIGN) },
      [
        `Statement[0] ArnLikeIfExists aws:SourceArn arn:aws:dms:*:${FOREIGN}:rep:*: ${noAccount}`,
        `Statement[0] StringEqualsIfExists aws:SourceAccount ${ACCOUNT}: ${noResource}`,
      ],
    ],
    [
      'an account that is none',
      {
        StringEquals: { 'aws:SourceAccount': 'your_account_id' },
        ArnLike: arnOf(ACCOUNT),
      },
      ['Statement[0] StringEquals aws:SourceAccount your_account_id: it is no account id'],
    ],
  ])('%s', (_, condition, faults) => {
    expect(when(condition)).toEqual({ isAboutDms: true, faults, undecided: [] });
  });
});

describe('an ARN that no DMS resource has', () => {
  it.each<[pattern: string, because: string]>([
    ['arn:aws:s3:::bucket', 'its service is s3, not dms'],
    [`arn:aws:DMS:*:${ACCOUNT}:rep:*`, 'its service is DMS, and ARNs write dms'],
    [`arn:aws-cn:dms:*:${ACCOUNT}:rep:*`, 'its partition is aws-cn, and this account is in aws'],
    [`arn:aws:dms:*:${ACCOUNT}:endpoint/*`, 'it has a slash after endpoint, where ARNs of DMS have a colon'],
    [`arn:aws:dms:*:${ACCOUNT}:replication-instance:*`, 'DMS has no resource type replication-instance'],
    [`arn:aws:dms:*:${ACCOUNT}:rep`, 'it names no resource after rep'],
    ['arn:aws:dms:*::rep:*', 'it holds no account id'],
    ['arn:aws:dms:*:your_account_id:rep:*', 'your_account_id is no account id'],
    ['arn:aws:dms:*:1111:rep:*', '1111 is no account id'],
    [`arn:aws:dms:your_region:${ACCOUNT}:rep:*`, 'no DMS resource has such an ARN'],
    ['my-replication-instance', 'it has fewer than the six components of an ARN'],
    [`http:aws:dms:*:${ACCOUNT}:rep:*`, 'it does not begin with arn:'],
  ])('%s', (pattern, because) => {
    const good = `arn:aws:dms:*:${ACCOUNT}:rep:*`;
    const fault = `Statement[0] StringLike aws:SourceArn ${pattern}: ${because}`;
    expect(when({ StringLike: arn(pattern) }).faults).toEqual([fault]);
    expect(when({ StringLike: arn(good, pattern), StringEquals: own }).faults).toEqual([fault]);
  });

  it('with an ARN operator, of which it is not decided what a malformed ARN means', () => {
    expect(when({ ArnLike: arn('arn:aws:dms') })).toMatchObject({
      faults: [expect.stringContaining('fewer than the six')],
    });
  });
  it('is none where it may be of another service that is let in as well', () => {
    const Principal = { Service: ['dms.amazonaws.com', 'redshift.amazonaws.com'] };
    const redshift = `arn:aws:redshift:*:${ACCOUNT}:cluster:*`;
    const statement = (...patterns: string[]) =>
      trustStatement({ Principal, Condition: { ArnLike: arn(...patterns) } });
    expect(judge(statement(`arn:aws:dms:*:${ACCOUNT}:endpoint:*`, redshift)).faults).toEqual([]);
    expect(judge(statement(redshift)).faults).toHaveLength(1);
    expect(judge(statement(`arn:aws:dms:*:${ACCOUNT}:endpoint/*`, redshift)).faults).toHaveLength(2);
  });
});

describe('what is not decided', () => {
  it.each<[name: string, condition: object]>([
    [
      'a variable that stands for anything',
      { ArnLike: arn('arn:aws:dms:*:${aws:PrincipalAccount}:rep:*'), StringEquals: own },
    ],
    ['an operator that IAM lacks', { ArnEqual: arnOf(FOREIGN), StringEquals: own }],
    ['an empty list', { StringEquals: own, ArnLike: arn() }],
  ])('%s', (_, condition) => {
    const { faults, undecided } = when(condition);
    expect([faults, undecided]).toEqual([[], [expect.any(String)]]);
  });
});

describe('other statements', () => {
  const wrong = trustStatement({ Condition: { StringEquals: own, ArnLike: arnOf(FOREIGN) } });
  it.each<[name: string, statement: object]>([
    ['a Deny', { ...wrong, Effect: 'Deny' }],
    ['another service', { ...wrong, Principal: { Service: 'lambda.amazonaws.com' } }],
    ['another action', { ...wrong, Action: 'sts:TagSession' }],
  ])('%s', (_, statement) => {
    expect(judge(trustStatement(), statement).faults).toEqual([]);
    expect(judge(statement).isAboutDms).toBe(false);
  });

  it('anybody is DMS too, and each statement is judged by itself', () => {
    const anybody = { ...wrong, Principal: '*', Sid: 'Anybody' };
    const [first] = judge(trustStatement(), anybody).faults;
    expect(first).toContain('Statement[1] "Anybody" ArnLike');
  });
});
