import { describe, expect, it } from 'vitest';
import { unread } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { roleTrustFitsUse } from '../../src/rules/role-trust-fits-use.ts';
import {
  ACCOUNT,
  accountWith,
  anEndpoint,
  anInstance,
  aRole,
  aTask,
  listed,
  policy,
  REGION,
  roleArn,
  rolesKnown,
  trustStatement,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { trusting } from './trusting.ts';
import { denied, refused } from './unread.ts';

const vpc = 'dms-vpc-role';
const logs = 'dms-cloudwatch-logs-role';
const access = 'dms-access-for-endpoint';

const instance = anInstance({ id: 'my-replication-instance' });
const old = anInstance({
  id: 'old',
  arn: `arn:aws:dms:${REGION}:${ACCOUNT}:rep:OLD1`,
  engineVersion: '3.4.6',
});
const own = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };
const arn = (...patterns: readonly string[]) => ({ ArnLike: { 'aws:SourceArn': patterns } });
const anyOf = (type: string): string => `arn:aws:dms:*:${ACCOUNT}:${type}:*`;
const when = (Condition: object, region: Partial<RegionFacts>, of = vpc) => ({
  account: trusting(of, [trustStatement({ Condition })], region),
  of,
});

const lake = anEndpoint({
  engine: 's3',
  roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn('writer') }],
});
const ledger = anEndpoint({
  id: 'ledger',
  engine: 'oracle',
  roles: [{ path: 'OracleSettings.SecretsManagerAccessRoleArn', arn: roleArn('writer') }],
});
const writer = (statement: object, region: Partial<RegionFacts>) => ({
  account: accountWith(region, rolesKnown(aRole({ name: 'writer', trust: policy(statement) }))),
  of: 'writer',
});
const regional = { Principal: { Service: `dms.${REGION}.amazonaws.com` } };
const one = 'every DMS resource that uses it is let in, 1 in all';
const lockedOut = (what: string, because: string): string =>
  `${what} is locked out: dms.amazonaws.com acting for account ${ACCOUNT} is refused, as ${because}`;
const nobodyRefused = 'dms.amazonaws.com acting for nobody in particular (no source key) is refused';

