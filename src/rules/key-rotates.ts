import { notReportedByKms, withKey } from '../analysis/keys/judged-key.ts';
import { isBeingDeleted } from '../analysis/keys/key-state.ts';
import { defineRule } from '../model/define-rule.ts';
import type { KmsKey } from '../model/keys.ts';
import { compliant, given, nonCompliant, notApplicable, type Verdict } from '../model/verdict.ts';

export const keyRotates = defineRule({
  id: 'key-rotates',
  title: 'The keys of DMS resources rotate',
  judgement: 'Automatic rotation must be on, for keys whose origin allows it.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'Rotation bounds how much is encrypted under one key material, and costs nothing: KMS keeps the older material to decrypt with.',
  remediation:
    'Turn automatic rotation on with EnableKeyRotation; for a multi-Region key on its primary, from which the replicas take it.',
  sources: [
    'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
    'https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html',
  ],
  judges: ['keys'],
  needs: ['keyRotations'],

  judge: (key) =>
    withKey(key, (found) => {
      // "KMS always rotates the key material in AWS managed KMS keys every year" (GetKeyRotationStatus).
      if (found.manager === 'AWS') return compliant('AWS manages it, and rotates it every year');
      if (isBeingDeleted(found.state)) return notApplicable(`key state is ${String(found.state)}`);
      return given(found.rotates, (rotates) => judgeRotation(found, rotates));
    }),
});

function judgeRotation({ spec, origin }: KmsKey, rotates: boolean | null): Verdict {
  const field = 'KeyRotationEnabled';
  if (rotates === true) {
    return compliant(`${field} is true`, { witness: { kind: 'value', field, value: true } });
  }
  // EnableKeyRotation takes symmetric encryption keys alone, with material that KMS made and keeps itself.
  const isOther = (value: string | null, rotatable: string): boolean => value !== null && value !== rotatable;
  if (rotates === null || isOther(spec, 'SYMMETRIC_DEFAULT') || isOther(origin, 'AWS_KMS')) {
    const kind = `KeySpec ${spec ?? 'unknown'}, Origin ${origin ?? 'unknown'}`;
    return notApplicable(`KMS does not rotate keys of its kind (${kind})`);
  }
  if (spec === null) return notReportedByKms('KeySpec');
  if (origin === null) return notReportedByKms('Origin');
  return nonCompliant(`${field} is false`, { kind: 'value', field, value: false });
}
