import { AccountClient } from '@aws-sdk/client-account';
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventDataStoreCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListEventDataStoresCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  DatabaseMigrationServiceClient,
  DescribeCertificatesCommand,
  DescribeConnectionsCommand,
  DescribeDataMigrationsCommand,
  DescribeDataProvidersCommand,
  DescribeEndpointsCommand,
  DescribeEventSubscriptionsCommand,
  DescribeInstanceProfilesCommand,
  DescribeMigrationProjectsCommand,
  DescribeReplicationConfigsCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationSubnetGroupsCommand,
  DescribeReplicationsCommand,
  DescribeReplicationTaskAssessmentRunsCommand,
  DescribeReplicationTasksCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-database-migration-service';
import {
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTransitGatewayAttachmentsCommand,
  DescribeTransitGatewaysCommand,
  DescribeTransitGatewayVpcAttachmentsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
  SearchTransitGatewayRoutesCommand,
} from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsResponse,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { KafkaClient } from '@aws-sdk/client-kafka';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { OpenSearchClient } from '@aws-sdk/client-opensearch';
import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { RDSClient } from '@aws-sdk/client-rds';
import { RedshiftClient } from '@aws-sdk/client-redshift';
import { RedshiftServerlessClient } from '@aws-sdk/client-redshift-serverless';
import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  GetPublicAccessBlockCommand as GetAccountBlockCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import {
  DescribeSecretCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { type Clients, createClients } from '../../../src/collect/clients.ts';
import { type CollectOptions, collectAccount } from '../../../src/collect/collect.ts';
import { allFacts } from '../../../src/model/facts.ts';
import type { AccountFacts } from '../../../src/model/snapshot.ts';
import { account, awsError, keyArn, roleArn } from './answers.ts';

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
  dms.on(DescribeConnectionsCommand).resolves({ Connections: [] });
  dms.on(DescribeReplicationTaskAssessmentRunsCommand).resolves({ ReplicationTaskAssessmentRuns: [] });
  dms.on(DescribeReplicationsCommand).resolves({ Replications: [] });
  dms.on(ListTagsForResourceCommand).resolves({ TagList: [] });
  iam.on(GetAccountAuthorizationDetailsCommand).resolves(details());
  iam.on(GetRoleCommand).callsFake(({ RoleName }: { RoleName: string }) => ({ Role: aRawRole(RoleName) }));
  iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [] });
  iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: [] });
  iam.on(GetRolePolicyCommand).resolves({ PolicyDocument: '%7B%7D' });
  iam.on(GetPolicyCommand).callsFake(({ PolicyArn }: { PolicyArn: string }) => ({
    Policy: { Arn: PolicyArn, DefaultVersionId: 'v3' },
  }));
  iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: '%7B%22a%22%3A1%7D' } });
  const secrets = mockClient(SecretsManagerClient);
  secrets.on(DescribeSecretCommand).rejects(awsError('ResourceNotFoundException'));
  secrets.on(ListSecretVersionIdsCommand).rejects(awsError('ResourceNotFoundException'));
  return {
    dms,
    ec2: anEc2(),
    iam,
    kms: aKms(),
    organizations: anOrganizations(),
    sns: aSns(),
    events: anEventBridge(),
    sts: mockClient(STSClient),
    account: mockClient(AccountClient),
    secretsmanager: secrets,
    cloudtrail: aCloudTrail(),
    s3: anS3(),
    s3control: anS3Control(),
    // Databases are what a test says.
    rds: mockClient(RDSClient),
    redshift: mockClient(RedshiftClient),
    'redshift-serverless': mockClient(RedshiftServerlessClient),
    elasticache: mockClient(ElastiCacheClient),
    kafka: mockClient(KafkaClient),
    es: mockClient(OpenSearchClient),
    elasticloadbalancing: mockClient(ElasticLoadBalancingV2Client),
  };
}

/** A CloudTrail without trails and events; whatever it is asked about records all management events. */
function aCloudTrail() {
  const cloudtrail = mockClient(CloudTrailClient);
  cloudtrail.on(DescribeTrailsCommand).resolves({ trailList: [] });
  cloudtrail.on(GetTrailStatusCommand).resolves({ IsLogging: true });
  cloudtrail.on(GetEventSelectorsCommand).resolves({
    EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
  });
  cloudtrail.on(ListEventDataStoresCommand).resolves({ EventDataStores: [] });
  cloudtrail.on(LookupEventsCommand).resolves({ Events: [] });
  cloudtrail.on(GetEventDataStoreCommand).resolves({
    Status: 'ENABLED',
    MultiRegionEnabled: true,
    AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
  });
  return cloudtrail;
}

/** An S3 in which there is no bucket. */
function anS3() {
  const s3 = mockClient(S3Client);
  const none = awsError('NoSuchBucket');
  s3.on(ListBucketsCommand).resolves({ Buckets: [] });
  s3.on(GetBucketPolicyStatusCommand).rejects(none);
  s3.on(GetBucketAclCommand).rejects(none);
  s3.on(GetPublicAccessBlockCommand).rejects(none);
  s3.on(GetBucketEncryptionCommand).rejects(none);
  return s3;
}

/** An S3 in which the account blocks nothing. */
function anS3Control() {
  const s3control = mockClient(S3ControlClient);
  s3control.on(GetAccountBlockCommand).rejects(awsError('NoSuchPublicAccessBlockConfiguration'));
  return s3control;
}

/** An EC2 in which there is nothing. */
function anEc2() {
  const ec2 = mockClient(EC2Client);
  ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [] });
  ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [] });
  ec2.on(DescribeNetworkAclsCommand).resolves({ NetworkAcls: [] });
  ec2.on(GetManagedPrefixListEntriesCommand).resolves({ Entries: [] });
  ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [] });
  ec2
    .on(DescribeVpcAttributeCommand)
    .resolves({ EnableDnsSupport: { Value: true }, EnableDnsHostnames: { Value: true } });
  ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [] });
  ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [] });
  ec2.on(DescribeNatGatewaysCommand).resolves({ NatGateways: [] });
  ec2.on(DescribeVpcPeeringConnectionsCommand).resolves({ VpcPeeringConnections: [] });
  ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints: [] });
  ec2.on(DescribeTransitGatewaysCommand).resolves({ TransitGateways: [] });
  ec2.on(DescribeTransitGatewayAttachmentsCommand).resolves({ TransitGatewayAttachments: [] });
  ec2.on(DescribeTransitGatewayVpcAttachmentsCommand).resolves({ TransitGatewayVpcAttachments: [] });
  ec2.on(SearchTransitGatewayRoutesCommand).resolves({ Routes: [] });
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

/** An SNS without a topic. */
function aSns() {
  const sns = mockClient(SNSClient);
  sns.on(GetTopicAttributesCommand).rejects(awsError('NotFoundException'));
  return sns;
}

/** A default event bus without a rule. */
function anEventBridge() {
  const events = mockClient(EventBridgeClient);
  events.on(ListRulesCommand).resolves({ Rules: [] });
  events.on(ListTargetsByRuleCommand).resolves({ Targets: [] });
  return events;
}

/** Organizations asked from an account that is in no organisation. */
function anOrganizations() {
  const organizations = mockClient(OrganizationsClient);
  organizations.on(DescribeOrganizationCommand).rejects(awsError('AWSOrganizationsNotInUseException'));
  return organizations;
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

/** A page of GetAccountAuthorizationDetails. */
export const details = (
  over: GetAccountAuthorizationDetailsResponse = {},
): GetAccountAuthorizationDetailsResponse => ({
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
  IsTruncated: false,
  ...over,
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
