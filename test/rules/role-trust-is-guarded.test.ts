import { unread } from '../../src/model/lookup.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { roleTrustIsGuarded } from '../../src/rules/role-trust-is-guarded.ts';
import {
  ACCOUNT,
  accountWith,
  anEndpoint,
  anInstance,
  aRole,
  FOREIGN,
  listed,
  policy,
  roleArn,
  rolesKnown,
  trustStatement,
} from '../support/builders.ts';
import { ORGANIZATION } from '../support/organization-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { trusting } from './trusting.ts';
import { denied, refused } from './unread.ts';

const vpc = 'dms-vpc-role';
const logs = 'dms-cloudwatch-logs-role';

const trust = (...statements: object[]): { account: AccountFacts; of: string } => ({
  account: trusting(vpc, statements),
  of: vpc,
});
const when = (Condition: object): { account: AccountFacts; of: string } =>
  trust(trustStatement({ Condition }));
const letIn = (...services: string[]): object =>
  trustStatement({ Principal: { Service: services }, Condition: {} });
const denyUnless = (Condition: object): object => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 'sts:AssumeRole',
  Condition,
});

const own = { 'aws:SourceAccount': ACCOUNT };
const foreign = { 'aws:SourceAccount': FOREIGN };
const arn = (pattern: string | readonly string[]): object => ({ 'aws:SourceArn': pattern });
const someRep = (account: string): string =>
  `arn:aws:dms:eu-west-1:${account}:rep:EXAMPLE4WITNESS2RESOURCE26`;

const guarded = 'DMS is let in for trusted accounts only';
const stranger = 'dms.amazonaws.com acting for account 999999999999 may assume it';
const strangerOf = (organization: string): string =>
  stranger.replace(' may', ` of organization ${organization} may`);
const nobodyOwn = `it is closed to everybody: dms.amazonaws.com acting for account ${ACCOUNT} is refused`;
const twoReadings = 'it hangs on a part that can be read in more than one way';

const s3Role = anEndpoint({
  engine: 's3',
  roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn('writes-s3') }],
});

