import { expect, it } from 'vitest';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';
import type { Role } from '../../src/model/resources.ts';
import { serverlessRoleArn, serverlessRoleName } from '../../src/model/serverless-role.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { serverlessRoleExists } from '../../src/rules/serverless-role-exists.ts';
import {
  ACCOUNT,
  accountWith,
  anAccount,
  aRegion,
  aRole,
  aServerlessConfig,
  iamOf,
  listed,
  rolesKnown,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const arn = serverlessRoleArn('aws', ACCOUNT);
const present = known(aRole({ name: serverlessRoleName, arn, path: '/aws-service-role/dms.amazonaws.com/' }));

const estate = (role: Lookup<Role | null>, region: Partial<RegionFacts> = {}): AccountFacts =>
  accountWith(
    { serverlessConfigs: listed(aServerlessConfig()), ...region },
    { ...rolesKnown(), [serverlessRoleName]: role },
  );
const none = { serverlessConfigs: listed<never>() };

testRule(serverlessRoleExists, {
  compliant: [{ name: 'the role is there', account: estate(present), because: 'it exists' }],
  nonCompliant: [
    {
      name: 'the role is not there',
      account: estate(known(null)),
      because: 'it does not exist',
      severity: 'MEDIUM',
    },
    {
      name: 'a replication in another Region is enough',
      account: anAccount({
        regions: {
          'eu-west-1': aRegion(),
          'us-east-1': aRegion({ serverlessConfigs: listed(aServerlessConfig()) }),
        },
        iam: iamOf({ ...rolesKnown(), [serverlessRoleName]: known(null) }),
      }),
      because: 'it does not exist',
    },
  ],
  notApplicable: [
    {
      name: 'no replication',
      account: estate(known(null), none),
      because: 'there is no serverless replication in eu-west-1',
    },
    {
      name: 'replications of zero-ETL integrations alone',
      account: estate(known(null), { serverlessConfigs: listed(aServerlessConfig({ readOnly: true })) }),
      because: 'there is no serverless replication in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'the role was refused',
      account: estate(unread(denied('iam:GetRole', serverlessRoleName))),
      because: `iam:GetRole of ${serverlessRoleName} failed (AccessDeniedException)`,
    },
    {
      name: 'nobody asked for the role',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig()) }),
      because: `iam:GetRole of ${serverlessRoleName} was not asked when the snapshot was taken`,
    },
    {
      name: 'replications that could not be listed',
      account: estate(known(null), { serverlessConfigs: refused('dms:DescribeReplicationConfigs') }),
      because: 'dms:DescribeReplicationConfigs failed (AccessDeniedException)',
    },
  ],
});

it('a role that is not there is judged under the ARN that it would have, once an account', () => {
  expect(serverlessRoleExists.evaluate(ACCOUNT, estate(known(null)), defaultSettings)).toMatchObject([
    {
      id: `serverless-role-exists@${ACCOUNT}/global/role:${serverlessRoleName}`,
      resource: { type: 'AWS::IAM::Role', id: serverlessRoleName, arn, region: 'global' },
      witness: { kind: 'absence', type: 'AWS::IAM::Role', arn, call: 'iam:GetRole' },
    },
  ]);
});
