import { DescribeEndpointsCommand } from '@aws-sdk/client-database-migration-service';
import { GetPublicAccessBlockCommand } from '@aws-sdk/client-s3-control';
import { describe, expect, it } from 'vitest';
import { known, notCollected, nothingToJudge, unread } from '../../src/model/lookup.ts';
import { account, awsError, denied } from './support/answers.ts';
import { anAws, collect } from './support/aws.ts';

const call = 's3control:GetPublicAccessBlock';

/** An account of whose endpoints one names a bucket. */
function withBucket() {
  const aws = anAws();
  const S3Settings = { BucketName: 'landing' };
  aws.dms.on(DescribeEndpointsCommand).resolves({
    Endpoints: [{ EndpointIdentifier: 'a', EndpointArn: 'arn:a', EngineName: 's3', S3Settings }],
  });
  return aws;
}

const blockOf = async (regions: readonly string[] = ['eu-west-1']) =>
  (await collect({ facts: new Set(['accountPublicAccessBlock']), regions })).accountPublicAccessBlock;

describe('the public access block of the account', () => {
  it('is asked for once, whatever Regions there are', async () => {
    const aws = withBucket();
    aws.s3control.on(GetPublicAccessBlockCommand).resolves({
      PublicAccessBlockConfiguration: { IgnorePublicAcls: true, RestrictPublicBuckets: true },
    });
    expect(await blockOf(['eu-west-1', 'us-east-1'])).toEqual(
      known({
        blockPublicAcls: false,
        ignorePublicAcls: true,
        blockPublicPolicy: false,
        restrictPublicBuckets: true,
      }),
    );
    expect(aws.s3control.calls().map(({ args: [{ input }] }) => input)).toEqual([{ AccountId: account }]);
  });

  it.each([
    ['none', 'NoSuchPublicAccessBlockConfiguration', known(null)],
    ['refused', 'AccessDenied', unread({ call, resource: account, error: 'AccessDenied', transient: false })],
  ])('%s, by an error of S3', async (_, error, told) => {
    withBucket().s3control.on(GetPublicAccessBlockCommand).rejects(awsError(error));
    expect(await blockOf()).toEqual(told);
  });

  it('is unread where the answer has no block in it', async () => {
    withBucket().s3control.on(GetPublicAccessBlockCommand).resolves({});
    expect(await blockOf()).toMatchObject({ unread: { error: 'MalformedAnswer' } });
  });

  it('is not asked for where nothing names a bucket', async () => {
    const aws = anAws();
    expect(await blockOf()).toEqual(unread(nothingToJudge(call)));
    aws.dms.on(DescribeEndpointsCommand).rejects(denied);
    expect(await blockOf()).toEqual(unread(nothingToJudge(call)));
    expect(aws.s3control.calls()).toEqual([]);
  });

  it('is not asked for where nobody needs it', async () => {
    const aws = withBucket();
    const facts = await collect({ facts: new Set(['buckets']) });
    expect(facts.accountPublicAccessBlock).toEqual(unread(notCollected(call, account)));
    expect(aws.s3control.calls()).toEqual([]);
  });
});
