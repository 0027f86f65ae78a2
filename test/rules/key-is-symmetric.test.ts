import type { KmsKey } from '../../src/model/keys.ts';
import { known, unread } from '../../src/model/lookup.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { keyIsSymmetric } from '../../src/rules/key-is-symmetric.ts';
import { accountWith, anAccount, aRegion, FOREIGN, listed } from '../support/builders.ts';
import { accountUsing, aKey, anInstanceWithKey, keyArn } from '../support/key-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const using = (over: Partial<KmsKey> = {}): AccountFacts => accountUsing(aKey(over));
const key = keyArn('key-1');

testRule(keyIsSymmetric, {
  compliant: [
    { name: 'a symmetric encryption key', account: using(), because: 'KeySpec is SYMMETRIC_DEFAULT' },
    { name: 'the key of AWS', account: using({ manager: 'AWS' }), because: 'KeySpec is SYMMETRIC_DEFAULT' },
    {
      name: 'a key of another account',
      account: using({ id: 'theirs', arn: keyArn('theirs', FOREIGN) }),
      because: 'KeySpec is SYMMETRIC_DEFAULT',
    },
    {
      name: 'a key by its alias',
      account: accountWith({
        instances: listed(anInstanceWithKey('alias/orders')),
        keyReferences: { 'alias/orders': known(key) },
        keys: { [key]: known(aKey()) },
      }),
      of: 'key-1',
      because: 'KeySpec is SYMMETRIC_DEFAULT',
    },
    {
      name: 'the default key, which nobody names',
      account: accountWith({
        instances: listed(anInstanceWithKey(key, { kmsKeyId: null, keys: [] })),
        keyReferences: { 'alias/aws/dms': known(key) },
        keys: { [key]: known(aKey({ manager: 'AWS' })) },
      }),
      of: 'key-1',
      because: 'KeySpec is SYMMETRIC_DEFAULT',
    },
    {
      name: 'a key that is symmetric and disabled',
      account: using({ state: 'Disabled' }),
      because: 'KeySpec is SYMMETRIC_DEFAULT',
    },
  ],
  nonCompliant: [
    {
      name: 'an elliptic curve',
      account: using({ spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' }),
      because: 'KeySpec is ECC_NIST_P256',
      severity: 'HIGH',
    },
    {
      name: 'an RSA key that encrypts',
      account: using({ spec: 'RSA_2048' }),
      because: 'KeySpec is RSA_2048',
    },
    {
      name: 'an HMAC key, symmetric though it is',
      account: using({ spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' }),
      because: 'KeySpec is HMAC_256',
    },
    {
      name: 'a usage that encrypts nothing',
      account: using({ usage: 'SIGN_VERIFY' }),
      because: 'KeyUsage is SIGN_VERIFY',
    },
    {
      name: 'a usage that encrypts nothing, of a spec that is not reported',
      account: using({ spec: null, usage: 'KEY_AGREEMENT' }),
      because: 'KeyUsage is KEY_AGREEMENT',
    },
    {
      name: 'a spec of a usage that is not reported',
      account: using({ spec: 'SM2', usage: null }),
      because: 'KeySpec is SM2',
    },
  ],
  notApplicable: [
    {
      name: 'no key',
      account: accountUsing(aKey(), { keyReferences: { [key]: known(null) }, keys: {} }),
      because: 'there is no such key',
    },
    {
      name: 'no resource that has a key',
      account: accountWith({}),
      because: 'no AWS::KMS::Key in eu-west-1',
    },
    {
      name: 'an empty Region',
      account: anAccount({ regions: { 'us-east-1': aRegion() } }),
      because: 'no AWS::KMS::Key in us-east-1',
    },
  ],
  unknown: [
    {
      name: 'a spec that is not reported',
      account: using({ spec: null }),
      because: 'KMS does not report KeySpec',
    },
    {
      name: 'a usage that is not reported',
      account: using({ usage: null }),
      because: 'KMS does not report KeyUsage',
    },
    {
      name: 'a key that was refused',
      account: accountUsing(aKey(), { keyReferences: { [key]: unread(denied('kms:DescribeKey', key)) } }),
      because: `kms:DescribeKey of ${key} failed (AccessDeniedException)`,
    },
    {
      name: 'a key that was never asked for',
      account: accountUsing(aKey(), { keyReferences: {}, keys: {} }),
      because: `kms:DescribeKey of ${key} was not asked when the snapshot was taken`,
    },
    {
      name: 'an alias that was refused',
      account: accountWith({
        instances: listed(anInstanceWithKey('alias/orders')),
        keyReferences: { 'alias/orders': unread(denied('kms:DescribeKey', 'alias/orders')) },
      }),
      because: 'kms:DescribeKey of alias/orders failed (AccessDeniedException)',
    },
    {
      name: 'a listing that was refused',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints') }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
