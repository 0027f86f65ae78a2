import type { AccountFacts } from '../../src/model/snapshot.ts';
import { roleTrustIsGuarded } from '../../src/rules/role-trust-is-guarded.ts';
import { ACCOUNT, accountWith, aRole, FOREIGN, rolesKnown, trustStatement } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { trusting } from './trusting.ts';

// Trust policies on which other auditors err, or of which they say nothing.

const of = 'dms-vpc-role';
const trust = (...statements: object[]): { account: AccountFacts; of: string } => ({
  account: trusting(of, statements),
  of,
});
const when = (Condition: object): { account: AccountFacts; of: string } =>
  trust(trustStatement({ Condition }));
const own = { 'aws:SourceAccount': ACCOUNT };
const open = trustStatement({ Condition: {} });
const instead = (element: 'Principal' | 'Action', replacement: object): object =>
  Object.fromEntries([
    ...Object.entries(open).filter(([name]) => name !== element),
    ...Object.entries(replacement),
  ]);

const guarded = 'DMS is let in for trusted accounts only';
const stranger = 'dms.amazonaws.com acting for account 999999999999 may assume it';
const strangersArn =
  'dms.amazonaws.com acting for arn:aws:dms:eu-west-1:999999999999:rep:EXAMPLE4WITNESS2RESOURCE26 may assume it';
const nobody = `it is closed to everybody: dms.amazonaws.com acting for account ${ACCOUNT} is refused`;
const twoReadings = 'it hangs on a part that can be read in more than one way';

