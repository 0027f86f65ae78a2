import { notReportedByKms, withKey } from '../analysis/keys/judged-key.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant } from '../model/verdict.ts';

const symmetric = 'SYMMETRIC_DEFAULT';
const encryption = 'ENCRYPT_DECRYPT';

export const keyIsSymmetric = defineRule({
  id: 'key-is-symmetric',
  title: 'DMS resources use symmetric encryption keys',
  judgement: 'KeySpec must be SYMMETRIC_DEFAULT and KeyUsage ENCRYPT_DECRYPT.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R30'],
  controls: [],
  rationale: 'DMS encrypts with symmetric keys only; with any other key nothing it stores can be encrypted.',
  remediation:
    'Make a symmetric encryption key (KeySpec SYMMETRIC_DEFAULT, KeyUsage ENCRYPT_DECRYPT) and recreate the DMS resource with it: neither the kind of a key nor the key of a DMS resource can be changed.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html#CHAP_Security.EncryptionKey',
    'https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html',
  ],
  judges: ['keys'],

  judge: (key) =>
    withKey(key, ({ spec, usage }) => {
      // HMAC keys are symmetric too, but encrypt nothing: the usage counts as much as the spec.
      if (spec !== null && spec !== symmetric) {
        return nonCompliant(`KeySpec is ${spec}`, { kind: 'value', field: 'KeySpec', value: spec });
      }
      if (usage !== null && usage !== encryption) {
        return nonCompliant(`KeyUsage is ${usage}`, { kind: 'value', field: 'KeyUsage', value: usage });
      }
      if (spec === null) return notReportedByKms('KeySpec');
      if (usage === null) return notReportedByKms('KeyUsage');
      return compliant(`KeySpec is ${spec}`, { witness: { kind: 'value', field: 'KeySpec', value: spec } });
    }),
});
