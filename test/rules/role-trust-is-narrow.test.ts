import { unread } from '../../src/model/lookup.ts';
import type { Settings } from '../../src/model/settings.ts';
import { roleTrustIsNarrow } from '../../src/rules/role-trust-is-narrow.ts';
import {
  ACCOUNT,
  accountWith,
  anEndpoint,
  aRole,
  aTask,
  listed,
  policy,
  roleArn,
  rolesKnown,
  trustStatement,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { trusting } from './trusting.ts';
import { denied, refused } from './unread.ts';

const vpc = 'dms-vpc-role';
const logs = 'dms-cloudwatch-logs-role';
const own = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };
const arn = (...patterns: readonly string[]) => ({ ArnLike: { 'aws:SourceArn': patterns } });
const anyOf = (type: string): string => `arn:aws:dms:*:${ACCOUNT}:${type}:*`;
const when = (Condition: object, of = vpc) => ({
  account: trusting(of, [trustStatement({ Condition })]),
  of,
});

const named = (path: string) => ({ roles: [{ path, arn: roleArn('writer') }] });
const endpoint = anEndpoint({ engine: 's3', ...named('S3Settings.ServiceAccessRoleArn') });
const writer = (Condition: object, over: object = {}, ...endpoints: readonly object[]) => ({
  account: accountWith(
    { endpoints: listed(...(endpoints.length > 0 ? endpoints : [endpoint]).map((each) => anEndpoint(each))) },
    rolesKnown(aRole({ name: 'writer', trust: policy(trustStatement({ Condition, ...over })) })),
  ),
  of: 'writer',
});
const pinned: Partial<Settings> = {
  rules: {
    'role-trust-is-narrow': { enabled: true, severity: null, parameters: { 'pin-arns': true } },
  },
};
const narrow = 'each statement for DMS writes out account and type in aws:SourceArn';

testRule(roleTrustIsNarrow, {
  compliant: [
    { name: 'account and type, as the guide advises', ...when(arn(anyOf('rep'))), because: narrow },
    { name: 'several types', ...when(arn(anyOf('task'), anyOf('assessment-run'))), because: narrow },
    { name: 'a role of an endpoint', ...writer(arn(anyOf('endpoint'))), because: narrow },
    {
      name: 'a role of an endpoint, pinned',
      ...writer(arn(endpoint.arn)),
      settings: pinned,
      because: narrow,
    },
    {
      name: 'an account role is never pinned, as the ids come after it',
      ...when(arn(anyOf('rep'))),
      settings: pinned,
      because: narrow,
    },
    {
      name: 'a Deny of all other ARNs',
      account: trusting(vpc, [
        trustStatement(),
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sts:AssumeRole',
          Condition: { ArnNotLike: { 'aws:SourceArn': anyOf('rep') } },
        },
      ]),
      of: vpc,
      because: narrow,
    },
    {
      name: 'uses that could not be read make no difference to what is narrow',
      account: trusting(vpc, [trustStatement({ Condition: arn(anyOf('rep')) })], {
        endpoints: refused('dms:DescribeEndpoints'),
      }),
      of: vpc,
      because: narrow,
    },
  ],
  nonCompliant: [
    {
      name: 'the account alone, where the guide documents the ARN',
      ...when(own),
      because: 'Statement[0] does not ask for aws:SourceArn',
      severity: 'LOW',
    },
    {
      name: 'any type',
      ...when(arn(`arn:aws:dms:*:${ACCOUNT}:*`)),
      because: `Statement[0] ArnLike aws:SourceArn arn:aws:dms:*:${ACCOUNT}:*: it does not write out the type of resource`,
    },
    {
      name: 'any account',
      ...when({ ...own, ...arn('arn:aws:dms:*:*:rep:*') }),
      because: 'Statement[0] ArnLike aws:SourceArn arn:aws:dms:*:*:rep:*: it does not write out the account',
    },
    {
      name: 'one of two',
      ...when(arn(anyOf('rep'), anyOf('*'))),
      because: `Statement[0] ArnLike aws:SourceArn ${anyOf('*')}: it does not write out the type of resource`,
    },
    {
      name: 'a wildcard id of an endpoint, where ARNs are to be pinned',
      ...writer(arn(anyOf('endpoint'))),
      settings: pinned,
      because: `Statement[0] ArnLike aws:SourceArn ${anyOf('endpoint')}: it is no full ARN`,
    },
    {
      name: 'anybody',
      account: trusting(vpc, [trustStatement({ Principal: '*', Sid: 'All', Condition: own })]),
      of: vpc,
      because: 'Statement[0] "All" does not ask for aws:SourceArn',
    },
    {
      name: 'a Deny for another principal does not help',
      account: trusting(vpc, [
        trustStatement({ Condition: own }),
        {
          Effect: 'Deny',
          Principal: { Service: 'redshift.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { ArnNotLike: { 'aws:SourceArn': anyOf('rep') } },
        },
      ]),
      of: vpc,
      because: 'Statement[0] does not ask for aws:SourceArn',
    },
  ],
  notApplicable: [
    {
      name: 'logs, of which nothing is documented',
      ...when(own, logs),
      because:
        'AWS does not document that DMS sends aws:SourceArn for its use, so that the account is all to ask for',
    },
    {
      name: 'a secret, which the principal of the Region reads',
      ...writer(
        own,
        { Principal: { Service: 'dms.eu-west-1.amazonaws.com' } },
        { ...named('OracleSettings.SecretsManagerAccessRoleArn') },
      ),
      because:
        'AWS does not document that DMS sends aws:SourceArn for its use, so that the account is all to ask for',
    },
    {
      name: 'an endpoint and a task at once: the task sends nobody knows what',
      account: accountWith(
        {
          endpoints: listed(endpoint),
          tasks: listed(aTask(named('ReplicationTaskSettings.TTSettings.TTS3Settings.ServiceAccessRoleArn'))),
        },
        rolesKnown(aRole({ name: 'writer', trust: policy(trustStatement()) })),
      ),
      of: 'writer',
      because:
        'AWS does not document that DMS sends aws:SourceArn for its use, so that the account is all to ask for',
    },
    {
      name: 'a role for another service',
      account: trusting(vpc, [trustStatement({ Principal: { Service: 'ec2.amazonaws.com' } })]),
      of: vpc,
      because: 'its trust policy lets no DMS service principal in',
    },
    { name: 'no role', account: accountWith({}), of: vpc, because: 'the role does not exist' },
  ],
  unknown: [
    {
      name: 'uses that could not be read',
      account: trusting(vpc, [trustStatement()], { tasks: refused('dms:DescribeReplicationTasks') }),
      of: vpc,
      because: 'dms:DescribeReplicationTasks failed (AccessDeniedException)',
    },
    {
      name: 'a role that could not be read',
      account: accountWith({}, { [vpc]: unread(denied('iam:GetRole', vpc)) }),
      of: vpc,
      because: `iam:GetRole of ${vpc} failed (AccessDeniedException)`,
    },
  ],
});