testRule(roleTrustIsGuarded, {
  compliant: [
    { name: 'StringEquals SourceAccount own', ...when({ StringEquals: own }), because: guarded },
    {
      name: 'the key in any case',
      ...when({ StringEquals: { 'AWS:SOURCEACCOUNT': ACCOUNT } }),
      because: guarded,
    },
    { name: 'StringEqualsIgnoreCase own', ...when({ StringEqualsIgnoreCase: own }), because: guarded },
    {
      name: 'the own account as a number',
      ...when({ StringEquals: { 'aws:SourceAccount': Number(ACCOUNT) } }),
      because: guarded,
    },
    { name: 'ForAnyValue:StringEquals own', ...when({ 'ForAnyValue:StringEquals': own }), because: guarded },
    {
      name: 'Allow and Deny-unless-own-account',
      ...trust(open, {
        Effect: 'Deny',
        Principal: { Service: 'dms.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringNotEquals: own },
      }),
      because: guarded,
    },
    {
      name: 'Statement as an object, not a list',
      account: accountWith(
        {},
        rolesKnown(aRole({ trust: JSON.stringify({ Version: '2012-10-17', Statement: trustStatement() }) })),
      ),
      of,
      because: guarded,
    },
    {
      name: 'IfExists and ForAllValues at once, with a Null guard',
      ...when({ 'ForAllValues:StringEqualsIfExists': own, Null: { 'aws:sourceaccount': 'false' } }),
      because: guarded,
    },
    {
      name: 'StringLike SourceArn that ends in the own account and a star: an account id has twelve digits',
      ...when({ StringLike: { 'aws:SourceArn': `arn:aws:dms:eu-west-1:${ACCOUNT}*` } }),
      because: guarded,
    },
  ],
  nonCompliant: [
    { name: 'no condition', ...trust(open), because: stranger },
    {
      name: 'StringLike aws:userid *: open if DMS sends it, else closed to everybody',
      ...when({ StringLike: { 'aws:userid': '*' } }),
      because: stranger,
    },
    {
      name: 'StringEquals aws:CalledVia x, a set that no such operator matches',
      ...when({ StringEquals: { 'aws:CalledVia': 'x' } }),
      because: nobody,
    },
    {
      name: 'StringEquals aws:PrincipalOrgID, which service principals do not send',
      ...when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
      because: nobody,
    },
    {
      name: 'StringEquals aws:ResourceAccount, which says nothing of the source',
      ...when({ StringEquals: { 'aws:ResourceAccount': ACCOUNT } }),
      because: stranger,
    },
    {
      name: 'StringLike aws:SourceOrgID *: every organization, if DMS sends it',
      ...when({ StringLike: { 'aws:SourceOrgID': '*' } }),
      because: 'dms.amazonaws.com acting for account 999999999999 of organization o-x0x0x0x0x0 may assume it',
    },
    {
      name: 'StringEquals SourceAccount foreign',
      ...when({ StringEquals: { 'aws:SourceAccount': FOREIGN } }),
      because: `dms.amazonaws.com acting for account ${FOREIGN} may assume it`,
    },
    {
      name: 'StringLike SourceAccount *',
      ...when({ StringLike: { 'aws:SourceAccount': '*' } }),
      because: stranger,
    },
    { name: 'ArnLike SourceArn *', ...when({ ArnLike: { 'aws:SourceArn': '*' } }), because: stranger },
    {
      name: 'ArnLike SourceArn arn:aws:dms:*:*:*',
      ...when({ ArnLike: { 'aws:SourceArn': 'arn:aws:dms:*:*:*' } }),
      because: stranger,
    },
    {
      name: 'ArnLike SourceArn arn:aws:dms:*:*:rep:*',
      ...when({ ArnLike: { 'aws:SourceArn': 'arn:aws:dms:*:*:rep:*' } }),
      because: stranger,
    },
    {
      name: 'ArnLike SourceArn of a bucket, which is closed to everybody',
      ...when({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::foo' } }),
      because: nobody,
    },
    {
      name: 'a list of own and foreign',
      ...when({ StringEquals: { 'aws:SourceAccount': [ACCOUNT, FOREIGN] } }),
      because: `dms.amazonaws.com acting for account ${FOREIGN} may assume it`,
    },
    {
      name: 'StringEqualsIfExists own, unguarded',
      ...when({ StringEqualsIfExists: own }),
      because: strangersArn,
    },
    {
      name: 'ForAllValues own, unguarded',
      ...when({ 'ForAllValues:StringEquals': own }),
      because: strangersArn,
    },
    {
      name: 'a Null guard on another key than the condition’s',
      ...when({ StringEqualsIfExists: own, Null: { 'aws:SourceArn': 'false' } }),
      because: strangersArn,
    },
    {
      name: 'a lower-case operator, open or closed to everybody',
      ...when({ stringequals: own }),
      because: stranger,
    },
    { name: 'Action sts:Assume*', ...trust(instead('Action', { Action: 'sts:Assume*' })), because: stranger },
    { name: 'Action *', ...trust(instead('Action', { Action: '*' })), because: stranger },
    {
      name: 'Action STS:AssumeRole',
      ...trust(instead('Action', { Action: 'STS:AssumeRole' })),
      because: stranger,
    },
    {
      name: 'Action ["sts:AssumeRole*"]',
      ...trust(instead('Action', { Action: ['sts:AssumeRole*'] })),
      because: stranger,
    },
    { name: 'NotAction', ...trust(instead('Action', { NotAction: 'sts:TagSession' })), because: stranger },
    {
      name: 'Service [dms, eks]',
      ...trust(instead('Principal', { Principal: { Service: ['dms.amazonaws.com', 'eks.amazonaws.com'] } })),
      because: stranger,
    },
    {
      name: 'dms.cn-north-1.amazonaws.com.cn',
      ...trust(instead('Principal', { Principal: { Service: 'dms.cn-north-1.amazonaws.com.cn' } })),
      because: 'dms.cn-north-1.amazonaws.com.cn acting for account 999999999999 may assume it',
    },
    {
      name: 'NotPrincipal',
      ...trust(instead('Principal', { NotPrincipal: { AWS: FOREIGN } })),
      because: stranger,
    },
    { name: 'Principal "*"', ...trust(instead('Principal', { Principal: '*' })), because: stranger },
    {
      name: 'Principal AWS "*"',
      ...trust(instead('Principal', { Principal: { AWS: '*' } })),
      because: stranger,
    },
    {
      name: 'Service and AWS in one statement',
      ...trust(instead('Principal', { Principal: { Service: 'dms.amazonaws.com', AWS: ACCOUNT } })),
      because: stranger,
    },
    {
      name: 'an AWS statement besides',
      ...trust(open, instead('Principal', { Principal: { AWS: ACCOUNT } })),
      because: stranger,
    },
    {
      name: 'Statement as an object, unguarded',
      account: accountWith(
        {},
        rolesKnown(aRole({ trust: JSON.stringify({ Version: '2012-10-17', Statement: open }) })),
      ),
      of,
      because: stranger,
    },
  ],
  notApplicable: [
    {
      name: 'another service, of which this rule does not speak',
      ...trust(instead('Principal', { Principal: { Service: 'eks.amazonaws.com' } })),
      because: 'its trust policy lets no DMS service principal in',
    },
  ],
  unknown: [
    {
      name: 'a lower-case operator beside the guard',
      ...when({ StringEquals: own, arnlike: { 'aws:SourceArn': '*' } }),
      because: twoReadings,
    },
    {
      name: 'ArnLike * beside the guard',
      ...when({ StringEquals: own, ArnLike: { 'aws:SourceArn': '*' } }),
      because: twoReadings,
    },
  ],
});
