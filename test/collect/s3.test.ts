import {
  DescribeEndpointsCommand,
  DescribeReplicationTaskAssessmentRunsCommand,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { Bucket } from '../../src/model/buckets.ts';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';
import { awsError, denied } from './support/answers.ts';
import { anAws, collect } from './support/aws.ts';

const region = async () => (await collect({ facts: new Set(['buckets']) })).regions['eu-west-1'];

const endpoint = (name: string, more: object) => ({
  EndpointIdentifier: name,
  EndpointArn: `arn:${name}`,
  EngineName: 's3',
  ...more,
});

const owner = { Type: 'CanonicalUser' as const, DisplayName: 'hostile', ID: 'c0ffee' };
const global = (group: string) => ({
  Type: 'Group' as const,
  URI: `http://acs.amazonaws.com/groups/${group}`,
});

/** An account that has the bucket `landing`, named by an endpoint. */
function withBucket() {
  const aws = anAws();
  aws.dms
    .on(DescribeEndpointsCommand)
    .resolves({ Endpoints: [endpoint('a', { S3Settings: { BucketName: 'landing' } })] });
  aws.s3.on(ListBucketsCommand).resolves({
    Buckets: [{ Name: 'hostile' }, { Name: 'landing', BucketRegion: 'us-east-1' }],
  });
  aws.s3.on(GetBucketPolicyStatusCommand).resolves({ PolicyStatus: { IsPublic: true } });
  aws.s3.on(GetBucketAclCommand).resolves({ Grants: [{ Grantee: owner, Permission: 'FULL_CONTROL' }] });
  aws.s3.on(GetPublicAccessBlockCommand).resolves({
    PublicAccessBlockConfiguration: { IgnorePublicAcls: true, RestrictPublicBuckets: false },
  });
  aws.s3.on(GetBucketEncryptionCommand).resolves({
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'arn:k' } }],
    },
  });
  return aws;
}

const landing: Bucket = {
  isOwn: known(true),
  region: 'us-east-1',
  policyIsPublic: known(true),
  aclIsPublic: known(false),
  publicAccessBlock: known({
    blockPublicAcls: false,
    ignorePublicAcls: true,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
  }),
  encryption: known({ algorithm: 'aws:kms', kmsKeyId: 'arn:k' }),
};

