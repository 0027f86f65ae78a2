import { describe, expect, it } from 'vitest';
import type { KmsKey } from '../../src/model/keys.ts';
import { cutShort, known, type Lookup, unread } from '../../src/model/lookup.ts';
import type { ReplicationConfig, Role } from '../../src/model/resources.ts';
import { serverlessRoleArn, serverlessRoleName } from '../../src/model/serverless-role.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { keyAdmitsServerlessRole } from '../../src/rules/key-admits-serverless-role.ts';
import {
  ACCOUNT,
  anAccount,
  aRegion,
  aRole,
  aServerlessConfig,
  FOREIGN,
  iamOf,
  listed,
  policy,
  REGION,
  rolesKnown,
} from '../support/builders.ts';
import { aGrant, aKey, anInstanceWithKey, keyArn, keyStatement, keysKnown } from '../support/key-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { allow, deny } from './permitted.ts';
import { denied } from './unread.ts';

const arn = serverlessRoleArn('aws', ACCOUNT);
const role = aRole({ name: serverlessRoleName, arn, path: '/aws-service-role/dms.amazonaws.com/' });
const needed = ['kms:DescribeKey', 'kms:CreateGrant', 'kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey*'];
const asked =
  'kms:DescribeKey, kms:CreateGrant, kms:Encrypt, kms:Decrypt, kms:GenerateDataKey, kms:GenerateDataKeyWithoutPlaintext';

interface Estate {
  readonly key?: Partial<KmsKey>;
  readonly config?: Partial<ReplicationConfig>;
  readonly role?: Lookup<Role | null>;
  /** Statements of the role's own policy. */
  readonly own?: readonly object[];
  readonly region?: Partial<RegionFacts>;
}

/** A serverless replication with a key of its own. */
function estate({ key: over = {}, config, role: found = known(role), own, region }: Estate): AccountFacts {
  const key = aKey(over);
  const statements = own ?? [allow('dms:CreateReplicationTask')];
  return anAccount({
    organization: known(null),
    regions: {
      [REGION]: aRegion({
        serverlessConfigs: listed(
          aServerlessConfig({
            kmsKeyId: key.arn,
            keys: [{ path: 'ComputeConfig.KmsKeyId', key: key.arn }],
            ...config,
          }),
        ),
        ...keysKnown(key),
        ...region,
      }),
    },
    iam: iamOf(
      { ...rolesKnown(), [serverlessRoleName]: found },
      {
        rolePermissions: {
          [serverlessRoleName]: known({
            attached: known([]),
            inline: known([{ name: 'own', document: known(policy(...statements)) }]),
          }),
        },
      },
    ),
  });
}

const toRole = (over: object = {}): object =>
  keyStatement({ Principal: { AWS: arn }, Action: needed, ...over });
const withPolicy = (...statements: readonly object[]): Partial<KmsKey> => ({
  policy: known(policy(keyStatement(), ...statements)),
});
const viaDms = { StringEquals: { 'kms:ViaService': `dms.${REGION}.amazonaws.com` } };
const none = 'no serverless replication is encrypted with it';

