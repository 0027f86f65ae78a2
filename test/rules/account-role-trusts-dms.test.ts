import { unread } from '../../src/model/lookup.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { accountRoleTrustsDms } from '../../src/rules/account-role-trusts-dms.ts';
import {
  ACCOUNT,
  accountWith,
  anEndpoint,
  anInstance,
  aRole,
  aTask,
  FOREIGN,
  listed,
  policy,
  rolesKnown,
  trustStatement,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const vpc = 'dms-vpc-role';
const logs = 'dms-cloudwatch-logs-role';
const access = 'dms-access-for-endpoint';

/** An account whose role of this name has these trust statements. */
const trusting = (
  name: string,
  statements: readonly object[],
  region: Partial<RegionFacts> = {},
): AccountFacts =>
  accountWith(
    { instances: listed(anInstance()), ...region },
    rolesKnown(aRole({ name, trust: policy(...statements) })),
  );
const open = (...names: string[]): object =>
  trustStatement({ Principal: { Service: names.map((name) => `${name}.amazonaws.com`) }, Condition: {} });
const own = { 'aws:SourceAccount': ACCOUNT };
const when = (Condition: object): object => trustStatement({ Condition });

const old = anInstance({ id: 'old', arn: `${anInstance().arn}OLD`, engineVersion: '3.4.6' });
const lockedOutByEngine =
  'dms.amazonaws.com acting for nobody in particular (no source key) is refused, as engine 3.4.6 of old sends no source key';

const target = anEndpoint({ id: 'target', engine: 'redshift', direction: 'target' });
const serverlessTarget = { ...target, id: 'serverless', engine: 'redshift-serverless' };
const named = {
  ...target,
  id: 'named',
  serverName: 'wg.111111111111.eu-west-1.redshift-serverless.amazonaws.com',
};

testRule(accountRoleTrustsDms, {
  compliant: [
    {
      name: 'DMS for this account',
      account: trusting(vpc, [trustStatement()]),
      of: vpc,
      because: 'dms.amazonaws.com may assume it for this account',
    },
    {
      name: 'DMS for its instances alone',
      account: trusting(vpc, [
        when({ StringEquals: own, ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:rep:*` } }),
      ]),
      of: vpc,
      because: 'dms.amazonaws.com may assume it for this account',
    },
    {
      name: 'DMS for one instance by its ARN',
      account: trusting(vpc, [when({ ArnEquals: { 'aws:SourceArn': anInstance().arn } })]),
      of: vpc,
      because: 'dms.amazonaws.com may assume it for this account',
    },
    {
      name: 'DMS for whomever',
      account: trusting(vpc, [open('dms')]),
      of: vpc,
      because: 'dms.amazonaws.com may assume it for this account',
    },
    {
      name: 'DMS, and a Deny for others',
      account: trusting(vpc, [
        open('dms'),
        { ...open('dms'), Effect: 'Deny', Condition: { StringNotEquals: own } },
      ]),
      of: vpc,
      because: 'dms.amazonaws.com may assume it for this account',
    },
    {
      name: 'DMS for logs, without condition',
      account: trusting(logs, [open('dms')]),
      of: logs,
      because: 'dms.amazonaws.com may assume it for this account',
    },
    {
      name: 'DMS and Redshift, with a Redshift target',
      account: trusting(access, [open('dms', 'redshift')], { endpoints: listed(target) }),
      of: access,
      because: 'dms.amazonaws.com and redshift.amazonaws.com may assume it for this account',
    },
    {
      name: 'DMS and Redshift Serverless in two statements, with a serverless target',
      account: trusting(access, [trustStatement(), open('redshift-serverless')], {
        endpoints: listed(serverlessTarget),
      }),
      of: access,
      because: 'dms.amazonaws.com and redshift-serverless.amazonaws.com may assume it for this account',
    },
    {
      name: 'in China',
      account: {
        ...trusting(vpc, [{ ...trustStatement(), Principal: { Service: 'dms.amazonaws.com.cn' } }]),
        partition: 'aws-cn',
      },
      of: vpc,
      because: 'dms.amazonaws.com.cn may assume it for this account',
    },
  ],
  nonCompliant: [
    {
      name: 'another service only',
      account: trusting(vpc, [open('ec2')]),
      of: vpc,
      because: `dms.amazonaws.com acting for account ${ACCOUNT} is refused`,
      severity: 'HIGH',
    },
    {
      name: 'DMS for a foreign account',
      account: trusting(vpc, [when({ StringEquals: { 'aws:SourceAccount': FOREIGN } })]),
      of: vpc,
      because: `dms.amazonaws.com acting for account ${ACCOUNT} is refused`,
    },
    {
      name: 'DMS for a foreign account, if one is given: it always is',
      account: trusting(vpc, [when({ StringEqualsIfExists: { 'aws:SourceAccount': FOREIGN } })]),
      of: vpc,
      because: `dms.amazonaws.com acting for account ${ACCOUNT} is refused`,
    },
    {
      name: 'DMS for resources that are not its own',
      account: trusting(vpc, [when({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::bucket' } })]),
      of: vpc,
      because: `dms.amazonaws.com acting for account ${ACCOUNT} is refused`,
    },
    {
      name: 'another action',
      account: trusting(vpc, [trustStatement({ Action: 'sts:TagSession' })]),
      of: vpc,
      because: `dms.amazonaws.com acting for account ${ACCOUNT} is refused`,
    },
    {
      name: 'a Deny of everybody',
      account: trusting(vpc, [trustStatement(), { Effect: 'Deny', Principal: '*', Action: 'sts:*' }]),
      of: vpc,
      because: `dms.amazonaws.com acting for account ${ACCOUNT} is refused`,
    },
    {
      name: 'no Redshift with a Redshift target',
      account: trusting(access, [open('dms')], { endpoints: listed(target) }),
      of: access,
      because: `redshift.amazonaws.com acting for account ${ACCOUNT} is refused`,
    },
    {
      name: 'no DMS with a Redshift target',
      account: trusting(access, [open('redshift')], { endpoints: listed(target) }),
      of: access,
      because: `dms.amazonaws.com acting for account ${ACCOUNT} is refused`,
    },
    {
      name: 'the other Redshift with a serverless target',
      account: trusting(access, [open('dms', 'redshift')], { endpoints: listed(serverlessTarget) }),
      of: access,
      because: `redshift-serverless.amazonaws.com acting for account ${ACCOUNT} is refused`,
    },
    {
      name: 'the other Redshift with a target that is serverless by its name',
      account: trusting(access, [open('dms', 'redshift')], { endpoints: listed(named) }),
      of: access,
      because: `redshift-serverless.amazonaws.com acting for account ${ACCOUNT} is refused`,
    },
    {
      name: 'one Redshift with targets of both kinds',
      account: trusting(access, [open('dms', 'redshift')], { endpoints: listed(target, serverlessTarget) }),
      of: access,
      because: `redshift-serverless.amazonaws.com acting for account ${ACCOUNT} is refused`,
    },
    {
      name: 'a condition, and an engine older than 3.4.7',
      account: trusting(vpc, [trustStatement()], { instances: listed(anInstance(), old) }),
      of: vpc,
      because: lockedOutByEngine,
    },
    {
      name: 'a condition, an engine older than 3.4.7, and instances that could not be listed',
      account: trusting(vpc, [trustStatement()], {
        instances: refused('dms:DescribeReplicationInstances', old),
      }),
      of: vpc,
      because: lockedOutByEngine,
    },
    {
      name: 'a condition on the logs role, and an engine that is known to send no key',
      account: trusting(logs, [trustStatement()], { instances: listed(old) }),
      of: logs,
      because: lockedOutByEngine,
    },
    {
      name: 'a condition, and a Redshift target that an engine older than 3.4.7 loads',
      account: trusting(access, [trustStatement(), open('redshift')], {
        instances: listed(anInstance(), old),
        endpoints: listed(target),
        tasks: listed(aTask({ instanceArn: old.arn, targetEndpointArn: target.arn })),
      }),
      of: access,
      because: lockedOutByEngine,
    },
    {
      name: 'the principal of another partition',
      account: { ...trusting(vpc, [trustStatement()]), partition: 'aws-cn' },
      of: vpc,
      because: `dms.amazonaws.com.cn acting for account ${ACCOUNT} is refused`,
    },
  ],
  notApplicable: [
    { name: 'no role', account: accountWith({}), of: vpc, because: 'the role does not exist' },
    {
      name: 'a role for Redshift without a Redshift target',
      account: trusting(access, [open('dms')], { endpoints: listed(anEndpoint()) }),
      of: access,
      because: 'no endpoint is a Redshift target, so nothing uses the role',
    },
    {
      name: 'a role that AWS owns',
      account: accountWith({}, rolesKnown(aRole({ path: '/aws-service-role/dms.amazonaws.com/' }))),
      of: vpc,
      because: 'it is a service-linked role, which AWS owns and nobody can edit',
    },
  ],
  unknown: [
    {
      name: 'a condition on the logs role, of which nobody documents the keys',
      account: trusting(logs, [trustStatement()]),
      of: logs,
      because: 'it lets dms.amazonaws.com in only with source keys, which AWS does not document for this use',
    },
    {
      name: 'a condition, and an engine whose version is not reported',
      account: trusting(vpc, [trustStatement()], { instances: listed(anInstance({ engineVersion: null })) }),
      of: vpc,
      because:
        'it lets dms.amazonaws.com in only with source keys, which engines before 3.4.7 do not send: instance-1',
    },
    {
      name: 'a condition, and instances that cannot be listed',
      account: trusting(vpc, [trustStatement()], { instances: refused('dms:DescribeReplicationInstances') }),
      of: vpc,
      because: 'dms:DescribeReplicationInstances failed (AccessDeniedException)',
    },
    {
      name: 'a condition on Redshift, which documents no keys',
      account: trusting(
        access,
        [trustStatement({ Principal: { Service: ['dms.amazonaws.com', 'redshift.amazonaws.com'] } })],
        { endpoints: listed(target) },
      ),
      of: access,
      because:
        'it lets redshift.amazonaws.com in only with source keys, which AWS does not document for this use',
    },
    {
      name: 'the sample of the guide, whose operator IAM does not have',
      account: trusting(vpc, [
        when({
          StringEquals: { 'AWS:SourceAccount': ACCOUNT },
          ArnEqual: { 'AWS:SourceArn': anInstance().arn },
        }),
      ]),
      of: vpc,
      because:
        'whether dms.amazonaws.com is let in is not decided: it hangs on a part that can be read in more than one way',
    },
    {
      name: 'whether there is a Redshift target',
      account: trusting(access, [open('dms')], { endpoints: refused('dms:DescribeEndpoints') }),
      of: access,
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
    {
      name: 'whether there is a target of the other kind',
      account: trusting(access, [open('dms', 'redshift')], {
        endpoints: refused('dms:DescribeEndpoints', target),
      }),
      of: access,
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
    {
      name: 'a role that could not be read',
      account: accountWith({}, { [vpc]: unread(denied('iam:GetRole', vpc)) }),
      of: vpc,
      because: 'iam:GetRole of dms-vpc-role failed (AccessDeniedException)',
    },
    {
      name: 'a trust policy that is no JSON',
      account: accountWith({}, rolesKnown(aRole({ trust: '{' }))),
      of: vpc,
      because:
        'its trust policy cannot be read: the policy is not JSON: line 1, column 2: expected a key in quotation marks, found the end',
    },
    {
      name: 'a trust policy with an effect that IAM does not have',
      account: trusting(vpc, [trustStatement({ Effect: 'allow' })]),
      of: vpc,
      because: 'its trust policy cannot be read: Statement[0].Effect "allow" is neither "Allow" nor "Deny"',
    },
  ],
});
