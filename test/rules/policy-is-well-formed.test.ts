import { describe, expect, it } from 'vitest';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';
import type { Permissions } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { policyIsWellFormed } from '../../src/rules/policy-is-well-formed.ts';
import {
  ACCOUNT,
  accountWith,
  anAccount,
  aPrincipal,
  aRole,
  iamOf,
  listed,
  policy,
  rolesKnown,
  trustStatement,
  userArn,
} from '../support/builders.ts';
import { accountUsing, aKey, keyStatement } from '../support/key-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const vpc = 'dms-vpc-role';
const allow = (over: object = {}): object => ({
  Effect: 'Allow',
  Action: 'dms:DescribeEndpoints',
  Resource: '*',
  ...over,
});
const permissions = (...documents: readonly string[]): Lookup<Permissions> =>
  known({
    attached: known([]),
    inline: known(documents.map((document, index) => ({ name: `p${index}`, document: known(document) }))),
  });

/** An account whose role has this trust and these identity policies. */
function role(
  trust: string,
  carried: Lookup<Permissions> = permissions(),
): { account: AccountFacts; of: string } {
  const roles = rolesKnown(aRole({ name: vpc, trust }));
  return {
    account: anAccount({ iam: iamOf(roles, { rolePermissions: { [vpc]: carried } }) }),
    of: vpc,
  };
}
const user = (...documents: readonly string[]) => ({
  account: anAccount({
    iam: iamOf(rolesKnown(), {
      principals: listed(
        aPrincipal({
          type: 'AWS::IAM::User',
          id: 'migrator',
          arn: userArn('migrator'),
          inline: known(documents.map((document) => ({ name: 'own', document: known(document) }))),
        }),
      ),
    }),
  }),
  of: 'migrator',
});
const good = policy(trustStatement());
const fine = 'its policies hold nothing that IAM refuses or that can match nothing';

testRule(policyIsWellFormed, {
  compliant: [
    { name: 'a trust', ...role(good), because: fine },
    { name: 'a trust and an identity policy', ...role(good, permissions(policy(allow()))), because: fine },
    { name: 'a user', ...user(policy(allow())), because: fine },
  ],
  nonCompliant: [
    {
      name: 'ArnEqual, as the guide prints it',
      ...role(
        policy(trustStatement({ Condition: { ArnEqual: { 'AWS:SourceArn': 'arn:aws:dms:*:1:rep:*' } } })),
      ),
      because:
        'trust policy Statement[0].Condition.ArnEqual: "ArnEqual" is not a condition operator, did you mean ArnEquals',
      severity: 'HIGH',
    },
    {
      name: 'a key that is there twice',
      ...role(
        `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole"}]}`,
      ),
      because:
        'trust policy Statement[0].Effect: the key "Effect" is given 2 times, and which one counts is not defined',
    },
    {
      name: 'NotPrincipal that lets in',
      ...role(
        policy({ Effect: 'Allow', NotPrincipal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
      ),
      because:
        'trust policy Statement[0].NotPrincipal: NotPrincipal with Allow lets in everyone else, and is not supported; and 1 more',
    },
    {
      name: 'an identity policy without resource',
      ...role(good, permissions(policy({ Effect: 'Allow', Action: 'dms:DescribeEndpoints' }))),
      because: 'p0 Statement[0]: neither Resource nor NotResource is given',
    },
    {
      name: 'a user’s policy with an action that is none, and one more fault',
      ...user(policy(allow({ Action: 'dms:DescribeNothing' }), allow({ Action: 'dms:DoNothing' }))),
      because: 'own Statement[0].Action: "dms:DescribeNothing" matches no action of dms; and 1 more',
    },
  ],
  notApplicable: [
    { name: 'no role', account: accountWith({}), of: vpc, because: 'the role does not exist' },
    {
      name: 'a role that AWS owns',
      account: accountWith(
        {},
        rolesKnown(aRole({ name: vpc, path: '/aws-service-role/dms.amazonaws.com/' })),
      ),
      of: vpc,
      because: 'it is a service-linked role, which AWS owns and nobody can edit',
    },
  ],
  unknown: [
    {
      name: 'a role that may not be read',
      account: accountWith({}, { [vpc]: unread(denied('iam:GetRole', vpc)) }),
      of: vpc,
      because: `iam:GetRole of ${vpc} failed (AccessDeniedException)`,
    },
    {
      name: 'identity policies that may not be read, and a good trust',
      ...role(good, unread(denied('iam:ListRolePolicies', vpc))),
      because: `iam:ListRolePolicies of ${vpc} failed (AccessDeniedException)`,
    },
  ],
});

const judge = (account: AccountFacts) => policyIsWellFormed.evaluate(ACCOUNT, account, defaultSettings);

describe('the policy of a key', () => {
  const verdictOn = (over: Parameters<typeof aKey>[0]) => {
    const finding = judge(accountUsing(aKey(over))).find(({ resource }) => resource.type === 'AWS::KMS::Key');
    return { status: finding?.status, because: finding?.because, region: finding?.resource.region };
  };
  const region = 'eu-west-1';
  const bad = policy(keyStatement({ Condition: { stringEquals: { 'kms:CallerAccount': ACCOUNT } } }));

  it.each<[name: string, over: Parameters<typeof aKey>[0], status: string, because: string]>([
    ['a good one', {}, 'COMPLIANT', fine],
    [
      'an operator in the wrong case',
      { policy: known(bad) },
      'NON_COMPLIANT',
      'key policy Statement[0].Condition.stringEquals: operator names are case-sensitive: "stringEquals" must be StringEquals',
    ],
    [
      'a key of AWS',
      { policy: known(bad), manager: 'AWS' },
      'NOT_APPLICABLE',
      'AWS manages the key and its policy',
    ],
    [
      'one that may not be read',
      { policy: unread(denied('kms:GetKeyPolicy', 'key-1')) },
      'UNKNOWN',
      'kms:GetKeyPolicy of key-1 failed (AccessDeniedException)',
    ],
  ])('%s', (_, over, status, because) => {
    expect(verdictOn(over)).toEqual({ status, because, region });
  });
});

describe('who is judged', () => {
  const both = (over: Parameters<typeof iamOf>[1]) =>
    judge(
      anAccount({
        iam: iamOf(
          rolesKnown(aRole({ name: 'both', trust: policy(trustStatement({ Action: 'sts:AsumeRole' })) })),
          {
            rolePermissions: { both: permissions() },
            principals: listed(aPrincipal({ id: 'both' })),
            trusting: listed('both'),
            ...over,
          },
        ),
      }),
    ).filter(({ resource }) => resource.id === 'both');

  it('a role that is of DMS and a principal, once, with its trust', () => {
    expect(both({}).map(({ status }) => status)).toEqual(['NON_COMPLIANT']);
  });

  it('a principal that may be a role of DMS, if the uses could not all be read: nobody knows', () => {
    const found = both({ trusting: refused('iam:GetAccountAuthorizationDetails') });
    expect(found.map(({ status }) => status)).toEqual(['UNKNOWN']);
  });

  it('not what AWS manages', () => {
    const arn = 'arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole';
    const carried = known({ attached: known([arn]), inline: known([]) });
    const { account, of } = role(good, carried);
    const document = policy(allow({ Action: 'dms:DescribeNothing' }));
    const managedPolicies = { [arn]: known({ arn, versionId: 'v1', document }) };
    const found = judge({ ...account, iam: { ...account.iam, managedPolicies } });
    expect(found.find(({ resource }) => resource.id === of)?.status).toBe('COMPLIANT');
  });
});
