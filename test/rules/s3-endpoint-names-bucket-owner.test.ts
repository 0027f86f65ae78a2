import { describe, expect, it } from 'vitest';
import type { Bucket, PublicAccessBlock } from '../../src/model/buckets.ts';
import { known, type Lookup, notCollected, unread } from '../../src/model/lookup.ts';
import type { Endpoint } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { s3EndpointNamesBucketOwner } from '../../src/rules/s3-endpoint-names-bucket-owner.ts';
import { ACCOUNT, accountWith, anEndpoint, FOREIGN, listed } from '../support/builders.ts';
import { aBucket } from '../support/recorder-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied } from './unread.ts';

interface Estate {
  readonly owner?: string | null;
  readonly endpoint?: Partial<Endpoint>;
  /** null: there is no such bucket. */
  readonly bucket?: Partial<Bucket> | null;
  /** null: the account blocks nothing. */
  readonly block?: Lookup<PublicAccessBlock | null>;
}

/** A target of the own account's bucket, with its owner named. */
const estate = ({
  owner = ACCOUNT,
  endpoint = {},
  bucket = {},
  block = known(null),
}: Estate = {}): AccountFacts => ({
  ...accountWith({
    endpoints: listed(
      anEndpoint({
        engine: 's3',
        direction: 'target',
        settings: {
          S3Settings: { BucketName: 'landing', ...(owner === null ? {} : { ExpectedBucketOwner: owner }) },
        },
        ...endpoint,
      }),
    ),
    buckets: { landing: known(bucket === null ? null : aBucket(bucket)) },
  }),
  accountPublicAccessBlock: block,
});

const foreign = { isOwn: known(false), region: null };
const open = { publicAccessBlock: known(null) };
const ignoringAcls: PublicAccessBlock = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};
const restricting: PublicAccessBlock = {
  ...ignoringAcls,
  ignorePublicAcls: false,
  restrictPublicBuckets: true,
};
const aclsShut = { publicAccessBlock: known(ignoringAcls) };
const accountCall = 's3control:GetPublicAccessBlock';
const accountRefused = unread(denied(accountCall, ACCOUNT));
const publicByPolicy = { policyIsPublic: known(true), ...open };
const named = `S3Settings.ExpectedBucketOwner is ${ACCOUNT}`;
const unnamed = 'S3Settings.ExpectedBucketOwner is not set';
const own = 'bucket landing is the account’s own';
const closed = 'bucket landing is not public';
const trusting = { trustedAccounts: [FOREIGN] };

