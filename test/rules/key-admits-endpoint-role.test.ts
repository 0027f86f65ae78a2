import { describe, expect, it } from 'vitest';
import type { KmsKey } from '../../src/model/keys.ts';
import { complete, cutShort, known, unread } from '../../src/model/lookup.ts';
import type { Endpoint } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { keyAdmitsEndpointRole } from '../../src/rules/key-admits-endpoint-role.ts';
import { ACCOUNT, accountWith, anEndpoint, FOREIGN, policy, REGION, roleArn } from '../support/builders.ts';
import { aGrant, aKey, anInstanceWithKey, keyArn, keyStatement, keysKnown } from '../support/key-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { allow, deny, permitted } from './permitted.ts';
import { denied } from './unread.ts';

const key = keyArn('key-1');
const writer = roleArn('writer');
const needed = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** An S3 target that encrypts with the key. */
const target = (over: Partial<Endpoint> = {}, name = key): Endpoint =>
  anEndpoint({
    direction: 'target',
    engine: 's3',
    settings: { S3Settings: { EncryptionMode: 'sse-kms', BucketName: 'landing' } },
    roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: writer }],
    keys: [{ path: 'S3Settings.ServerSideEncryptionKmsKeyId', key: name }],
    ...over,
  });

const toWriter = (over: object = {}): object =>
  keyStatement({ Principal: { AWS: writer }, Action: needed, ...over });

interface Estate {
  readonly key?: Partial<KmsKey>;
  readonly endpoint?: Partial<Endpoint>;
  readonly inline?: readonly object[];
  readonly boundary?: readonly object[];
  readonly region?: Partial<RegionFacts>;
  readonly role?: string;
}

