/** What of a use an action is on. */
export type On =
  | 'bucket'
  | 'objects'
  | 'stream'
  /** DMS's own tables of what went wrong. */
  | 'exception tables'
  /** The tables that table mappings make. */
  | 'target tables'
  | 'nothing'
  | 'domain'
  | 'cluster'
  | 'database user'
  | 'secret'
  | 'key';

interface DocumentedUse {
  /** What DMS does, for people. */
  readonly name: string;
  /** Where AWS writes which actions it takes. */
  readonly source: string;
  readonly grants: readonly { readonly actions: readonly string[]; readonly on: On }[];
}

const guide = 'https://docs.aws.amazon.com/dms/latest/userguide';

const onTables = [
  'dynamodb:PutItem',
  'dynamodb:CreateTable',
  'dynamodb:DescribeTable',
  'dynamodb:DeleteTable',
  'dynamodb:DeleteItem',
  'dynamodb:UpdateItem',
] as const;

/** The actions that the DMS User Guide gives the role of each use. */
export const documentedUses = {
  'S3 target': {
    name: 'to write to S3',
    source: `${guide}/CHAP_Target.S3.html`,
    grants: [
      { actions: ['s3:PutObject', 's3:DeleteObject', 's3:PutObjectTagging'], on: 'objects' },
      { actions: ['s3:ListBucket'], on: 'bucket' },
    ],
  },
  'S3 source': {
    name: 'to read from S3',
    source: `${guide}/CHAP_Source.S3.html`,
    grants: [
      { actions: ['s3:GetObject'], on: 'objects' },
      { actions: ['s3:ListBucket'], on: 'bucket' },
    ],
  },
  'S3 ACL': {
    name: 'to set the ACL of what it writes to S3',
    source: `${guide}/CHAP_Target.S3.html`,
    grants: [{ actions: ['s3:PutObjectAcl'], on: 'objects' }],
  },
  'DynamoDB target': {
    name: 'to write to DynamoDB',
    source: `${guide}/CHAP_Target.DynamoDB.html`,
    grants: [
      { actions: ['dynamodb:ListTables'], on: 'nothing' },
      { actions: onTables, on: 'exception tables' },
      { actions: onTables, on: 'target tables' },
    ],
  },
  'Kinesis target': {
    name: 'to write to Kinesis',
    source: `${guide}/CHAP_Target.Kinesis.html`,
    grants: [
      { actions: ['kinesis:DescribeStream', 'kinesis:PutRecord', 'kinesis:PutRecords'], on: 'stream' },
    ],
  },
  'OpenSearch target': {
    name: 'to write to OpenSearch',
    source: `${guide}/CHAP_Target.Elasticsearch.html`,
    grants: [
      {
        actions: ['es:ESHttpDelete', 'es:ESHttpGet', 'es:ESHttpHead', 'es:ESHttpPost', 'es:ESHttpPut'],
        on: 'domain',
      },
    ],
  },
  /** "Typically, you create this role based on the AmazonDMSRedshiftS3Role policy": its actions. */
  'Redshift target': {
    name: 'to stage what it loads into Redshift',
    source: `${guide}/CHAP_Target.Redshift.html`,
    grants: [
      { actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:DeleteObject'], on: 'objects' },
      {
        actions: [
          's3:CreateBucket',
          's3:ListBucket',
          's3:DeleteBucket',
          's3:GetBucketLocation',
          's3:GetBucketPolicy',
          's3:PutBucketPolicy',
          's3:GetBucketAcl',
          's3:PutBucketVersioning',
          's3:GetBucketVersioning',
          's3:PutLifecycleConfiguration',
          's3:GetLifecycleConfiguration',
          's3:DeleteBucketPolicy',
        ],
        on: 'bucket',
      },
    ],
  },
  'Neptune target': {
    name: 'to stage what it loads into Neptune',
    source: `${guide}/CHAP_Target.Neptune.html`,
    grants: [
      { actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], on: 'objects' },
      { actions: ['s3:ListBucket'], on: 'bucket' },
    ],
  },
  'Neptune IAM': {
    name: 'to sign in to Neptune',
    source: `${guide}/CHAP_Target.Neptune.html`,
    grants: [{ actions: ['neptune-db:*'], on: 'cluster' }],
  },
  'database IAM': {
    name: 'to sign in to the database',
    source: `${guide}/CHAP_Security.html`,
    grants: [{ actions: ['rds-db:connect'], on: 'database user' }],
  },
  secret: {
    name: 'to read the secret',
    source: `${guide}/security_iam_secretsmanager.html`,
    grants: [
      { actions: ['secretsmanager:GetSecretValue'], on: 'secret' },
      { actions: ['kms:Decrypt', 'kms:DescribeKey'], on: 'key' },
    ],
  },
  'assessment results': {
    name: 'to write assessment results to S3',
    source: `${guide}/CHAP_Tasks.AssessmentReport.Prerequisites.html`,
    grants: [
      {
        actions: ['s3:PutObject', 's3:DeleteObject', 's3:GetObject', 's3:PutObjectTagging'],
        on: 'objects',
      },
      { actions: ['s3:ListBucket', 's3:GetBucketLocation'], on: 'bucket' },
    ],
  },
  'time travel': {
    name: 'to upload time travel logs to S3',
    source: `${guide}/CHAP_Tasks.CustomizingTasks.TaskSettings.TimeTravel.UploadsToS3.html`,
    grants: [
      { actions: ['s3:PutObject', 's3:DeleteObject'], on: 'objects' },
      { actions: ['s3:ListBucket'], on: 'bucket' },
    ],
  },
  'time travel key': {
    name: 'to encrypt time travel logs',
    source: `${guide}/CHAP_Tasks.CustomizingTasks.TaskSettings.TimeTravel.UploadsToS3.html`,
    grants: [{ actions: ['kms:GenerateDataKey', 'kms:Decrypt'], on: 'key' }],
  },
} as const satisfies Readonly<Record<string, DocumentedUse>>;

export type UseName = keyof typeof documentedUses;