testRule(s3EndpointNamesBucketOwner, {
  compliant: [
    { name: 'an own bucket that is closed', account: estate(), because: `${named}; ${own}; ${closed}` },
    {
      name: 'a bucket whose policy would be public but for the block',
      account: estate({ bucket: { policyIsPublic: known(true) } }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a bucket whose policy would be public but for the block of the account',
      account: estate({ bucket: publicByPolicy, block: known(restricting) }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a bucket whose ACL would be public but for the block of the account',
      account: estate({ bucket: { aclIsPublic: known(true), ...open }, block: known(ignoringAcls) }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a bucket that its own block and that of the account close together',
      account: estate({
        bucket: { policyIsPublic: known(true), aclIsPublic: known(true), ...aclsShut },
        block: known(restricting),
      }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a bucket that its own block closes, whatever the account blocks',
      account: estate({ bucket: { policyIsPublic: known(true) }, block: accountRefused }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a bucket with nothing public in it, whatever anybody blocks',
      account: estate({ bucket: open, block: accountRefused }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a block of the bucket that was refused, and one of the account that is enough',
      account: estate({
        bucket: {
          policyIsPublic: known(true),
          publicAccessBlock: unread(denied('s3:GetPublicAccessBlock', 'landing')),
        },
        block: known(restricting),
      }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a closed bucket of a trusted account, whatever it blocks',
      account: estate({ owner: FOREIGN, bucket: { ...foreign, policyIsPublic: known(true) } }),
      settings: trusting,
      because: `S3Settings.ExpectedBucketOwner is ${FOREIGN}; bucket landing is of account ${FOREIGN}, which is trusted; ${closed}`,
    },
    {
      name: 'a bucket whose ACL would be public but for the block',
      account: estate({ bucket: { aclIsPublic: known(true), ...aclsShut } }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a bucket without a block that nothing opens',
      account: estate({ bucket: open }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a block that was refused, where there is nothing to block',
      account: estate({
        bucket: { publicAccessBlock: unread(denied('s3:GetPublicAccessBlock', 'landing')) },
      }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a policy and an ACL that were refused, where the block shuts both',
      account: estate({
        bucket: {
          policyIsPublic: unread(denied('s3:GetBucketPolicyStatus', 'landing')),
          aclIsPublic: unread(denied('s3:GetBucketAcl', 'landing')),
        },
      }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a bucket of a trusted account',
      account: estate({ owner: FOREIGN, bucket: foreign }),
      settings: trusting,
      because: `S3Settings.ExpectedBucketOwner is ${FOREIGN}; bucket landing is of account ${FOREIGN}, which is trusted; ${closed}`,
    },
    {
      name: 'a bucket that is not there, and of which nobody else’s is taken',
      account: estate({ bucket: null }),
      because: `${named}; there is no bucket landing`,
    },
    {
      name: 'attributes that say it',
      account: estate({
        endpoint: {
          settings: {},
          extraConnectionAttributes: { bucketname: 'landing', expectedbucketowner: ACCOUNT },
        },
      }),
      because: `${named}; ${own}; ${closed}`,
    },
    {
      name: 'a source, whatever its bucket is like',
      account: estate({
        endpoint: { direction: 'source' },
        bucket: { policyIsPublic: known(true), ...open },
      }),
      because: named,
    },
  ],
  nonCompliant: [
    {
      name: 'an owner that is no account',
      account: estate({ owner: 'me' }),
      because:
        'bucket landing is the account’s own, and S3 refuses DMS where me is expected; S3Settings.ExpectedBucketOwner is me, which is no account',
    },
    {
      name: 'its own bucket, and another owner expected',
      account: estate({ owner: FOREIGN }),
      because: `bucket landing is the account’s own, and S3 refuses DMS where ${FOREIGN} is expected`,
    },
    { name: 'a target that names none', account: estate({ owner: null }), because: unnamed, severity: 'LOW' },
    { name: 'a target whose owner is empty', account: estate({ owner: '' }), because: unnamed },
    {
      name: 'a source that names none',
      account: estate({ owner: null, endpoint: { direction: 'source' } }),
      because: unnamed,
      severity: 'LOW',
    },
    {
      name: 'an endpoint that names none, of which DMS does not say what it is',
      account: estate({ owner: null, endpoint: { direction: null } }),
      because: unnamed,
    },
    {
      name: 'a target that names none, and a bucket that was refused',
      account: estate({ owner: null, bucket: { isOwn: unread(denied('s3:ListBuckets', 'landing')) } }),
      because: unnamed,
      severity: 'LOW',
    },
    {
      name: 'a bucket that is public by its policy',
      account: estate({ bucket: { policyIsPublic: known(true), ...aclsShut } }),
      because: 'bucket landing is public by its policy',
      severity: 'MEDIUM',
    },
    {
      name: 'a bucket that is public by its policy, of an account that ignores ACLs alone',
      account: estate({ bucket: publicByPolicy, block: known(ignoringAcls) }),
      because: 'bucket landing is public by its policy',
    },
    {
      name: 'a bucket that is public by its ACL, of an account that restricts policies alone',
      account: estate({
        bucket: { policyIsPublic: known(true), aclIsPublic: known(true), ...open },
        block: known(restricting),
      }),
      because: 'bucket landing is public by its ACL',
    },
    {
      name: 'a bucket that is public by its ACL',
      account: estate({ bucket: { aclIsPublic: known(true), ...open } }),
      because: 'bucket landing is public by its ACL',
      severity: 'MEDIUM',
    },
    {
      name: 'a public bucket, and no owner named',
      account: estate({ owner: null, bucket: { policyIsPublic: known(true), ...open } }),
      because: `bucket landing is public by its policy; ${unnamed}`,
      severity: 'MEDIUM',
    },
    {
      name: 'a bucket of an account that is named and not trusted',
      account: estate({ owner: FOREIGN, bucket: foreign }),
      because: `bucket landing is of account ${FOREIGN}, which is not trusted`,
      severity: 'MEDIUM',
    },
    {
      name: 'a bucket of another account, where none is trusted',
      account: estate({ bucket: foreign }),
      because: 'bucket landing is of another account, which is not trusted',
      severity: 'MEDIUM',
    },
    {
      name: 'a bucket of another account than the trusted one',
      account: estate({ owner: '333333333333', bucket: foreign }),
      settings: trusting,
      because: 'bucket landing is of account 333333333333, which is not trusted',
      severity: 'MEDIUM',
    },
  ],
  notApplicable: [
    {
      name: 'another engine',
      account: accountWith({ endpoints: listed(anEndpoint({ engine: 'redshift' })) }),
      because: 'the engine redshift has no bucket owner to name',
    },
    {
      name: 'an endpoint of a zero-ETL integration',
      account: estate({ endpoint: { readOnly: true } }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
  ],
  unknown: [
    {
      name: 'whose the bucket is was refused',
      account: estate({ bucket: { isOwn: unread(denied('s3:ListBuckets', 'landing')) } }),
      because: 's3:ListBuckets of landing failed (AccessDeniedException)',
    },
    {
      name: 'a policy that would be public, and what the account blocks refused',
      account: estate({ bucket: publicByPolicy, block: accountRefused }),
      because: `${accountCall} of ${ACCOUNT} failed (AccessDeniedException)`,
    },
    {
      name: 'a policy that would be public, and what the account blocks not asked for',
      account: estate({ bucket: publicByPolicy, block: unread(notCollected(accountCall)) }),
      because: `${accountCall} was not asked when the snapshot was taken`,
    },
    {
      name: 'a policy that would be public, of a bucket that may be another account’s, which nothing here blocks',
      account: estate({
        bucket: { ...publicByPolicy, isOwn: unread(denied('s3:ListBuckets', 'landing')) },
        block: known(restricting),
      }),
      because: 's3:ListBuckets of landing failed (AccessDeniedException)',
    },
    {
      name: 'a public bucket of a trusted account, which may block that',
      account: estate({
        owner: FOREIGN,
        bucket: { ...publicByPolicy, ...foreign },
        block: known(restricting),
      }),
      settings: trusting,
      because:
        'bucket landing is public by its policy, unless the account that owns it blocks that, which S3 tells nobody else',
    },
    {
      name: 'a bucket of a trusted account, of which a policy was refused',
      account: estate({
        owner: FOREIGN,
        bucket: {
          ...foreign,
          ...open,
          policyIsPublic: unread(denied('s3:GetBucketPolicyStatus', 'landing')),
        },
      }),
      settings: trusting,
      because: 's3:GetBucketPolicyStatus of landing failed (AccessDeniedException)',
    },
    {
      name: 'a policy that was refused, and no block',
      account: estate({
        bucket: { policyIsPublic: unread(denied('s3:GetBucketPolicyStatus', 'landing')), ...open },
      }),
      because: 's3:GetBucketPolicyStatus of landing failed (AccessDeniedException)',
    },
    {
      name: 'a block that was refused, and a policy that would be public',
      account: estate({
        bucket: {
          policyIsPublic: known(true),
          publicAccessBlock: unread(denied('s3:GetPublicAccessBlock', 'landing')),
        },
      }),
      because: 's3:GetPublicAccessBlock of landing failed (AccessDeniedException)',
    },
    {
      name: 'a bucket of which nothing was asked',
      account: accountWith({ ...estate().regions['eu-west-1'], buckets: {} }),
      because: 's3:GetBucketPolicyStatus of landing was not asked when the snapshot was taken',
    },
    {
      name: 'a foreign bucket that may be of a trusted account',
      account: estate({ bucket: foreign }),
      settings: trusting,
      because: 'bucket landing is of another account, and whether that is a trusted one is not known',
    },
    {
      name: 'a foreign bucket whose owner may be of the trusted organization',
      account: estate({ owner: FOREIGN, bucket: foreign }),
      settings: { trustedOrganization: 'o-a1b2c3d4e5' },
      because: `bucket landing is of account ${FOREIGN}, and whether that is a trusted one is not known`,
    },
    {
      name: 'a direction that DMS does not report',
      account: estate({ endpoint: { direction: null } }),
      because: 'DMS does not report EndpointType',
    },
    {
      name: 'a bucket that DMS does not report',
      account: estate({ endpoint: { settings: { S3Settings: { ExpectedBucketOwner: ACCOUNT } } } }),
      because: 'DMS does not report S3Settings.BucketName',
    },
  ],
});

describe('a failure of s3-endpoint-names-bucket-owner', () => {
  const failureOf = (account: AccountFacts) =>
    s3EndpointNamesBucketOwner.evaluate(ACCOUNT, account, defaultSettings)[0];

  it('shows the settings that make a bucket public, of itself and of the account', () => {
    expect(failureOf(estate({ bucket: { policyIsPublic: known(true), ...open } }))).toMatchObject({
      witness: {
        kind: 'list',
        items: [
          'Bucket: landing',
          'GetBucketPolicyStatus: IsPublic true',
          'GetPublicAccessBlock: no RestrictPublicBuckets',
          'GetPublicAccessBlock of the account: no RestrictPublicBuckets',
        ],
      },
      assumes: [],
    });
  });

  it('shows who is expected, and that the account has no such bucket', () => {
    expect(failureOf(estate({ owner: FOREIGN, bucket: foreign }))?.witness).toEqual({
      kind: 'list',
      items: [`ListBuckets of account ${ACCOUNT}: no landing`, `ExpectedBucketOwner: ${FOREIGN}`],
    });
  });
});