const estate = ({ key: over = {}, endpoint, inline = [], boundary, region, role = 'writer' }: Estate) => {
  const found = aKey(over);
  return permitted(role, {
    inline,
    ...(boundary === undefined ? {} : { boundary }),
    region: {
      endpoints: complete([target(endpoint, found.arn)]),
      ...keysKnown(found),
      ...region,
    },
  });
};
const withPolicy = (...statements: readonly object[]): Pick<KmsKey, 'policy'> => ({
  policy: known(policy(...statements)),
});
const byContext = (value: string): object =>
  toWriter({ Condition: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': value } } });

const may = `${writer} may call kms:GenerateDataKey, kms:Decrypt`;
const mayNot = `${writer} may not call kms:GenerateDataKey, kms:Decrypt`;
const redshift = {
  engine: 'redshift',
  kmsKeyId: key,
  settings: { RedshiftSettings: { EncryptionMode: 'SSE_KMS' } },
  keys: [{ path: 'ExtraConnectionAttributes.serverSideEncryptionKmsKeyId', key }],
};

testRule(keyAdmitsEndpointRole, {
  compliant: [
    {
      name: 'a key policy that leaves it to IAM, and a role that has it there',
      account: estate({ inline: [allow(needed, key)] }),
      because: may,
    },
    {
      name: 'a key policy that names the role',
      account: estate({ key: withPolicy(toWriter()) }),
      because: may,
    },
    {
      name: 'a key policy that asks for S3, and for what S3 sends of the bucket',
      account: estate({
        key: withPolicy(
          toWriter({
            Condition: {
              StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com`, 'kms:CallerAccount': ACCOUNT },
              StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::landing*' },
              'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'aws:s3:arn' },
            },
          }),
        ),
      }),
      because: may,
    },
    {
      name: 'the role of Redshift targets that name none',
      account: estate({
        role: 'dms-access-for-endpoint',
        endpoint: { ...redshift, roles: [] },
        inline: [allow('kms:*')],
      }),
      because: `${roleArn('dms-access-for-endpoint')} may call kms:GenerateDataKey, kms:Decrypt`,
    },
    {
      name: 'a folder that is left open beside another that is not the target’s',
      account: estate({
        endpoint: {
          settings: { S3Settings: { EncryptionMode: 'sse-kms', BucketName: 'landing', BucketFolder: 'dms' } },
        },
        key: withPolicy(
          toWriter(),
          keyStatement({
            Effect: 'Deny',
            Principal: '*',
            Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::landing/hr/*' } },
          }),
        ),
      }),
      because: may,
    },
  ],
  nonCompliant: [
    { name: 'a role that has it nowhere', account: estate({}), because: mayNot, severity: 'HIGH' },
    {
      name: 'a key policy that leaves nothing to IAM',
      account: estate({
        key: withPolicy(keyStatement({ Principal: { AWS: roleArn('admin') } })),
        inline: [allow('kms:*')],
      }),
      because: mayNot,
    },
    {
      name: 'a role that may encrypt and not decrypt',
      account: estate({ inline: [allow('kms:GenerateDataKey*', key)] }),
      because: `${writer} may not call kms:Decrypt`,
    },
    {
      name: 'a boundary that takes it',
      account: estate({ inline: [allow('kms:*')], boundary: [allow('s3:*')] }),
      because: mayNot,
    },
    {
      name: 'a Deny of its own',
      account: estate({ key: withPolicy(toWriter()), inline: [deny('kms:*')] }),
      because: mayNot,
    },
    {
      name: 'another bucket',
      account: estate({ key: withPolicy(byContext('arn:aws:s3:::other')) }),
      because: mayNot,
    },
    {
      name: 'another service',
      account: estate({
        key: withPolicy(
          toWriter({ Condition: { StringEquals: { 'kms:ViaService': `dms.${REGION}.amazonaws.com` } } }),
        ),
      }),
      because: mayNot,
    },
    {
      name: 'where another endpoint was not listed',
      of: 'key-1',
      account: estate({ region: { endpoints: cutShort([target()], denied('dms:DescribeEndpoints')) } }),
      because: mayNot,
    },
  ],
  notApplicable: [
    {
      name: 'a key that no target writes with',
      account: accountWith({ instances: complete([anInstanceWithKey(key)]), ...keysKnown(aKey()) }),
      because: 'no S3 or Redshift target encrypts with it',
    },
    {
      name: 'a source',
      account: estate({ endpoint: { direction: 'source' } }),
      because: 'endpoint-1 is a source',
    },
    {
      name: 'a target that encrypts with keys of S3',
      account: estate({ endpoint: { settings: { S3Settings: { BucketName: 'landing' } } } }),
      because: 'endpoint-1 encrypts with keys of S3',
    },
    {
      name: 'a target that names no role',
      account: estate({ endpoint: { roles: [] } }),
      because: 'endpoint-1 names no role',
    },
    {
      name: 'a target of a zero-ETL integration',
      account: estate({ endpoint: { readOnly: true } }),
      because: 'endpoint-1 belongs to a zero-ETL integration, which sets it up',
    },
    {
      name: 'no key',
      account: estate({ region: { keyReferences: { [key]: known(null) } } }),
      because: 'there is no such key',
    },
  ],
  unknown: [
    {
      name: 'a key policy that was refused',
      account: estate({ key: { policy: unread(denied('kms:GetKeyPolicy', key)) } }),
      because: `kms:GetKeyPolicy of ${key} failed (AccessDeniedException)`,
    },
    {
      name: 'a key of another account',
      account: estate({
        key: {
          id: 'theirs',
          arn: keyArn('theirs', FOREIGN),
          policy: unread(denied('kms:GetKeyPolicy', keyArn('theirs', FOREIGN))),
        },
        inline: [allow('kms:*')],
      }),
      because: `it belongs to account ${FOREIGN}, and kms:GetKeyPolicy answers its own account alone`,
    },
    {
      name: 'a key policy that is none',
      account: estate({ key: { policy: known('not JSON') } }),
      because:
        'its key policy cannot be read: the policy is not JSON: line 1, column 1: expected a value, found "n"',
    },
    {
      name: 'grants that were refused, where they could give it',
      account: estate({ key: { grants: unread(denied('kms:ListGrants', key)) } }),
      because: `kms:ListGrants of ${key} failed (AccessDeniedException)`,
    },
    {
      name: 'a grant, for it may hold for some encryption context alone',
      account: estate({
        key: { grants: known([aGrant({ grantee: writer, operations: ['GenerateDataKey', 'Decrypt'] })]) },
      }),
      because: `whether ${writer} may call kms:GenerateDataKey, kms:Decrypt hangs on the constraints of a grant`,
    },
    {
      name: 'objects of the bucket and not the bucket, for it may have a bucket key',
      account: estate({
        key: withPolicy(
          toWriter({
            Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::landing/*' } },
          }),
        ),
      }),
      because: `whether ${writer} may call kms:GenerateDataKey, kms:Decrypt hangs on kms:encryptioncontext:aws:s3:arn`,
    },
    {
      name: 'a role of another account',
      account: estate({
        endpoint: { roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn('writer', FOREIGN) }] },
      }),
      because: `the role of endpoint-1, ${roleArn('writer', FOREIGN)}, is of another account, which is not read`,
    },
    {
      name: 'a direction that DMS does not report',
      account: estate({ endpoint: { direction: null } }),
      because: 'DMS does not report EndpointType',
    },
    {
      name: 'where another endpoint was not listed, and this one is fine',
      of: 'key-1',
      account: estate({
        inline: [allow('kms:*')],
        region: { endpoints: cutShort([target()], denied('dms:DescribeEndpoints')) },
      }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});

describe('a verdict of key-admits-endpoint-role', () => {
  const documented = {
    ...defaultSettings,
    rules: {
      'key-admits-endpoint-role': { enabled: true, severity: null, parameters: { actions: 'documented' } },
    },
  };
  const verdictOn = (account: AccountFacts, settings = defaultSettings) =>
    keyAdmitsEndpointRole.evaluate(ACCOUNT, account, settings)[0];

  it('asks for what the guide prints if it is told to, and weighs that less', () => {
    const least = estate({ inline: [allow(needed, key)] });
    expect(verdictOn(least, documented)).toMatchObject({
      status: 'NON_COMPLIANT',
      severity: 'LOW',
      because: `${writer} may not call kms:Encrypt, kms:ReEncryptFrom, kms:ReEncryptTo, kms:DescribeKey, kms:CreateGrant, kms:ListGrants, kms:RevokeGrant`,
    });
    const all = [
      allow(['kms:Encrypt', 'kms:ReEncrypt*', 'kms:DescribeKey', ...needed]),
      allow(['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'], '*', {
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      }),
    ];
    expect(verdictOn(estate({ inline: all }), documented)?.status).toBe('COMPLIANT');
    expect(verdictOn(estate({}), documented)?.severity).toBe('HIGH');
  });

  it('shows the request that is refused, and by which policy', () => {
    expect(verdictOn(estate({}))?.witness).toMatchObject({
      kind: 'request',
      document: policy(keyStatement()),
      statement: null,
      principal: { aws: writer },
      action: 'kms:GenerateDataKey',
      resource: key,
      context: { 'kms:viaservice': `s3.${REGION}.amazonaws.com`, 'kms:calleraccount': ACCOUNT },
      decision: 'implicitDeny',
    });
    const refusing = estate({ inline: [allow('kms:*'), deny('kms:Decrypt')] });
    expect(verdictOn(refusing)?.witness).toMatchObject({
      document: policy(allow('kms:*'), deny('kms:Decrypt')),
      statement: 1,
      action: 'kms:Decrypt',
      decision: 'explicitDeny',
    });
  });
});
