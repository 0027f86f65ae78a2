import { ResourceType } from '@aws-sdk/client-config-service';
import * as dmsSdk from '@aws-sdk/client-database-migration-service';
import * as iamSdk from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import {
  type AwsChange,
  bearsEverywhere,
  factsTouchedBy,
  watchedSources,
  watchedTypes,
} from '../../src/model/changed-facts.ts';
import { allFacts, type FactName } from '../../src/model/facts.ts';

const recorded = (type: string): AwsChange => ({ kind: 'recorded', type });
const iam = (operation: string): AwsChange => ({ kind: 'called', source: 'iam.amazonaws.com', operation });
const dms = (operation: string): AwsChange => ({ kind: 'called', source: 'dms.amazonaws.com', operation });

const roles = ['roles', 'rolePermissions', 'awsManagedPolicies', 'principals', 'serverlessRole'] as const;
const policies = ['rolePermissions', 'awsManagedPolicies', 'principals'] as const;

describe('what a change can touch', () => {
  it.each<[string, readonly FactName[]]>([
    ['AWS::DMS::Endpoint', ['endpoints', 'tags']],
    ['AWS::DMS::ReplicationInstance', ['instances', 'tags']],
    ['AWS::IAM::Role', roles],
    ['AWS::IAM::User', ['principals', 'accessKeys']],
    ['AWS::KMS::Key', ['keys', 'keyPolicies', 'keyRotations']],
    ['AWS::EC2::SecurityGroup', ['securityGroups']],
    ['AWS::EC2::NatGateway', ['natGateways', 'routeTables']],
    ['AWS::RDS::DBInstance', ['databases']],
    ['AWS::EC2::Volume', []],
    ['constructor', []],
    ['iam.amazonaws.com UpdateAssumeRolePolicy', roles],
    ['iam.amazonaws.com PutRolePermissionsBoundary', roles],
    ['iam.amazonaws.com CreateServiceLinkedRole', roles],
    ['iam.amazonaws.com SetDefaultPolicyVersion', policies],
    ['iam.amazonaws.com AddUserToGroup', ['principals']],
    ['iam.amazonaws.com CreateAccessKey', ['accessKeys']],
    ['iam.amazonaws.com UpdateRoleDescription', []],
    ['iam.amazonaws.com UpdateAccountPasswordPolicy', []],
    ['iam.amazonaws.com CreateLoginProfile', []],
    ['dms.amazonaws.com ModifyReplicationConfig', ['serverlessConfigs']],
    ['dms.amazonaws.com StartReplication', ['serverlessConfigs', 'serverlessAssessments']],
    ['dms.amazonaws.com AddTagsToResource', ['tags']],
    // AWS Config records these.
    ['dms.amazonaws.com ModifyEndpoint', []],
    ['dms.amazonaws.com ModifyReplicationInstance', []],
    ['ec2.amazonaws.com CreateRole', []],
    ['toString CreateRole', []],
  ])('%s', (what, facts) => {
    const [source = '', operation] = what.split(' ');
    const change: AwsChange =
      operation === undefined ? recorded(what) : { kind: 'called', source, operation };
    expect([...factsTouchedBy(change)]).toEqual(facts);
  });
});

it.each<[readonly FactName[], boolean]>([
  [['roles'], true],
  [['accessKeys'], true],
  [['buckets'], true],
  [['accountPublicAccessBlock'], true],
  [['trails'], true],
  [['securityGroups', 'instances'], false],
  [['keyPolicies'], false],
  [[], false],
])('a change of %o bears on all Regions: %s', (facts, everywhere) => {
  expect(bearsEverywhere(facts)).toBe(everywhere);
});

/** Operations of a service that change something, by the names of its SDK's commands. */
const writesOf = (sdk: object): readonly string[] =>
  Object.keys(sdk)
    .filter((name) => name.endsWith('Command'))
    .map((name) => name.slice(0, -'Command'.length))
    .filter((name) => !/^(Describe|Get|List|Simulate|Generate)/.test(name));

describe('what is watched', () => {
  /** No event tells of these; the next scheduled run does. */
  const unwatched: Partial<Record<FactName, string>> = {
    organization: 'AWS Organizations logs its calls in the management account alone',
    organizationPolicies: 'AWS Organizations logs its calls in the management account alone',
    // Containers and functions make them all day, and each would have the account read again.
    networkInterfaces: 'interfaces change all day for reasons that are not DMS’s',
    natHosts: 'interfaces change all day for reasons that are not DMS’s',
    endpointChanges:
      'CloudTrail has a call to look up minutes after it told of it, and AWS Config shows no password',
    keyGrants: 'AWS Config records no grants, and services make one for every volume and stream',
  };

  it('touches every fact, but for those that nothing tells of', () => {
    const touched = new Set([
      ...watchedTypes.flatMap((type) => [...factsTouchedBy(recorded(type))]),
      ...writesOf(iamSdk).flatMap((name) => [...factsTouchedBy(iam(name))]),
      ...writesOf(dmsSdk).flatMap((name) => [...factsTouchedBy(dms(name))]),
    ]);
    expect(allFacts.filter((fact) => !touched.has(fact)).toSorted()).toEqual(
      Object.keys(unwatched).toSorted(),
    );
  });

  it('is of types that AWS Config records', () => {
    const known: readonly string[] = Object.values(ResourceType);
    // In the list of supported types (Developer Guide), not in this SDK's.
    const newer = [
      'AWS::DMS::ReplicationInstance',
      'AWS::DMS::ReplicationTask',
      'AWS::DMS::MigrationProject',
    ];
    expect(watchedTypes.filter((type) => !known.includes(type)).toSorted()).toEqual(newer.toSorted());
    expect(watchedTypes.filter((type) => factsTouchedBy(recorded(type)).size === 0)).toEqual([]);
  });

  it('are the calls of these services', () => {
    expect(watchedSources).toEqual(['iam.amazonaws.com', 'dms.amazonaws.com']);
  });

  it('misses no call that changes a role, a user, a group, a policy or an access key', () => {
    const concerning = writesOf(iamSdk).filter((name) => /Role|User|Group|Policy|AccessKey/.test(name));
    expect(concerning.filter((name) => factsTouchedBy(iam(name)).size === 0).toSorted()).toEqual([
      // Instance profiles of EC2, the account's passwords, texts: no rule reads them.
      'AddRoleToInstanceProfile',
      'DeleteAccountPasswordPolicy',
      'RemoveRoleFromInstanceProfile',
      'UpdateAccountPasswordPolicy',
      'UpdateRoleDescription',
    ]);
  });
});