testRule(roleTrustIsGuarded, {
  compliant: [
    {
      name: 'the own account, and the trusted organization where DMS tells one',
      ...when({ StringEquals: own, StringEqualsIfExists: { 'aws:SourceOrgID': ORGANIZATION } }),
      settings: { trustedOrganization: ORGANIZATION },
      because: 'DMS is let in for trusted accounts only',
    },
    { name: 'the own account', ...when({ StringEquals: own }), because: guarded },
    {
      name: 'ARNs of any resource of the own account, as the guide advises',
      ...when({ ArnLike: arn(`arn:aws:dms:*:${ACCOUNT}:rep:*`) }),
      because: guarded,
    },
    {
      name: 'the ARN of one resource',
      ...when({ ArnEquals: arn(anInstance().arn) }),
      because: guarded,
    },
    {
      name: 'the ARN of one resource, compared as text',
      ...when({ StringEquals: arn(someRep(ACCOUNT)) }),
      because: guarded,
    },
    {
      name: 'account and ARNs, as the guide prints for assessments',
      ...when({
        StringEquals: { 'AWS:SourceAccount': ACCOUNT },
        ArnLike: arn([
          `arn:aws:dms:eu-west-1:${ACCOUNT}:assessment-run:*`,
          `arn:aws:dms:eu-west-1:${ACCOUNT}:task:*`,
        ]),
      }),
      because: guarded,
    },
    {
      name: 'if it is given, and it must be given',
      ...when({ StringEqualsIfExists: own, Null: { 'aws:SourceAccount': 'false' } }),
      because: guarded,
    },
    {
      name: 'all values, and there must be one',
      ...when({ 'ForAllValues:StringEquals': own, Null: { 'aws:SourceAccount': false } }),
      because: guarded,
    },
    {
      name: 'a Deny of all but the own account',
      ...trust(letIn('dms.amazonaws.com'), denyUnless({ StringNotEquals: own })),
      because: guarded,
    },
    {
      name: 'a Deny of all but the own account, if one is given: it denies the rest too',
      ...trust(letIn('dms.amazonaws.com'), denyUnless({ StringNotEqualsIfExists: own })),
      because: guarded,
    },
    {
      name: 'a Deny that names each principal that gets in',
      ...trust(letIn('dms.amazonaws.com', 'dms.eu-west-1.amazonaws.com', 'rds.amazonaws.com'), {
        ...letIn('dms.amazonaws.com', 'dms.eu-west-1.amazonaws.com'),
        Effect: 'Deny',
        Condition: { StringNotLike: own },
      }),
      because: guarded,
    },
    {
      name: 'the Region’s own principal',
      ...trust(trustStatement({ Principal: { Service: 'dms.eu-west-1.amazonaws.com' } })),
      because: guarded,
    },
    {
      name: 'data migrations',
      ...trust(trustStatement({ Principal: { Service: 'dms-data-migrations.amazonaws.com' } })),
      because: guarded,
    },
    {
      name: 'every principal, for the own account',
      ...trust(trustStatement({ Principal: '*' })),
      because: guarded,
    },
    {
      name: 'a foreign account that is trusted, beside the own',
      ...when({ StringEquals: { 'aws:SourceAccount': [ACCOUNT, FOREIGN] } }),
      settings: { trustedAccounts: [FOREIGN] },
      because: guarded,
    },
    {
      name: 'in China',
      account: {
        ...trusting(vpc, [
          trustStatement({
            Principal: { Service: 'dms.amazonaws.com.cn' },
            Condition: { ArnLike: arn(`arn:aws-cn:dms:*:${ACCOUNT}:*`) },
          }),
        ]),
        partition: 'aws-cn',
      },
      of: vpc,
      because: guarded,
    },
    {
      name: 'the logs role, guarded like the others',
      account: trusting(logs, [trustStatement()]),
      of: logs,
      because: guarded,
    },
    {
      name: 'a role that an endpoint names',
      account: trusting('writes-s3', [trustStatement()], { endpoints: listed(s3Role) }),
      of: 'writes-s3',
      because: guarded,
    },
    {
      name: 'a role that was named before the listing was refused',
      account: trusting('writes-s3', [trustStatement()], {
        endpoints: refused('dms:DescribeEndpoints', s3Role),
      }),
      of: 'writes-s3',
      because: guarded,
    },
    {
      name: 'ARNs of the own account, compared as text: no id of DMS holds a colon',
      ...when({ StringLike: arn(`arn:aws:dms:*:${ACCOUNT}:*`) }),
      because: guarded,
    },
    {
      name: 'a Deny of all but own ARNs',
      ...trust(letIn('dms.amazonaws.com'), denyUnless({ ArnNotLike: arn(`arn:aws:dms:*:${ACCOUNT}:*`) })),
      because: guarded,
    },
    {
      name: 'an ARN in another case, compared in any case',
      ...when({ StringEqualsIgnoreCase: arn(`arn:aws:DMS:eu-west-1:${ACCOUNT}:rep:ABC`) }),
      because: guarded,
    },
  ],
  nonCompliant: [
    { name: 'no condition', ...trust(letIn('dms.amazonaws.com')), because: stranger, severity: 'HIGH' },
    {
      name: 'the logs role without condition weighs less',
      account: trusting(logs, [letIn('dms.amazonaws.com')]),
      of: logs,
      because: stranger,
      severity: 'MEDIUM',
    },
    {
      name: 'a role that an endpoint names, without condition',
      account: trusting('writes-s3', [letIn('dms.amazonaws.com')], { endpoints: listed(s3Role) }),
      of: 'writes-s3',
      because: stranger,
    },
    {
      name: 'one statement of two without condition',
      ...trust(trustStatement(), letIn('dms.amazonaws.com')),
      because: stranger,
    },
    {
      name: 'the Region’s own principal without condition',
      ...trust(trustStatement(), letIn('dms.eu-west-1.amazonaws.com')),
      because: 'dms.eu-west-1.amazonaws.com acting for account 999999999999 may assume it',
    },
    {
      name: 'an account pattern that begins like the own',
      ...when({ StringLike: { 'aws:SourceAccount': '1111*' } }),
      because: 'dms.amazonaws.com acting for account 111199999999 may assume it',
    },
    {
      name: 'twelve question marks',
      ...when({ StringLike: { 'aws:SourceAccount': '????????????' } }),
      because: stranger,
    },
    { name: 'a star as account', ...when({ StringLike: { 'aws:SourceAccount': '*' } }), because: stranger },
    {
      name: 'an account pattern within an ARN',
      ...when({ ArnLike: arn('arn:aws:dms:*:1111*:rep:*') }),
      because: 'dms.amazonaws.com acting for account 111199999999 may assume it',
    },
    {
      name: 'a source that is its own variable',
      ...when({ StringEquals: { 'aws:SourceAccount': '${aws:SourceAccount}' } }),
      because: stranger,
    },
    {
      name: 'a Deny that names a foreign account alone',
      ...trust(letIn('dms.amazonaws.com'), denyUnless({ StringEquals: foreign })),
      because: stranger,
    },
    {
      name: 'a Deny that forgets a principal',
      ...trust(letIn('dms.amazonaws.com', 'dms.eu-west-1.amazonaws.com'), {
        ...letIn('dms.amazonaws.com'),
        Effect: 'Deny',
        Condition: { StringNotEquals: own },
      }),
      because: 'dms.eu-west-1.amazonaws.com acting for account 999999999999 may assume it',
    },
    {
      name: 'a Deny by an operator that needs the key',
      ...trust(letIn('dms.amazonaws.com'), denyUnless({ 'ForAnyValue:StringNotEquals': own })),
      because: `dms.amazonaws.com acting for ${someRep('999999999999')} may assume it`,
    },
    {
      name: 'a condition on the organization in another statement than the open one',
      ...trust(
        letIn('dms.amazonaws.com'),
        trustStatement({ Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } }),
      ),
      because: stranger,
    },
    {
      name: 'only its operator is none of IAM’s: open or closed to everybody',
      ...when({ ArnEqual: arn(`arn:aws:dms:*:${ACCOUNT}:rep:*`) }),
      because: stranger,
    },
    {
      name: 'account and ARN that contradict each other',
      ...when({ StringEquals: own, ArnLike: arn(`arn:aws:dms:*:${FOREIGN}:*`) }),
      because: nobodyOwn,
    },
    {
      name: 'two conditions that contradict each other',
      ...when({ StringEquals: own, StringLike: { 'AWS:SourceAccount': FOREIGN } }),
      because: nobodyOwn,
    },
    {
      name: 'ARNs of another service',
      ...when({ ArnLike: arn(`arn:aws:s3:*:${ACCOUNT}:*`) }),
      because: nobodyOwn,
    },
    { name: 'another action', ...trust(trustStatement({ Action: 'sts:TagSession' })), because: nobodyOwn },
    {
      name: 'a Deny of everybody',
      ...trust(trustStatement(), { Effect: 'Deny', Principal: '*', Action: '*' }),
      because: nobodyOwn,
    },
    {
      name: 'the own account is not the trusted one alone',
      ...when({ StringEquals: foreign }),
      settings: { trustedAccounts: [FOREIGN] },
      because: nobodyOwn,
    },
    {
      name: 'an ARN that contains the own account somewhere: a stranger may name a resource so',
      ...when({ StringLike: arn(`*${ACCOUNT}*`) }),
      because: stranger,
    },
    {
      name: 'the organization of the source, of which none is trusted',
      ...when({ StringEquals: { 'aws:SourceOrgID': 'o-1' } }),
      because: strangerOf('o-1'),
    },
    {
      name: 'the paths of an organization, of which none is trusted',
      ...when({ 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': 'o-1/r-1/*' } }),
      because: strangerOf('o-1'),
    },
  ],
  notApplicable: [
    { name: 'no role', account: accountWith({}), of: vpc, because: 'the role does not exist' },
    {
      name: 'a role that AWS owns',
      account: accountWith({}, rolesKnown(aRole({ path: '/aws-service-role/dms.amazonaws.com/' }))),
      of: vpc,
      because: 'it is a service-linked role, which AWS owns and nobody can edit',
    },
    {
      name: 'a trust for another service',
      ...trust(letIn('ec2.amazonaws.com')),
      because: 'its trust policy lets no DMS service principal in',
    },
    {
      name: 'a trust for an account',
      ...trust(trustStatement({ Principal: { AWS: ACCOUNT } })),
      because: 'its trust policy lets no DMS service principal in',
    },
    {
      name: 'a trust for what only looks like DMS',
      ...trust(letIn('dms.amazonaws.com.example', 'dms-fleet-advisor.amazonaws.com', 'a.dms.amazonaws.com')),
      because: 'its trust policy lets no DMS service principal in',
    },
    {
      name: 'a Deny of DMS alone',
      ...trust(trustStatement({ Effect: 'Deny' })),
      because: 'its trust policy lets no DMS service principal in',
    },
  ],
  unknown: [
    {
      name: 'the trusted organization, where that of the account could not be read',
      ...when({ StringEquals: { 'aws:SourceOrgID': ORGANIZATION } }),
      settings: { trustedOrganization: ORGANIZATION },
      because: 'organizations:DescribeOrganization was not asked when the snapshot was taken',
    },
    {
      name: 'an external id, which nobody says that DMS sends',
      ...when({ StringEquals: { ...own, 'sts:ExternalId': 'x' } }),
      because: 'it hangs on sts:externalid, of which AWS does not say whether it is sent',
    },
    {
      name: 'an ARN in which a variable hides the account',
      ...when({ ArnLike: arn(`arn:aws:dms:\${a:${ACCOUNT}:b, 'eu-west-9'}:*:*`) }),
      because: `whether strangers get in is not decided: aws:sourcearn: it is compared with \${a:${ACCOUNT}:b}`,
    },
    {
      name: 'the sample of the guide, whose operator IAM does not have',
      ...when({
        StringEquals: { 'AWS:SourceAccount': ACCOUNT },
        ArnEqual: { 'AWS:SourceArn': `arn:aws:dms:eu-west-1:${ACCOUNT}:rep:my-replication-instance` },
      }),
      because: twoReadings,
    },
    {
      name: 'a role that could not be read',
      account: accountWith({}, { [vpc]: unread(denied('iam:GetRole', vpc)) }),
      of: vpc,
      because: 'iam:GetRole of dms-vpc-role failed (AccessDeniedException)',
    },
    {
      name: 'a trust policy that is no JSON',
      account: accountWith({}, rolesKnown(aRole({ trust: 'nothing' }))),
      of: vpc,
      because:
        'its trust policy cannot be read: the policy is not JSON: line 1, column 1: expected a value, found "n"',
    },
    {
      name: 'a version that IAM does not have',
      account: accountWith({}, rolesKnown(aRole({ trust: policy().replace('2012', '2013') }))),
      of: vpc,
      because:
        'its trust policy cannot be read: Version "2013-10-17" is not a version of the policy language',
    },
    {
      name: 'which roles endpoints name',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints') }),
      of: ACCOUNT,
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
