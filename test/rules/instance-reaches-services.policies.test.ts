import { instanceReachesServices } from '../../src/rules/instance-reaches-services.ts';
import { ACCOUNT, aTask, listed, policy, roleArn } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import {
  archive,
  estate,
  everybody,
  gateway,
  letting,
  orders,
  secretsEndpoint,
  stored,
  toS3,
} from './services-estate.ts';

testRule(instanceReachesServices, {
  compliant: [
    {
      name: 'S3 by a gateway endpoint with the default policy',
      account: estate(archive, [toS3], [gateway]),
      because: 'it reaches Amazon S3 by vpce-s3',
    },
    {
      name: 'the default policy as EC2 writes it out',
      account: estate(archive, [toS3], [letting({ ...everybody, Action: '*', Resource: '*' })]),
      because: 'it reaches Amazon S3 by vpce-s3',
    },
    {
      name: 'a policy that admits the bucket',
      account: estate(
        archive,
        [toS3],
        [
          letting({
            ...everybody,
            Action: 's3:*',
            Resource: ['arn:aws:s3:::landing', 'arn:aws:s3:::landing/*'],
          }),
        ],
      ),
      because: 'it reaches Amazon S3 by vpce-s3',
    },
    {
      name: 'a policy that admits the role by its ARN, and only over this endpoint',
      account: estate(
        archive,
        [toS3],
        [
          letting({
            ...everybody,
            Action: 's3:*',
            Resource: '*',
            Condition: {
              ArnEquals: { 'aws:PrincipalArn': roleArn('writer') },
              StringEquals: { 'aws:SourceVpce': 'vpce-s3' },
            },
          }),
        ],
      ),
      because: 'it reaches Amazon S3 by vpce-s3',
    },
    {
      name: 'a policy for buckets of the account, and the endpoint expects this owner',
      account: estate(
        { ...archive, settings: { S3Settings: { BucketName: 'landing', ExpectedBucketOwner: ACCOUNT } } },
        [toS3],
        [
          letting({
            ...everybody,
            Action: '*',
            Resource: '*',
            Condition: { StringEquals: { 'aws:ResourceAccount': ACCOUNT } },
          }),
        ],
      ),
      because: 'it reaches Amazon S3 by vpce-s3',
    },
  ],
  nonCompliant: [
    {
      name: 'the policy admits another bucket',
      account: estate(
        archive,
        [toS3],
        [letting({ ...everybody, Action: 's3:*', Resource: 'arn:aws:s3:::other/*' })],
      ),
      because:
        'Amazon S3 (archive) does not let it in: the policy of vpce-s3 does not allow s3:PutObject on arn:aws:s3:::landing/cdc/*',
    },
    {
      name: 'the policy denies to delete',
      account: estate(
        archive,
        [toS3],
        [
          letting(
            { ...everybody, Action: '*', Resource: '*' },
            { Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: '*' },
          ),
        ],
      ),
      because:
        'Amazon S3 (archive) does not let it in: the policy of vpce-s3 denies s3:DeleteObject on arn:aws:s3:::landing/cdc/*',
    },
    {
      name: 'the policy admits another role',
      account: estate(
        orders,
        [],
        [
          {
            ...secretsEndpoint,
            policy: policy({
              Effect: 'Allow',
              Principal: { AWS: roleArn('other') },
              Action: '*',
              Resource: '*',
            }),
          },
        ],
      ),
      because:
        'AWS Secrets Manager for credentials (orders) does not let it in: the policy of vpce-sm does not allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:111111111111:secret:orders-??????',
    },
  ],
  notApplicable: [
    {
      name: 'databases alone',
      account: estate(stored),
      because: 'no task of it uses an AWS service that is reached at its own name',
    },
  ],
  unknown: [
    {
      name: 'a policy for buckets of the account, and it is not known whose the bucket is',
      account: estate(
        archive,
        [toS3],
        [
          letting({
            ...everybody,
            Action: '*',
            Resource: '*',
            Condition: { StringEquals: { 'aws:ResourceAccount': ACCOUNT } },
          }),
        ],
      ),
      because:
        'whether the policy of vpce-s3 admits s3:PutObject, s3:DeleteObject, s3:PutObjectTagging, s3:ListBucket hangs on whose landing/cdc/* is, whose landing is',
    },
    {
      name: 'a policy for the organisation, which is not read',
      account: estate(
        archive,
        [toS3],
        [
          letting({
            ...everybody,
            Action: '*',
            Resource: '*',
            Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
          }),
        ],
      ),
      because:
        'whether the policy of vpce-s3 admits s3:PutObject, s3:DeleteObject, s3:PutObjectTagging, s3:ListBucket hangs on aws:principalorgid, aws:principalorgpaths',
    },
    {
      name: 'a policy that admits a part of the folder',
      account: estate(
        archive,
        [toS3],
        [
          letting({
            ...everybody,
            Action: '*',
            Resource: ['arn:aws:s3:::landing', 'arn:aws:s3:::landing/cdc/public/*'],
          }),
        ],
      ),
      because:
        'whether the policy of vpce-s3 admits s3:PutObject, s3:DeleteObject, s3:PutObjectTagging hangs on which of landing/cdc/* it is',
    },
    {
      name: 'a gateway endpoint whose policy names the role',
      account: estate(
        archive,
        [toS3],
        [letting({ Effect: 'Allow', Principal: { AWS: roleArn('writer') }, Action: '*', Resource: '*' })],
      ),
      because:
        'whether the policy of vpce-s3 admits s3:PutObject, s3:DeleteObject, s3:PutObjectTagging, s3:ListBucket hangs on a principal that it names',
    },
    {
      name: 'a policy that cannot be read',
      account: estate(archive, [toS3], [{ ...gateway, policy: '{' }]),
      because:
        'the policy of vpce-s3 cannot be read: the policy is not JSON: line 1, column 2: expected a key in quotation marks, found the end',
    },
    {
      name: 'which requests an assessment makes is not read',
      account: estate(
        stored,
        [toS3],
        [letting({ ...everybody, Action: 's3:*', Resource: 'arn:aws:s3:::landing/*' })],
        {
          assessmentBuckets: listed({
            ...{
              taskArn: aTask().arn,
              bucket: 'assessed',
              encryptionMode: null,
              kmsKeyId: null,
              roleArn: null,
              latest: true,
            },
          }),
        },
      ),
      because:
        'vpce-s3 has a policy of its own, and what DMS asks of Amazon S3 for assessments (task-1), and with which role, is not read or not documented',
    },
  ],
});