testRule(roleTrustFitsUse, {
  compliant: [
    {
      name: 'the type, as the guide advises',
      ...when({ ...own, ...arn(anyOf('rep')) }, { instances: listed(instance) }),
      because: one,
    },
    {
      name: 'the generated ids',
      ...when(arn(instance.arn), { instances: listed(instance) }),
      because: one,
    },
    {
      name: 'an engine without source keys, and a trust without conditions',
      ...when({}, { instances: listed(instance, old) }),
      because: 'every DMS resource that uses it is let in, 2 in all',
    },
    {
      name: 'logs without conditions',
      ...when({}, { instances: listed(instance), tasks: listed(aTask()) }, logs),
      because: 'every DMS resource that uses it is let in, 2 in all',
    },
    {
      name: 'a Redshift target',
      ...when(
        arn(anyOf('endpoint')),
        {
          endpoints: listed(anEndpoint({ engine: 'redshift', direction: 'target' })),
        },
        access,
      ),
      because: one,
    },
    {
      name: 'an endpoint that names the role',
      ...writer(trustStatement({ Condition: arn(anyOf('endpoint')) }), { endpoints: listed(lake) }),
      because: one,
    },
    {
      name: 'a secret, by the principal of the Region',
      ...writer(trustStatement(regional), { endpoints: listed(ledger) }),
      because: one,
    },
  ],
  nonCompliant: [
    {
      name: 'the identifier in place of the generated id, as the guide prints it',
      ...when(arn(`arn:aws:dms:${REGION}:${ACCOUNT}:rep:my-replication-instance`), {
        instances: listed(instance),
      }),
      because: lockedOut(
        `${instance.arn} (my-replication-instance)`,
        'aws:SourceArn names rep:my-replication-instance, the identifier, where the ARN ends in the generated id INSTANCE1',
      ),
      severity: 'HIGH',
    },
    {
      name: 'one instance of two',
      ...when(arn(instance.arn), {
        instances: listed(instance, { ...old, engineVersion: '3.5.4' }),
      }),
      because: lockedOut(`${old.arn} (old)`, 'no statement lets it in'),
    },
    {
      name: 'another type',
      ...writer(trustStatement({ Condition: arn(anyOf('rep')) }), { endpoints: listed(lake) }),
      because: lockedOut(`${lake.arn} (endpoint-1)`, 'no statement lets it in'),
    },
    {
      name: 'an engine that sends no source key',
      ...when(own, { instances: listed(instance, old) }),
      because: `${old.arn} (old) is locked out: ${nobodyRefused}, as engine 3.4.6 of old sends no source key`,
    },
    {
      name: 'an endpoint whose task runs on such an engine',
      ...writer(trustStatement(), {
        endpoints: listed(lake),
        instances: listed(old),
        tasks: listed(aTask({ instanceArn: old.arn })),
      }),
      because: `${lake.arn} (endpoint-1) is locked out: ${nobodyRefused}, as engine 3.4.6 of old sends no source key`,
    },
    {
      name: 'a secret, which the principal of the Region reads',
      ...writer(trustStatement(), { endpoints: listed(ledger) }),
      because: `${ledger.arn} (ledger) is locked out: dms.${REGION}.amazonaws.com acting for account ${ACCOUNT} is refused, as no statement lets it in`,
    },
    {
      name: 'one that is seen, though others may be missing',
      ...when(arn(anyOf('task')), {
        instances: refused('dms:DescribeReplicationInstances', instance),
      }),
      because: lockedOut(`${instance.arn} (my-replication-instance)`, 'no statement lets it in'),
    },
  ],
  notApplicable: [
    { name: 'nothing uses it', ...when(own, {}), because: 'no DMS resource uses it' },
    { name: 'no role', account: accountWith({}), of: vpc, because: 'the role does not exist' },
  ],
  unknown: [
    {
      name: 'logs with the account, of which it is not documented that DMS sends it',
      ...when(own, { instances: listed(instance) }, logs),
      because: `whether it lets ${instance.arn} in is not decided: dms.amazonaws.com is let in only with certain source keys, and AWS does not document that DMS sends aws:SourceAccount and aws:SourceArn for it`,
    },
    {
      name: 'an engine version that is not reported',
      ...when(own, { instances: listed({ ...instance, engineVersion: null }) }),
      because: `whether it lets ${instance.arn} in is not decided: dms.amazonaws.com is let in only with certain source keys, and the engine version of my-replication-instance is not reported`,
    },
    {
      name: 'the ARN for a secret',
      ...writer(trustStatement({ ...regional, Condition: arn(anyOf('endpoint')) }), {
        endpoints: listed(ledger),
      }),
      because: `whether it lets ${ledger.arn} in is not decided: dms.${REGION}.amazonaws.com is let in only with certain source keys, and AWS does not document that DMS sends aws:SourceArn for it`,
    },
    {
      name: 'a task on an instance that is not seen',
      ...writer(trustStatement(), { endpoints: listed(lake), tasks: listed(aTask()) }),
      because: `whether it lets ${lake.arn} in is not decided: dms.amazonaws.com is let in only with certain source keys, and not all replication instances that work for it are known`,
    },
    {
      name: 'instances that may not be listed',
      ...when(own, { instances: refused('dms:DescribeReplicationInstances') }),
      because: 'dms:DescribeReplicationInstances failed (AccessDeniedException)',
    },
    {
      name: 'a role that may not be read',
      account: accountWith({}, { [vpc]: unread(denied('iam:GetRole', vpc)) }),
      of: vpc,
      because: `iam:GetRole of ${vpc} failed (AccessDeniedException)`,
    },
  ],
});

describe('the witness and the fix', () => {
  const { account } = when(arn(anyOf('task')), { instances: listed(instance, old) });
  const finding = roleTrustFitsUse
    .evaluate(ACCOUNT, account, defaultSettings)
    .find(({ resource }) => resource.id === vpc);

  it('is the request of the resource that is locked out', () => {
    expect(finding?.witness).toMatchObject({
      decision: 'implicitDeny',
      context: { 'aws:sourceaccount': ACCOUNT, 'aws:sourcearn': instance.arn },
    });
  });

  it('is a policy for this role, and an upgrade of old engines before', () => {
    const [text = '', ...document] = finding?.remediation.summary.split('\n') ?? [];
    expect(text).toBe(
      'Put this in the place of the trust policy of dms-vpc-role. Before that, upgrade to engine 3.4.7 or later, as older ones send no source key: old (3.4.6).',
    );
    expect(JSON.parse(document.join('\n'))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'dms.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': ACCOUNT },
            ArnLike: { 'aws:SourceArn': anyOf('rep') },
          },
        },
      ],
    });
  });
});
