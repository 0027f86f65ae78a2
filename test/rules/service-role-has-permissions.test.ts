import { known, notCollected, unread } from '../../src/model/lookup.ts';
import type { Endpoint } from '../../src/model/resources.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { serviceRoleHasPermissions } from '../../src/rules/service-role-has-permissions.ts';
import {
  ACCOUNT,
  accountWith,
  anEndpoint,
  aServerlessConfig,
  aTask,
  FOREIGN,
  listed,
  roleArn,
  rolesKnown,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { allow, deny, organizationDenying, permitted } from './permitted.ts';
import {
  dynamodb,
  kinesis,
  named,
  neptune,
  onDomain,
  onKeys,
  onLanding,
  onObjects,
  onStream,
  onTables,
  openSearch,
  redshift,
  role,
  s3,
  secretArn,
  tables,
  task,
  usualHost,
  withSecret,
  writes,
} from './service-role-endpoints.ts';
import { denied } from './unread.ts';

const of = (endpoint: Endpoint, ...inline: readonly object[]): AccountFacts =>
  permitted(role, { inline, region: { endpoints: listed(endpoint) } });
const refuses = (actions: string, place: string): string => `the role writer may not ${actions} on ${place}`;

testRule(serviceRoleHasPermissions, {
  compliant: [
    {
      name: 'an S3 target, to the letter',
      account: of(s3(), ...onLanding),
      of: 'endpoint-1',
      because: `${writes} to write to S3`,
    },
    {
      name: 'an S3 target whose own account is the bucket’s for certain',
      account: of(
        s3({ settings: { S3Settings: { BucketName: 'landing', ExpectedBucketOwner: ACCOUNT } } }),
        allow('s3:*', 'arn:aws:s3:::landing*', {
          Condition: { StringEquals: { 's3:ResourceAccount': ACCOUNT } },
        }),
      ),
      of: 'endpoint-1',
      because: `${writes} to write to S3`,
    },
    {
      name: 'an S3 source',
      account: of(
        s3({ direction: 'source' }),
        allow('s3:GetObject', 'arn:aws:s3:::landing*/*'),
        allow('s3:ListBucket', 'arn:aws:s3:::landing*'),
      ),
      of: 'endpoint-1',
      because: `${writes} to read from S3`,
    },
    {
      name: 'the bucket in extra connection attributes',
      account: of(
        s3({ settings: {}, extraConnectionAttributes: { bucketname: 'landing', bucketfolder: '/dms/' } }),
        ...onLanding,
      ),
      of: 'endpoint-1',
      because: `${writes} to write to S3`,
    },
    {
      name: 'a stream',
      account: of(kinesis(), onStream),
      of: 'endpoint-1',
      because: `${writes} to write to Kinesis`,
    },
    {
      name: 'any table',
      account: of(dynamodb, allow(onTables, `${tables}/*`), allow('dynamodb:ListTables')),
      of: 'endpoint-1',
      because: `${writes} to write to DynamoDB`,
    },
    {
      name: 'a domain of OpenSearch',
      account: of(openSearch(usualHost), onDomain),
      of: 'endpoint-1',
      because: `${writes} to write to OpenSearch`,
    },
    {
      name: 'a secret by its ARN, and any key by way of Secrets Manager',
      account: of(withSecret(secretArn), allow('secretsmanager:GetSecretValue', secretArn), onKeys),
      of: 'endpoint-1',
      because: `${writes} to read the secret`,
    },
    {
      name: 'a secret by its name',
      account: of(
        withSecret('db'),
        allow('secretsmanager:GetSecretValue', secretArn.replace('qeHamH', '??????')),
        onKeys,
      ),
      of: 'endpoint-1',
      because: `${writes} to read the secret`,
    },
    {
      name: 'an own bucket for Redshift',
      account: of(
        redshift({ RedshiftSettings: { BucketName: 'landing' } }),
        allow('s3:*', ['arn:aws:s3:::landing', 'arn:aws:s3:::landing/*']),
      ),
      of: 'endpoint-1',
      because: `${writes} to stage what it loads into Redshift`,
    },
    {
      name: 'the bucket that DMS makes for Redshift',
      account: of(redshift({}), allow('s3:*', 'arn:aws:s3:::dms-*')),
      of: 'endpoint-1',
      because: `${writes} to stage what it loads into Redshift`,
    },
    {
      name: 'Neptune with IAM',
      account: of(neptune(true), allow('s3:*', 'arn:aws:s3:::landing*'), allow('neptune-db:*')),
      of: 'endpoint-1',
      because: `${writes} to stage what it loads into Neptune and to sign in to Neptune`,
    },
    {
      name: 'time travel with any bucket',
      account: permitted(role, { inline: [allow('s3:*')], region: { tasks: listed(task) } }),
      of: 'task-1',
      because: `${writes} to upload time travel logs to S3`,
    },
    {
      name: 'time travel of a serverless replication with its key',
      account: permitted(role, {
        inline: [allow('s3:*'), allow('kms:*', 'arn:aws:kms:eu-west-1:111111111111:key/k')],
        region: {
          serverlessConfigs: listed(
            aServerlessConfig({
              ...named(`ReplicationSettings.TTSettings.TTS3Settings.ServiceAccessRoleArn`),
              keys: [
                {
                  path: 'ReplicationSettings.TTSettings.TTS3Settings.ServerSideEncryptionKmsKeyId',
                  key: 'k',
                },
              ],
            }),
          ),
        },
      }),
      of: 'serverless-1',
      because: `${writes} to upload time travel logs to S3 and to encrypt time travel logs`,
    },
  ],
  nonCompliant: [
    {
      name: 'an S3 target without tagging',
      account: of(
        s3(),
        allow(['s3:PutObject', 's3:DeleteObject'], 'arn:aws:s3:::landing/*'),
        allow('s3:ListBucket', 'arn:aws:s3:::landing'),
      ),
      of: 'endpoint-1',
      because: refuses('s3:PutObjectTagging', 'bucket landing'),
      severity: 'HIGH',
    },
    {
      name: 'the objects of another bucket',
      account: of(
        s3(),
        allow(onObjects, 'arn:aws:s3:::lending/*'),
        allow('s3:ListBucket', 'arn:aws:s3:::landing'),
      ),
      of: 'endpoint-1',
      because: refuses('s3:PutObject, s3:DeleteObject, s3:PutObjectTagging', 'bucket landing'),
    },
    {
      name: 'an ACL that it may not set',
      account: of(
        s3({
          settings: {
            S3Settings: {
              BucketName: 'landing',
              BucketFolder: 'dms',
              CannedAclForObjects: 'bucket-owner-full-control',
            },
          },
        }),
        ...onLanding,
      ),
      of: 'endpoint-1',
      because: refuses('s3:PutObjectAcl', 'bucket landing'),
    },
    {
      name: 'a bucket of another account that its own policies do not allow',
      account: of(
        s3({ settings: { S3Settings: { BucketName: 'landing', ExpectedBucketOwner: FOREIGN } } }),
        allow(onObjects, 'arn:aws:s3:::landing/*'),
      ),
      of: 'endpoint-1',
      because: refuses('s3:ListBucket', 'bucket landing'),
    },
    {
      name: 'an organisation that denies',
      account: permitted(role, {
        inline: onLanding,
        organizationPolicies: organizationDenying(deny('s3:DeleteObject')),
        region: { endpoints: listed(s3()) },
      }),
      of: 'endpoint-1',
      because: refuses('s3:DeleteObject', 'bucket landing'),
    },
    {
      name: 'the tables of what went wrong',
      account: of(dynamodb, allow(onTables, `${tables}/orders`), allow('dynamodb:ListTables')),
      of: 'endpoint-1',
      because: refuses(
        onTables.join(', '),
        'table awsdms_apply_exceptions, table awsdms_full_load_exceptions',
      ),
    },
    {
      name: 'another domain',
      account: of(openSearch(usualHost.replace('my-logs', 'my-other-logs')), onDomain),
      of: 'endpoint-1',
      because: refuses(
        'es:ESHttpDelete, es:ESHttpGet, es:ESHttpHead, es:ESHttpPost, es:ESHttpPut',
        'domain my-other-logs',
      ),
    },
    {
      name: 'another secret',
      account: of(withSecret(secretArn), allow('secretsmanager:*', `${secretArn}-2`), onKeys),
      of: 'endpoint-1',
      because: refuses('secretsmanager:GetSecretValue', 'secret db-qeHamH'),
    },
    {
      name: 'time travel without any right on S3',
      account: permitted(role, { inline: [allow('kms:*')], region: { tasks: listed(task) } }),
      of: 'task-1',
      because: refuses('s3:PutObject, s3:DeleteObject, s3:ListBucket', 'its bucket'),
    },
    {
      name: 'one use of two, where the other cannot be judged',
      account: of(
        {
          ...s3(),
          roles: [
            { path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn(role) },
            { path: 'SecretsManagerAccessRoleArn', arn: roleArn('elsewhere', FOREIGN) },
          ],
        },
        allow(onObjects, 'arn:aws:s3:::landing/*'),
      ),
      of: 'endpoint-1',
      because: refuses('s3:ListBucket', 'bucket landing'),
    },
  ],
  notApplicable: [
    {
      name: 'no role',
      account: accountWith({ endpoints: listed(anEndpoint()) }),
      of: 'endpoint-1',
      because: 'it names no role',
    },
    {
      name: 'a use that AWS does not document',
      account: of(anEndpoint({ engine: 'timestream', ...named('ServiceAccessRoleArn') })),
      of: 'endpoint-1',
      because: 'AWS does not document what the role at ServiceAccessRoleArn must be allowed',
    },
    {
      name: 'a role that does not exist',
      account: accountWith({ endpoints: listed(s3()) }, { ...rolesKnown(), [role]: known(null) }),
      of: 'endpoint-1',
      because: 'the role writer does not exist',
    },
    {
      name: 'zero-ETL',
      account: of(s3({ readOnly: true })),
      of: 'endpoint-1',
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    {
      name: 'a task without time travel',
      account: accountWith({ tasks: listed(aTask()) }),
      of: 'task-1',
      because: 'it names no role',
    },
  ],
  unknown: [
    {
      name: 'a role of another account',
      account: of(s3(named('S3Settings.ServiceAccessRoleArn', roleArn(role, FOREIGN)))),
      of: 'endpoint-1',
      because: `S3Settings.ServiceAccessRoleArn names ${roleArn(role, FOREIGN)}, a role of another account`,
    },
    {
      name: 'a bucket of another account, whose policy is not read',
      account: of(
        s3({ settings: { S3Settings: { BucketName: 'landing', ExpectedBucketOwner: FOREIGN } } }),
        allow('s3:*', 'arn:aws:s3:::landing*'),
      ),
      of: 'endpoint-1',
      because: `bucket landing is of account ${FOREIGN}, whose policies must let the role in as well and are not read`,
    },
    {
      name: 'a stream of another account',
      account: of(kinesis(FOREIGN), onStream),
      of: 'endpoint-1',
      because: `stream changes is of account ${FOREIGN}, whose policies must let the role in as well and are not read`,
    },
    {
      name: 'target tables one by one',
      account: of(
        dynamodb,
        allow(onTables, [`${tables}/orders`, `${tables}/awsdms_*`]),
        allow('dynamodb:ListTables'),
      ),
      of: 'endpoint-1',
      because: `whether the role writer may ${onTables.join(', ')} hangs on: the target tables are named by table mappings, which are not read`,
    },
    {
      name: 'a domain behind a name of its own',
      account: of(openSearch('https://search.example.org'), onDomain),
      of: 'endpoint-1',
      because:
        'whether the role writer may es:ESHttpDelete, es:ESHttpGet, es:ESHttpHead, es:ESHttpPost, es:ESHttpPut hangs on: the domain behind search.example.org is not read',
    },
    {
      name: 'a secret whose key may be a customer’s',
      account: of(withSecret(secretArn), allow('secretsmanager:GetSecretValue', secretArn)),
      of: 'endpoint-1',
      because:
        'whether the role writer may kms:Decrypt, kms:DescribeKey hangs on: whether the secret has a key of its own is not read',
    },
    {
      name: 'time travel with one bucket',
      account: permitted(role, { inline: onLanding, region: { tasks: listed(task) } }),
      of: 'task-1',
      because:
        'whether the role writer may s3:PutObject, s3:DeleteObject, s3:ListBucket hangs on: which bucket the task settings name is not read',
    },
    {
      name: 'a condition that some requests meet',
      account: of(
        s3(),
        allow(onObjects, '*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }),
        allow('s3:ListBucket'),
      ),
      of: 'endpoint-1',
      because:
        'whether the role writer may s3:PutObject, s3:DeleteObject, s3:PutObjectTagging hangs on: aws:sourcevpce',
    },
    {
      name: 'a bucket that is not reported',
      account: of(s3({ settings: {} })),
      of: 'endpoint-1',
      because: 'DMS does not report S3Settings.BucketName',
    },
    {
      name: 'a direction that is not reported',
      account: of(s3({ direction: null })),
      of: 'endpoint-1',
      because: 'DMS does not report EndpointType',
    },
    {
      name: 'task settings that were not read, in which a role may be',
      account: accountWith({
        tasks: listed(aTask({ logging: unread(denied('dms:DescribeReplicationTasks')) })),
      }),
      of: 'task-1',
      because: 'dms:DescribeReplicationTasks failed (AccessDeniedException)',
    },
    {
      name: 'organisation policies that must be read and were not',
      account: permitted(role, {
        inline: onLanding,
        organizationPolicies: unread(notCollected('organizations:ListPoliciesForTarget')),
        region: { endpoints: listed(s3()) },
      }),
      settings: { organizationPolicies: 'required' },
      of: 'endpoint-1',
      because: 'organizations:ListPoliciesForTarget was not asked when the snapshot was taken',
    },
  ],
});