testRule(keyAdmitsServerlessRole, {
  compliant: [
    {
      name: 'a key policy that names the role',
      account: estate({ key: withPolicy(toRole()) }),
      because: `${arn} may call ${asked}`,
    },
    {
      name: 'for DMS alone, and grants for AWS services alone',
      account: estate({
        key: withPolicy(
          toRole({ Action: needed.filter((action) => action !== 'kms:CreateGrant'), Condition: viaDms }),
          toRole({
            Action: 'kms:CreateGrant',
            Condition: { ...viaDms, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
          }),
        ),
      }),
      because: `${arn} may call ${asked}`,
    },
    {
      name: 'a key policy that lets in all of the account through DMS',
      account: estate({
        key: withPolicy(
          keyStatement({
            Principal: { AWS: '*' },
            Action: 'kms:*',
            Condition: { StringEquals: { ...viaDms.StringEquals, 'kms:CallerAccount': ACCOUNT } },
          }),
        ),
      }),
      because: `${arn} may call ${asked}`,
    },
    {
      name: 'a policy of AWS that has come to hold the actions',
      account: estate({ own: [allow('kms:*')] }),
      because: `${arn} may call ${asked}`,
    },
    {
      name: 'where the organization’s policies were not read, for they do not bear on the role',
      account: estate({ key: withPolicy(toRole()) }),
      because: `${arn} may call ${asked}`,
      settings: { organizationPolicies: 'required' },
    },
  ],
  nonCompliant: [
    {
      name: 'a key policy that leaves it to IAM, where the role has nothing',
      account: estate({}),
      because: `${arn} may not call ${asked}`,
      severity: 'MEDIUM',
    },
    {
      name: 'a key policy without grants',
      account: estate({
        key: withPolicy(toRole({ Action: needed.filter((action) => action !== 'kms:CreateGrant') })),
      }),
      because: `${arn} may not call kms:CreateGrant`,
    },
    {
      name: 'through another service alone',
      account: estate({
        key: withPolicy(
          toRole({ Condition: { StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } } }),
        ),
      }),
      because: `${arn} may not call ${asked}`,
    },
    {
      name: 'a Deny',
      account: estate({
        key: withPolicy(toRole(), deny('kms:Decrypt', '*', { Principal: '*' })),
      }),
      because: `${arn} may not call kms:Decrypt`,
    },
  ],
  notApplicable: [
    {
      name: 'a key of an instance',
      account: estate({
        region: { serverlessConfigs: listed(), instances: listed(anInstanceWithKey(keyArn('key-1'))) },
      }),
      because: none,
    },
    {
      name: 'a key of time travel logs',
      account: estate({
        config: {
          keys: [
            {
              path: 'ReplicationSettings.TTSettings.TTS3Settings.ServerSideEncryptionKmsKeyId',
              key: keyArn('key-1'),
            },
          ],
        },
        region: {
          keyReferences: { [keyArn('key-1')]: known(keyArn('key-1')), 'alias/aws/dms': known(null) },
        },
      }),
      because: none,
    },
    {
      name: 'a replication of a zero-ETL integration',
      account: estate({ config: { readOnly: true } }),
      because: none,
    },
    {
      name: 'a key that AWS manages',
      account: estate({ key: { manager: 'AWS' } }),
      because: 'AWS manages it, and lets DMS use it',
    },
    {
      name: 'no role',
      account: estate({ role: known(null) }),
      because: `the role ${serverlessRoleName} does not exist`,
    },
    {
      name: 'no key',
      account: estate({ region: { keyReferences: { [keyArn('key-1')]: known(null) } } }),
      because: 'there is no such key',
    },
  ],
  unknown: [
    {
      name: 'a key policy that was refused',
      account: estate({ key: { policy: unread(denied('kms:GetKeyPolicy', keyArn('key-1'))) } }),
      because: `kms:GetKeyPolicy of ${keyArn('key-1')} failed (AccessDeniedException)`,
    },
    {
      name: 'a key of another account',
      account: estate({
        key: { id: 'theirs', arn: keyArn('theirs', FOREIGN), policy: unread(denied('kms:GetKeyPolicy')) },
      }),
      because: `it belongs to account ${FOREIGN}, and kms:GetKeyPolicy answers its own account alone`,
    },
    {
      name: 'a manager that KMS does not report',
      account: estate({ key: { manager: null } }),
      because: 'KMS does not report KeyManager',
    },
    {
      name: 'the role was refused',
      account: estate({ role: unread(denied('iam:GetRole', serverlessRoleName)) }),
      because: `iam:GetRole of ${serverlessRoleName} failed (AccessDeniedException)`,
    },
    {
      name: 'a grant to the role, whose constraints are not read',
      account: estate({
        key: {
          grants: known([
            aGrant({
              grantee: arn,
              operations: [
                'DescribeKey',
                'CreateGrant',
                'Encrypt',
                'Decrypt',
                'GenerateDataKey',
                'GenerateDataKeyWithoutPlaintext',
              ],
            }),
          ]),
        },
      }),
      because: `whether ${arn} may call ${asked} hangs on the constraints of a grant`,
    },
    {
      name: 'replications that could not be listed, where an instance has the key',
      of: 'key-1',
      account: estate({
        region: {
          serverlessConfigs: cutShort([], denied('dms:DescribeReplicationConfigs')),
          instances: listed(anInstanceWithKey(keyArn('key-1'))),
        },
      }),
      because: 'dms:DescribeReplicationConfigs failed (AccessDeniedException)',
    },
  ],
});

describe('a failure of key-admits-serverless-role', () => {
  it('shows the request that DMS makes', () => {
    const [finding] = keyAdmitsServerlessRole.evaluate(ACCOUNT, estate({}), defaultSettings);
    expect(finding?.witness).toMatchObject({
      kind: 'request',
      document: policy(keyStatement()),
      principal: { aws: arn },
      action: 'kms:DescribeKey',
      resource: keyArn('key-1'),
      context: { 'kms:viaservice': `dms.${REGION}.amazonaws.com`, 'kms:calleraccount': ACCOUNT },
      decision: 'implicitDeny',
    });
  });
});