describe('buckets', () => {
  it('tell whose they are, who gets at them and how they encrypt, and nothing of others', async () => {
    const aws = withBucket();
    const facts = await region();
    expect(facts?.buckets).toEqual({ landing: known(landing) });
    expect(JSON.stringify(facts)).not.toContain('hostile');
    const [asked] = aws.s3.commandCalls(GetBucketPolicyStatusCommand);
    expect(await (asked?.thisValue as { config: { region: () => Promise<string> } }).config.region()).toBe(
      'us-east-1',
    );
  });

  it('are those that endpoints, tasks and assessment runs name, each asked for once', async () => {
    const aws = withBucket();
    aws.dms.on(DescribeEndpointsCommand).resolves({
      Endpoints: [
        endpoint('a', { S3Settings: { BucketName: 'landing' } }),
        endpoint('b', { RedshiftSettings: { BucketName: 'staging' } }),
        endpoint('c', { NeptuneSettings: { S3BucketName: 'graph' } }),
        endpoint('d', { DmsTransferSettings: { BucketName: 'transfer' } }),
        endpoint('e', { ExtraConnectionAttributes: 'bucketName=attribute;cdcPath=hostile' }),
        endpoint('f', { S3Settings: { BucketName: '' } }),
      ],
    });
    const settings = { TTSettings: { TTS3Settings: { BucketName: 'travel' } } };
    aws.dms.on(DescribeReplicationTasksCommand).resolves({
      ReplicationTasks: [
        {
          ReplicationTaskIdentifier: 't',
          ReplicationTaskArn: 'arn:t',
          ReplicationTaskSettings: JSON.stringify(settings),
        },
      ],
    });
    aws.dms.on(DescribeReplicationTaskAssessmentRunsCommand).resolves({
      ReplicationTaskAssessmentRuns: [{ ResultLocationBucket: 'results' }],
    });
    const facts = await collect({ facts: new Set(['buckets']), regions: ['eu-west-1', 'us-east-1'] });
    const names = ['attribute', 'graph', 'landing', 'results', 'staging', 'transfer', 'travel'];
    expect(Object.values(facts.regions).map(({ buckets }) => Object.keys(buckets))).toEqual([names, names]);
    expect(aws.s3.commandCalls(GetBucketPolicyStatusCommand)).toHaveLength(names.length);
    expect(aws.s3.commandCalls(ListBucketsCommand)).toHaveLength(1);
  });

  it('that are not there are known not to be', async () => {
    const aws = withBucket();
    aws.s3.on(ListBucketsCommand).resolves({ Buckets: [] });
    aws.s3.on(GetBucketAclCommand).rejects(awsError('NoSuchBucket'));
    expect((await region())?.buckets).toEqual({ landing: known(null) });
  });

  it('of another account are not the own', async () => {
    const aws = withBucket();
    aws.s3.on(ListBucketsCommand).resolves({ Buckets: [{ Name: 'other' }] });
    expect((await region())?.buckets['landing']).toMatchObject({
      value: { isOwn: known(false), region: null },
    });
  });

  it.each([
    [GetBucketPolicyStatusCommand, 'NoSuchBucketPolicy', { policyIsPublic: known(false) }],
    [GetPublicAccessBlockCommand, 'NoSuchPublicAccessBlockConfiguration', { publicAccessBlock: known(null) }],
    [
      GetBucketEncryptionCommand,
      'ServerSideEncryptionConfigurationNotFoundError',
      { encryption: known(null) },
    ],
  ] as const)('to which S3 says by an error that something is not set: %s', async (command, error, told) => {
    withBucket()
      .s3.on(command as never)
      .rejects(awsError(error));
    expect((await region())?.buckets).toEqual({ landing: known({ ...landing, ...told }) });
  });

  it.each([
    ['global/AllUsers', true],
    ['global/AuthenticatedUsers', true],
    ['s3/LogDelivery', false],
  ])('with a grant to %s: public %s', async (group, aclIsPublic) => {
    withBucket()
      .s3.on(GetBucketAclCommand)
      .resolves({ Grants: [{ Grantee: owner }, { Grantee: global(group), Permission: 'READ' }] });
    expect((await region())?.buckets['landing']).toMatchObject({
      value: { aclIsPublic: known(aclIsPublic) },
    });
  });

  it('keep what was read where the rest is refused or half told', async () => {
    const aws = withBucket();
    aws.s3.on(ListBucketsCommand).rejects(denied);
    aws.s3.on(GetBucketPolicyStatusCommand).resolves({});
    aws.s3.on(GetBucketAclCommand).rejects(denied);
    aws.s3.on(GetPublicAccessBlockCommand).resolves({});
    aws.s3.on(GetBucketEncryptionCommand).resolves({ ServerSideEncryptionConfiguration: { Rules: [] } });
    const not = (call: string, error: string): Lookup<never> =>
      unread({ call, resource: 'landing', error, transient: false });
    expect((await region())?.buckets).toEqual({
      landing: known({
        isOwn: not('s3:ListBuckets', 'AccessDeniedException'),
        region: null,
        policyIsPublic: not('s3:GetBucketPolicyStatus', 'MalformedAnswer'),
        aclIsPublic: not('s3:GetBucketAcl', 'AccessDeniedException'),
        publicAccessBlock: not('s3:GetPublicAccessBlock', 'MalformedAnswer'),
        encryption: not('s3:GetBucketEncryption', 'MalformedAnswer'),
      }),
    });
  });

  it('are not asked for where nobody needs them', async () => {
    const aws = withBucket();
    await collect({ facts: new Set(['endpoints']) });
    expect(aws.s3.calls()).toEqual([]);
  });
});
