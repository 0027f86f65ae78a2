import { notReportedByKms } from '../analysis/keys/judged-key.ts';
import { usabilityIn } from '../analysis/keys/key-state.ts';
import { defineRule } from '../model/define-rule.ts';
import type { KmsKey } from '../model/keys.ts';
import { days } from '../model/parameters.ts';
import { compliant, given, nonCompliant, unknown, type Verdict } from '../model/verdict.ts';

const recreate =
  'The key of a DMS resource cannot be changed after creation: if the key cannot be brought back, recreate the resource with another key.';

export const keyIsUsable = defineRule({
  id: 'key-is-usable',
  title: 'The keys of DMS resources can be used',
  judgement:
    'The key must exist and be enabled: not disabled, not waiting for deletion or for its material, not unavailable, and imported material must not expire within `expiry-days`. The key of an instance cannot be changed: without it the instance must be made anew.',
  severity: 'CRITICAL',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R28', 'R33'],
  controls: [],
  rationale:
    'Without its key an instance cannot open its storage nor an endpoint its password: the migration stops, and once the key is deleted what it encrypted is lost.',
  remediation: `Bring the key back into the state Enabled. ${recreate}`,
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html#CHAP_Security.EncryptionKey',
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
  ],
  judges: ['keys'],
  parameters: { 'expiry-days': days('How long imported key material must at least last.', 30) },

  judge: ({ key, arn, uses }, { takenAt, parameters }) =>
    given(key, (found) => {
      if (found !== null) return inState(found, takenAt, parameters['expiry-days']);
      if (uses.every(({ reference }) => reference === null)) {
        return unknown(
          'no resource names it, and KMS knows no such key',
          'the key that DMS reports for the resources that name none',
        );
      }
      const witness = { kind: 'absence', type: 'AWS::KMS::Key', arn, call: 'kms:DescribeKey' } as const;
      return nonCompliant('there is no such key', witness, { remediation: recreate });
    }),
});

function inState(key: KmsKey, takenAt: string, expiryDays: number): Verdict {
  const { state, deletionDate, validTo } = key;
  if (state === null) return notReportedByKms('KeyState');
  const usability = usabilityIn(state);
  if (usability === null)
    return unknown(`what key state ${state} means is not known`, 'AWS’s list of key states');
  if (usability.usable === 'soon')
    return unknown(`key state is ${state}`, 'a new scan once the key is there');
  if (!usability.usable) {
    const when = deletionDate === null ? '' : `, and it is deleted on ${deletionDate}`;
    const witness = { kind: 'value', field: 'KeyState', value: state } as const;
    return nonCompliant(`key state is ${state}${when}`, witness, {
      remediation: `${usability.remedy} ${recreate}`,
    });
  }
  const left = validTo === null ? null : Date.parse(validTo) - Date.parse(takenAt);
  if (Number.isNaN(left)) return notReportedByKms('ValidTo as a date');
  if (left !== null && left <= expiryDays * 24 * 60 * 60 * 1000) {
    return nonCompliant(
      `its key material expires on ${String(validTo)}, within ${expiryDays} days`,
      { kind: 'value', field: 'ValidTo', value: validTo },
      { remediation: `Import the key material again with a later date, or with none. ${recreate}` },
    );
  }
  return compliant(`key state is ${state}`, { witness: { kind: 'value', field: 'KeyState', value: state } });
}
