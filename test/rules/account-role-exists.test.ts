import { known, unread } from '../../src/model/lookup.ts';
import type { Role } from '../../src/model/resources.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { accountRoleExists } from '../../src/rules/account-role-exists.ts';
import {
  aCertificate,
  accountWith,
  anAccount,
  anEndpoint,
  anInstance,
  aRegion,
  aRole,
  iamOf,
  listed,
  rolesKnown,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const vpc = 'dms-vpc-role';
const logs = 'dms-cloudwatch-logs-role';
const access = 'dms-access-for-endpoint';

/** An account with an instance, these facts besides, and these roles. */
const inUse = (region: Partial<RegionFacts>, ...roles: Role[]): AccountFacts =>
  accountWith({ instances: listed(anInstance()), ...region }, rolesKnown(...roles));
const redshift = anEndpoint({ engine: 'redshift', direction: 'target' });
const always = {
  rules: {
    'account-role-exists': { enabled: true, severity: null, parameters: { 'require-roles': 'always' } },
  },
};

testRule(accountRoleExists, {
  compliant: [
    { name: 'the role for networks', account: inUse({}, aRole()), of: vpc, because: 'it exists' },
    { name: 'the role for logs', account: inUse({}, aRole({ name: logs })), of: logs, because: 'it exists' },
    {
      name: 'the role for Redshift with a Redshift target',
      account: inUse({ endpoints: listed(redshift) }, aRole({ name: access })),
      of: access,
      because: 'it exists',
    },
    {
      name: 'the role for Redshift without a Redshift target',
      account: inUse({}, aRole({ name: access })),
      of: access,
      because: 'it exists',
    },
    {
      name: 'a role under a path',
      account: inUse(
        {},
        aRole({ path: '/service-role/', arn: `arn:aws:iam::111111111111:role/service-role/${vpc}` }),
      ),
      of: vpc,
      because: 'it exists',
    },
    {
      name: 'required in an account without any DMS resource',
      account: accountWith({}, rolesKnown(aRole())),
      settings: always,
      of: vpc,
      because: 'it exists',
    },
    {
      name: 'a listing that was refused, where another resource is known',
      account: inUse({ tasks: refused('dms:DescribeReplicationTasks') }, aRole()),
      of: vpc,
      because: 'it exists',
    },
  ],
  nonCompliant: [
    {
      name: 'no role for networks',
      account: inUse({}),
      of: vpc,
      because: 'it does not exist',
      severity: 'HIGH',
    },
    { name: 'no role for logs', account: inUse({}, aRole()), of: logs, because: 'it does not exist' },
    {
      name: 'no role for Redshift with a Redshift target',
      account: inUse({ endpoints: listed(redshift) }),
      of: access,
      because: 'it does not exist',
    },
    {
      name: 'no role for Redshift with a serverless Redshift target',
      account: inUse({ endpoints: listed({ ...redshift, engine: 'redshift-serverless' }) }),
      of: access,
      because: 'it does not exist',
    },
    {
      name: 'no role for Redshift with a target that was listed before the listing was refused',
      account: inUse({ endpoints: refused('dms:DescribeEndpoints', redshift) }),
      of: access,
      because: 'it does not exist',
    },
    {
      name: 'a role with another spelling only',
      account: inUse({}, aRole({ name: 'DMS-vpc-role' })),
      of: vpc,
      because: 'it does not exist',
    },
    {
      name: 'an account whose only DMS resource is a certificate',
      account: accountWith({ certificates: listed(aCertificate()) }),
      of: vpc,
      because: 'it does not exist',
    },
    {
      name: 'a resource in the second Region only',
      account: anAccount({
        regions: { 'eu-west-1': aRegion(), 'us-east-1': aRegion({ instances: listed(anInstance()) }) },
      }),
      of: vpc,
      because: 'it does not exist',
    },
    {
      name: 'required in an account without any DMS resource, and not there',
      account: accountWith({}),
      settings: always,
      of: logs,
      because: 'it does not exist',
    },
  ],
  notApplicable: [
    {
      name: 'an account without any DMS resource',
      account: accountWith({}),
      of: vpc,
      because: 'there is no DMS resource in eu-west-1',
    },
    {
      name: 'an account without any DMS resource, that has the role',
      account: anAccount({
        iam: iamOf(rolesKnown(aRole())),
        regions: { 'eu-west-1': aRegion(), 'us-east-1': aRegion() },
      }),
      of: vpc,
      because: 'there is no DMS resource in eu-west-1, us-east-1',
    },
    {
      name: 'no role for Redshift, and Redshift is a source',
      account: inUse({ endpoints: listed({ ...redshift, direction: 'source' as const }) }),
      of: access,
      because: 'no endpoint in eu-west-1 is a Redshift target',
    },
    {
      name: 'no role for Redshift, and no endpoint, though roles are required',
      account: accountWith({}),
      settings: always,
      of: access,
      because: 'no endpoint in eu-west-1 is a Redshift target',
    },
  ],
  unknown: [
    {
      name: 'a role that could not be read',
      account: accountWith(
        { instances: listed(anInstance()) },
        { ...rolesKnown(aRole({ name: logs })), [vpc]: unread(denied('iam:GetRole', vpc)) },
      ),
      of: vpc,
      because: 'iam:GetRole of dms-vpc-role failed (AccessDeniedException)',
    },
    {
      name: 'a role that was never asked for',
      account: accountWith({ instances: listed(anInstance()) }, { [logs]: known(null) }),
      of: vpc,
      because: 'iam:GetRole of dms-vpc-role was not asked when the snapshot was taken',
    },
    {
      name: 'whether there is any DMS resource',
      account: accountWith({ instances: refused('dms:DescribeReplicationInstances') }),
      of: vpc,
      because: 'dms:DescribeReplicationInstances failed (AccessDeniedException)',
    },
    {
      name: 'whether there is a Redshift target',
      account: inUse({ endpoints: refused('dms:DescribeEndpoints', anEndpoint()) }),
      of: access,
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
