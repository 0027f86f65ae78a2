import type { Finding, Severity, Subject } from '../model/finding.ts';
import type { RecordedFinding } from '../model/recording.ts';
import { type AsffState, asffState, goneState, unseenState } from './asff-compliance.ts';
import { bareTexts } from './bare-texts.ts';
import type { UnknownReason } from './unknown-reasons.ts';

/** All that Security Hub is told of one finding. */
export interface Told extends AsffState {
  readonly id: string;
  readonly rule: string;
  readonly resource: Subject;
  readonly severity: Severity;
  /** null: now. */
  readonly firstSeen: string | null;
  readonly description: string;
  /** null: the rule's. */
  readonly remediation: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

/** Of one that was found; `known` is what is remembered of it, `unknown` why it is UNKNOWN. */
export function toldOf(
  finding: Finding,
  known: RecordedFinding | undefined,
  unknown: readonly UnknownReason[],
): Told {
  const { id, rule, resource, severity, status, because, settledBy, exception } = finding;
  const bare = bareTexts(finding);
  const settling = settledBy === null ? '' : ` It takes ${bare(settledBy)}.`;
  return {
    ...{ id, rule, resource, severity },
    ...asffState({ ...finding, because: bare(because) }, known, bareReasons(finding, unknown)),
    firstSeen: known?.firstSeen ?? null,
    description: `${bare(because)}.${settling}`,
    remediation: bare(finding.remediation.summary),
    fields: {
      Status: status,
      Because: bare(because),
      SettledBy: bare(settledBy ?? ''),
      Assumes: finding.assumes.map(bare).join('; '),
      Requirements: finding.requirements.join(', '),
      ...(exception === null
        ? {}
        : {
            'Exception/Owner': exception.owner,
            'Exception/Reason': exception.reason,
            'Exception/Expires': exception.expires,
          }),
    },
  };
}

/** Why a finding is UNKNOWN, in words that name nobody. */
export function bareReasons(finding: Finding, reasons: readonly UnknownReason[]): readonly UnknownReason[] {
  const bare = bareTexts(finding);
  return reasons.map(({ code, description }) => ({ code, description: bare(description) }));
}

/** Of one whose resource is no longer there. */
export const toldOfGone = ({ id, rule, resource, decided, firstSeen }: RecordedFinding): Told => ({
  ...{ id, rule, resource, firstSeen },
  severity: decided?.severity ?? 'INFORMATIONAL',
  ...goneState,
  description: 'it is no longer there.',
  remediation: null,
  fields: { Status: 'GONE' },
});

/** Of one that was open, and could not be listed; `unknown` is why. */
export function toldOfUnseen(
  recorded: RecordedFinding,
  unknown: readonly UnknownReason[],
  takenAt: string,
): Told {
  const { id, rule, resource, severity, because, firstSeen } = recorded;
  return {
    ...{ id, rule, resource, firstSeen },
    severity: severity ?? 'INFORMATIONAL',
    ...unseenState(recorded, unknown, takenAt),
    description: `${because}.`,
    remediation: null,
    fields: { Status: 'UNKNOWN', Because: because },
  };
}
