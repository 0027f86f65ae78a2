import { describe, expect, it } from 'vitest';
import { judgeUsability, type UsabilityQuestion } from '../../../src/analysis/roles/usability.ts';
import { ACCOUNT, anInstance, FOREIGN } from '../../support/builders.ts';
import { alone } from '../../support/organization-builders.ts';
import { dmsMayAssume, policy } from '../policy/builders.ts';

const always: UsabilityQuestion = {
  service: 'dms.amazonaws.com',
  account: ACCOUNT,
  partition: 'aws',
  regions: ['eu-west-1'],
  knownArns: [anInstance().arn],
  organization: undefined,
  ...alone,
  types: ['rep'],
  sendsAccount: true,
  sendsArn: true,
};
const nothingSaid = { ...always, sendsAccount: false, sendsArn: false };
const redshift = { ...nothingSaid, service: 'redshift.amazonaws.com' };

const when = (Condition: object) => [{ ...dmsMayAssume, Condition }];
const own = { 'aws:SourceAccount': ACCOUNT };
const foreign = { 'aws:SourceAccount': FOREIGN };
const arn = (pattern: string): object => ({ 'aws:SourceArn': pattern });
const both = { ...dmsMayAssume, Principal: { Service: ['dms.amazonaws.com', 'redshift.amazonaws.com'] } };
const ownArnAsText = { StringLike: arn(`arn:aws:*${ACCOUNT}:rep:*X`) };

describe('a service of which it is documented that it sends both keys', () => {
  it.each<[name: string, statements: unknown, answer: string]>([
    ['no condition', [dmsMayAssume], 'let-in'],
    ['the own account', when({ StringEquals: own }), 'let-in'],
    ['ARNs of the own account', when({ ArnLike: arn(`arn:aws:dms:*:${ACCOUNT}:rep:*`) }), 'let-in'],
    ['the ARN of a resource that it has', when({ ArnLike: arn(anInstance().arn) }), 'let-in'],
    ['the source must be given', when({ Null: { ...own, 'aws:SourceAccount': 'false' } }), 'let-in'],
    ['a foreign account', when({ StringEquals: foreign }), 'refused'],
    ['a foreign account if given', when({ StringEqualsIfExists: foreign }), 'refused'],
    ['all values a foreign account', when({ 'ForAllValues:StringEquals': foreign }), 'refused'],
    ['ARNs of another account', when({ ArnLike: arn(`arn:aws:dms:*:${FOREIGN}:*`) }), 'refused'],
    ['ARNs of another service', when({ ArnLike: arn('arn:aws:s3:::*') }), 'refused'],
    ['nobody is named', [{ ...dmsMayAssume, Principal: { Service: 'rds.amazonaws.com' } }], 'refused'],
    ['it is denied', [dmsMayAssume, { ...dmsMayAssume, Effect: 'Deny' }], 'refused'],
    ['everybody is denied', [dmsMayAssume, { ...dmsMayAssume, Effect: 'Deny', Principal: '*' }], 'refused'],
    [
      'another service is denied',
      [dmsMayAssume, { ...both, Effect: 'Deny', Action: 'sts:TagSession' }],
      'let-in',
    ],
    ['an operator that IAM lacks', when({ stringEquals: own }), 'undecided'],
    ['an ARN of five parts', when({ ArnLike: arn('arn:aws:dms:*:*') }), 'undecided'],
    ['a key of which nothing is known', when({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }), 'undecided'],
    ['a source without ARN', when({ Null: { 'aws:SourceArn': 'true' } }), 'refused'],
    ['no values', when({ StringEquals: { 'aws:SourceAccount': [] } }), 'undecided'],
    [
      'a NotPrincipal that excepts it',
      [{ Effect: 'Allow', Action: '*', NotPrincipal: dmsMayAssume.Principal }],
      'refused',
    ],
    [
      'a NotPrincipal that excepts another, by a pattern',
      [{ ...when(ownArnAsText)[0], Principal: undefined, NotPrincipal: { Service: 'rds.amazonaws.com' } }],
      'undecided',
    ],
  ])('%s', (_, statements, answer) => {
    expect(judgeUsability(policy(statements), always).answer).toBe(answer);
  });
});

describe('a service of which nothing is documented', () => {
  it.each<[name: string, statements: unknown, answer: string]>([
    ['no condition', [dmsMayAssume], 'let-in'],
    ['the own account if given', when({ StringEqualsIfExists: own }), 'let-in'],
    ['the own account', when({ StringEquals: own }), 'hangs-on-keys'],
    ['ARNs of the own account', when({ ArnLike: arn(`arn:aws:dms:*:${ACCOUNT}:*`) }), 'hangs-on-keys'],
    ['a foreign account', when({ StringEquals: foreign }), 'refused'],
    ['a foreign account if given: perhaps none is', when({ StringEqualsIfExists: foreign }), 'hangs-on-keys'],
    ['an ARN of another service if given', when({ ArnLikeIfExists: arn('arn:aws:s3:::*') }), 'hangs-on-keys'],
  ])('%s', (_, statements, answer) => {
    expect(judgeUsability(policy(statements), nothingSaid).answer).toBe(answer);
  });
});

describe('the keys that count are those of which it is not documented', () => {
  it.each<[sendsAccount: boolean, sendsArn: boolean, condition: object, answer: string]>([
    [true, false, { StringEquals: own }, 'let-in'],
    [true, false, { ArnLike: arn(`arn:aws:dms:*:${ACCOUNT}:*`) }, 'hangs-on-keys'],
    [false, true, { StringEquals: own }, 'hangs-on-keys'],
    [false, true, { ArnLike: arn(`arn:aws:dms:*:${ACCOUNT}:*`) }, 'let-in'],
  ])('account %s, ARN %s: %j %s', (sendsAccount, sendsArn, Condition, answer) => {
    const question = { ...always, sendsAccount, sendsArn };
    expect(judgeUsability(policy(when(Condition)), question).answer).toBe(answer);
  });
});

describe('a Deny counts for whom it names', () => {
  const denyDms = { ...dmsMayAssume, Effect: 'Deny' };
  it.each<[name: string, statements: unknown, answer: string]>([
    ['Redshift beside DMS that is denied', [both, denyDms], 'let-in'],
    [
      'Redshift beside DMS that is denied, by a pattern',
      [{ ...both, Condition: ownArnAsText }, denyDms],
      'hangs-on-keys',
    ],
    [
      'Redshift alone, by a pattern, and DMS denied',
      [{ ...both, Principal: { Service: redshift.service }, Condition: ownArnAsText }, denyDms],
      'hangs-on-keys',
    ],
    ['Redshift denied beside DMS', [both, { ...both, Effect: 'Deny' }], 'refused'],
  ])('%s', (_, statements, answer) => {
    expect(judgeUsability(policy(statements), redshift).answer).toBe(answer);
  });
});
