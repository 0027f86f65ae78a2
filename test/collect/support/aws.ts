import { AccountClient } from '@aws-sdk/client-account';
import {
  DatabaseMigrationServiceClient,
  DescribeCertificatesCommand,
  DescribeDataMigrationsCommand,
  DescribeDataProvidersCommand,
  DescribeEndpointsCommand,
  DescribeEventSubscriptionsCommand,
  DescribeInstanceProfilesCommand,
  DescribeMigrationProjectsCommand,
  DescribeReplicationConfigsCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationSubnetGroupsCommand,
  DescribeReplicationTasksCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-database-migration-service';
import {
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { type Clients, createClients } from '../../../src/collect/clients.ts';
import { type CollectOptions, collectAccount } from '../../../src/collect/collect.ts';
import { allFacts } from '../../../src/model/facts.ts';
import type { AccountFacts } from '../../../src/model/snapshot.ts';
import { account, keyArn, roleArn } from './answers.ts';

const aTrust = encodeURIComponent('{"Version":"2012-10-17","Statement":[]}');

/** An AWS in which there is nothing but the roles that are asked for; tests add what they are about. */
export function anAws() {
  const dms = mockClient(DatabaseMigrationServiceClient);
  const iam = mockClient(IAMClient);
  dms.on(DescribeReplicationInstancesCommand).resolves({ ReplicationInstances: [] });
  dms.on(DescribeEndpointsCommand).resolves({ Endpoints: [] });
  dms.on(DescribeReplicationTasksCommand).resolves({ ReplicationTasks: [] });
  dms.on(DescribeReplicationConfigsCommand).resolves({ ReplicationConfigs: [] });
  dms.on(DescribeReplicationSubnetGroupsCommand).resolves({ ReplicationSubnetGroups: [] });
  dms.on(DescribeInstanceProfilesCommand).resolves({ InstanceProfiles: [] });
  dms.on(DescribeDataProvidersCommand).resolves({ DataProviders: [] });
  dms.on(DescribeMigrationProjectsCommand).resolves({ MigrationProjects: [] });
  dms.on(DescribeDataMigrationsCommand).resolves({ DataMigrations: [] });
  dms.on(DescribeCertificatesCommand).resolves({ Certificates: [] });
  dms.on(DescribeEventSubscriptionsCommand).resolves({ EventSubscriptionsList: [] });
  dms.on(ListTagsForResourceCommand).resolves({ TagList: [] });
  iam.on(GetRoleCommand).callsFake(({ RoleName }: { RoleName: string }) => ({ Role: aRawRole(RoleName) }));
  iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [] });
  iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: [] });
  iam.on(GetRolePolicyCommand).resolves({ PolicyDocument: '%7B%7D' });
  iam.on(GetPolicyCommand).callsFake(({ PolicyArn }: { PolicyArn: string }) => ({
    Policy: { Arn: PolicyArn, DefaultVersionId: 'v3' },
  }));
  iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: '%7B%22a%22%3A1%7D' } });
  return {
    dms,
    ec2: anEc2(),
    iam,
    kms: aKms(),
    sts: mockClient(STSClient),
    account: mockClient(AccountClient),
  };
}

/** An EC2 in which there is nothing. */
function anEc2() {
  const ec2 = mockClient(EC2Client);
  ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [] });
  ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [] });
  ec2.on(DescribeNetworkAclsCommand).resolves({ NetworkAcls: [] });
  ec2.on(GetManagedPrefixListEntriesCommand).resolves({ Entries: [] });
  return ec2;
}

/** A KMS that has every key it is asked for; an alias leads to the key of its name. */
function aKms() {
  const kms = mockClient(KMSClient);
  kms.on(DescribeKeyCommand).callsFake(({ KeyId }: { KeyId: string }) => ({
    KeyMetadata: aRawKey(KeyId.startsWith('alias/') ? keyArn(KeyId.slice('alias/'.length)) : KeyId),
  }));
  kms.on(GetKeyPolicyCommand).resolves({ Policy: '{"Statement":[]}' });
  kms.on(GetKeyRotationStatusCommand).resolves({ KeyRotationEnabled: true });
  kms.on(ListGrantsCommand).resolves({ Grants: [], Truncated: false });
  return kms;
}

export const aRawKey = (Arn: string) => ({
  Arn,
  KeyId: Arn.split('/').at(-1) ?? '',
  KeyManager: 'CUSTOMER' as const,
  KeySpec: 'SYMMETRIC_DEFAULT' as const,
  KeyUsage: 'ENCRYPT_DECRYPT' as const,
  KeyState: 'Enabled' as const,
  Origin: 'AWS_KMS' as const,
  MultiRegion: false,
});

export const aRawRole = (RoleName: string) => ({
  RoleName,
  Arn: roleArn(RoleName),
  Path: '/',
  AssumeRolePolicyDocument: aTrust,
});

export const someClients = (): Clients =>
  createClients({
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
    region: 'eu-west-1',
  });

export const collect = (options: Partial<CollectOptions> = {}): Promise<AccountFacts> =>
  collectAccount({
    facts: new Set(allFacts),
    account,
    partition: 'aws',
    regions: ['eu-west-1'],
    clients: someClients(),
    now: () => '2026-11-22T00:00:00.000Z',
    ...options,
  });
