import type { KmsKey } from '../../src/model/keys.ts';
import { known, unread } from '../../src/model/lookup.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { keyRotates } from '../../src/rules/key-rotates.ts';
import { accountWith, FOREIGN } from '../support/builders.ts';
import { accountUsing, aKey, keyArn } from '../support/key-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied } from './unread.ts';

const using = (over: Partial<KmsKey>): AccountFacts => accountUsing(aKey(over));
const off = known(false);
const cannot = known(null);
const refused = unread(denied('kms:GetKeyRotationStatus', keyArn('key-1')));

testRule(keyRotates, {
  compliant: [
    { name: 'rotation that is on', account: using({}), because: 'KeyRotationEnabled is true' },
    {
      name: 'the key of AWS',
      account: using({ manager: 'AWS' }),
      because: 'AWS manages it, and rotates it every year',
    },
    {
      name: 'the key of AWS, whose rotation was refused',
      account: using({ manager: 'AWS', rotates: refused }),
      because: 'AWS manages it, and rotates it every year',
    },
    {
      name: 'a disabled key',
      account: using({ state: 'Disabled' }),
      because: 'KeyRotationEnabled is true',
    },
    {
      name: 'a key of another account',
      account: using({ id: 'theirs', arn: keyArn('theirs', FOREIGN) }),
      because: 'KeyRotationEnabled is true',
    },
    {
      name: 'a key of which little else is reported',
      account: using({ manager: null, spec: null, origin: null, state: null }),
      because: 'KeyRotationEnabled is true',
    },
  ],
  nonCompliant: [
    {
      name: 'rotation that is off',
      account: using({ rotates: off }),
      because: 'KeyRotationEnabled is false',
      severity: 'MEDIUM',
    },
    {
      name: 'a replica whose primary does not rotate',
      account: using({ rotates: off, multiRegion: true }),
      because: 'KeyRotationEnabled is false',
    },
  ],
  notApplicable: [
    {
      name: 'a key that KMS cannot rotate',
      account: using({ rotates: cannot, spec: 'ECC_NIST_P256' }),
      because: 'KMS does not rotate keys of its kind (KeySpec ECC_NIST_P256, Origin AWS_KMS)',
    },
    {
      name: 'a key that KMS cannot rotate, for reasons unknown',
      account: using({ rotates: cannot, spec: null, origin: null }),
      because: 'KMS does not rotate keys of its kind (KeySpec unknown, Origin unknown)',
    },
    {
      name: 'imported material',
      account: using({ rotates: off, origin: 'EXTERNAL' }),
      because: 'KMS does not rotate keys of its kind (KeySpec SYMMETRIC_DEFAULT, Origin EXTERNAL)',
    },
    {
      name: 'a custom key store',
      account: using({ rotates: off, origin: 'AWS_CLOUDHSM', spec: null }),
      because: 'KMS does not rotate keys of its kind (KeySpec unknown, Origin AWS_CLOUDHSM)',
    },
    {
      name: 'an external key store',
      account: using({ rotates: off, origin: 'EXTERNAL_KEY_STORE' }),
      because: 'KMS does not rotate keys of its kind (KeySpec SYMMETRIC_DEFAULT, Origin EXTERNAL_KEY_STORE)',
    },
    {
      name: 'an HMAC key',
      account: using({ rotates: off, spec: 'HMAC_256', origin: null }),
      because: 'KMS does not rotate keys of its kind (KeySpec HMAC_256, Origin unknown)',
    },
    {
      name: 'a key that will be deleted, of which KMS says that it does not rotate',
      account: using({ rotates: off, state: 'PendingDeletion' }),
      because: 'key state is PendingDeletion',
    },
    {
      name: 'a primary key that waits for its replicas to go',
      account: using({ rotates: refused, state: 'PendingReplicaDeletion' }),
      because: 'key state is PendingReplicaDeletion',
    },
    {
      name: 'no key',
      account: accountUsing(aKey(), { keyReferences: { [keyArn('key-1')]: known(null) } }),
      because: 'there is no such key',
    },
    {
      name: 'no resource that has a key',
      account: accountWith({}),
      because: 'no AWS::KMS::Key in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'a rotation that was refused',
      account: using({ rotates: refused }),
      because: `kms:GetKeyRotationStatus of ${keyArn('key-1')} failed (AccessDeniedException)`,
    },
    {
      name: 'rotation that is off, of a spec that is not reported',
      account: using({ rotates: off, spec: null }),
      because: 'KMS does not report KeySpec',
    },
    {
      name: 'rotation that is off, of an origin that is not reported',
      account: using({ rotates: off, origin: null }),
      because: 'KMS does not report Origin',
    },
    {
      name: 'a key that was refused',
      account: accountUsing(aKey(), { keyReferences: {} }),
      because: `kms:DescribeKey of ${keyArn('key-1')} was not asked when the snapshot was taken`,
    },
  ],
});
