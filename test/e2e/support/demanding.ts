import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CreateEndpointCommand,
  type CreateEndpointCommandInput,
  CreateEventSubscriptionCommand,
  CreateReplicationTaskCommand,
  DescribeReplicationInstancesCommand,
  StartReplicationTaskAssessmentRunCommand,
  StartReplicationTaskCommand,
  TestConnectionCommand,
} from '@aws-sdk/client-database-migration-service';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { type FreshAccount, region } from './aws.ts';
import { buildEstate } from './estate.ts';
import { buildPlanEstate } from './plan/plan-estate.ts';

/**
 * An estate for which every call that the stand-in answers is made, and bears on a verdict: that of each kind of
 * resource, the network with every way to connect, and what only some rules ask for.
 */
export async function buildDemandingEstate(fresh: FreshAccount): Promise<void> {
  await buildEstate(fresh);
  // The stand-in fails on the routes of a transit gateway, which are looked up for what is attached to it.
  await buildPlanEstate(fresh, { attached: false });
  await makeHosts(fresh);
  const bucket = await makeVault(fresh);
  await makeRunningTask(fresh, bucket);
  await makeWatchers(fresh, bucket);
}

/** Hosts of the forms that AWS gives, so that each service is asked for its own: none of them is there. */
const hosts: Readonly<Record<string, string>> = {
  cluster: 'c.cluster-abc.us-east-1.rds.amazonaws.com',
  proxy: 'p.proxy-abc.us-east-1.rds.amazonaws.com',
  redshift: 'w.abc.us-east-1.redshift.amazonaws.com',
  cached: 'r.abc.0001.use1.cache.amazonaws.com',
  broker: 'b-1.k.abc.c1.kafka.us-east-1.amazonaws.com',
  search: 'search-d-abc.us-east-1.es.amazonaws.com',
  balanced: 'n-0123456789abcdef.elb.us-east-1.amazonaws.com',
};

async function makeHosts(fresh: FreshAccount): Promise<void> {
  for (const [name, ServerName] of Object.entries(hosts))
    await makeEndpoint(fresh, { EndpointIdentifier: `host-${name}`, ServerName, Port: 5432 });
}

async function makeEndpoint(
  { dms }: FreshAccount,
  input: Partial<CreateEndpointCommandInput>,
): Promise<string> {
  const { Endpoint } = await dms.send(
    new CreateEndpointCommand({
      ...{ EndpointIdentifier: undefined, EndpointType: 'source', EngineName: 'postgres' },
      ...input,
    }),
  );
  return Endpoint?.EndpointArn ?? '';
}

/** A bucket of its own that an S3 target names with its owner. */
async function makeVault({ account, credentials }: FreshAccount): Promise<string> {
  const s3 = new S3Client({ region, credentials, forcePathStyle: true });
  const Bucket = `vault-${account}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    }),
  );
  // What is public by a policy is restricted, so that the status of the policy, which the stand-in lacks, is not asked for.
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        ...{ BlockPublicPolicy: true, RestrictPublicBuckets: true },
        ...{ BlockPublicAcls: false, IgnorePublicAcls: false },
      },
    }),
  );
  return Bucket;
}

/** A task that runs with a secret, was assessed, and whose connections were tested. */
async function makeRunningTask(fresh: FreshAccount, BucketName: string): Promise<void> {
  const { dms, account, credentials } = fresh;
  const secrets = new SecretsManagerClient({ region, credentials });
  const { ARN } = await secrets.send(
    new CreateSecretCommand({ Name: 'sales', SecretString: 'never-to-be-seen' }),
  );
  const source = await makeEndpoint(fresh, {
    EndpointIdentifier: 'secretive',
    PostgreSQLSettings: {
      SecretsManagerSecretId: ARN,
      SecretsManagerAccessRoleArn: `arn:aws:iam::${account}:role/archive-writer`,
    },
    ...{ ServerName: '10.1.4.10', Port: 5432 },
  });
  const target = await makeEndpoint(fresh, {
    ...{ EndpointIdentifier: 'vault', EndpointType: 'target', EngineName: 's3' },
    S3Settings: {
      ...{ BucketName, ExpectedBucketOwner: account },
      ServiceAccessRoleArn: `arn:aws:iam::${account}:role/archive-writer`,
    },
  });
  const { ReplicationInstances } = await dms.send(new DescribeReplicationInstancesCommand({}));
  const instance = ReplicationInstances?.find((each) => each.ReplicationInstanceIdentifier === 'well');
  const ReplicationInstanceArn = instance?.ReplicationInstanceArn;
  const { ReplicationTask } = await dms.send(
    new CreateReplicationTaskCommand({
      ...{ ReplicationTaskIdentifier: 'running', ReplicationInstanceArn },
      ...{ SourceEndpointArn: source, TargetEndpointArn: target },
      ...{ MigrationType: 'cdc', TableMappings: '{}', ReplicationTaskSettings: '{}' },
    }),
  );
  const ReplicationTaskArn = ReplicationTask?.ReplicationTaskArn;
  await dms.send(
    new StartReplicationTaskCommand({ ReplicationTaskArn, StartReplicationTaskType: 'start-replication' }),
  );
  await dms.send(
    new StartReplicationTaskAssessmentRunCommand({
      ...{ ReplicationTaskArn, ResultLocationBucket: BucketName, AssessmentRunName: 'run' },
      ServiceAccessRoleArn: `arn:aws:iam::${account}:role/archive-writer`,
    }),
  );
  for (const EndpointArn of [source, target])
    await dms.send(new TestConnectionCommand({ ReplicationInstanceArn, EndpointArn }));
}

/** A topic that failures are told to, a rule of EventBridge for those of tasks, and a trail. */
async function makeWatchers({ dms, credentials }: FreshAccount, S3BucketName: string): Promise<void> {
  const sns = new SNSClient({ region, credentials });
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'told' }));
  await dms.send(
    new CreateEventSubscriptionCommand({
      ...{ SubscriptionName: 'told', SnsTopicArn: TopicArn },
      ...{ SourceType: 'replication-instance', EventCategories: ['failure'] },
    }),
  );
  const events = new EventBridgeClient({ region, credentials });
  const EventPattern = JSON.stringify({ source: ['aws.dms'] });
  await events.send(new PutRuleCommand({ Name: 'tasks', EventPattern, State: 'ENABLED' }));
  await events.send(new PutTargetsCommand({ Rule: 'tasks', Targets: [{ Id: 't', Arn: TopicArn }] }));
  const trails = new CloudTrailClient({ region, credentials });
  const TrailName = 'all';
  await trails.send(new CreateTrailCommand({ Name: TrailName, S3BucketName, IsMultiRegionTrail: true }));
  const EventSelectors = [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true }];
  await trails.send(new PutEventSelectorsCommand({ TrailName, EventSelectors }));
  await trails.send(new StartLoggingCommand({ Name: TrailName }));
}
