import type { Finding, Severity } from '../model/finding.ts';
import { type Recording, turnOf } from '../model/recording.ts';

// Numbers and captions of OCSF 1.6.0: classes *Finding* and *Compliance Finding*, objects *Compliance* and *Check*.

/** A number of an enumeration and its caption, which stand in two fields. */
export interface Caption {
  readonly id: number;
  readonly caption: string;
}

const caption = (id: number, text: string): Caption => ({ id, caption: text });

export const severityOf: Readonly<Record<Severity, Caption>> = {
  INFORMATIONAL: caption(1, 'Informational'),
  LOW: caption(2, 'Low'),
  MEDIUM: caption(3, 'Medium'),
  HIGH: caption(4, 'High'),
  CRITICAL: caption(5, 'Critical'),
};

const [create, update, close] = [caption(1, 'Create'), caption(2, 'Update'), caption(3, 'Close')];

/** What an event says of a finding. */
export interface OcsfState {
  readonly activity: Caption;
  /** Where the finding stands for those who work on it; null: it never was one to work on. */
  readonly status: Caption | null;
  readonly compliance: Caption;
  /** What does not fail weighs nothing now. */
  readonly isWeighed: boolean;
}

const complianceOf: Readonly<Record<Finding['status'], Caption>> = {
  COMPLIANT: caption(1, 'Pass'),
  UNKNOWN: caption(2, 'Warning'),
  NON_COMPLIANT: caption(3, 'Fail'),
  NOT_APPLICABLE: caption(99, 'Not applicable'),
};

/**
 * A finding is created by the night that first finds it open, closed by the one that first finds that it no longer is,
 * and updated by all others; what nobody remembers is created. One that somebody answers for is suppressed.
 */
export function ocsfState(
  { id, status, exception }: Finding,
  { recorded }: Pick<Recording, 'recorded'>,
  takenAt: string,
): OcsfState {
  const kept = recorded?.get(id);
  const turn = recorded === null ? 'opened' : turnOf(kept, takenAt);
  const activity = turn === null ? update : { opened: create, closed: close }[turn];
  const compliance = complianceOf[status];
  if (status === 'NON_COMPLIANT' || status === 'UNKNOWN') {
    return {
      activity,
      status: exception === null ? caption(1, 'New') : caption(3, 'Suppressed'),
      compliance,
      isWeighed: true,
    };
  }
  const standing = status === 'COMPLIANT' ? caption(4, 'Resolved') : caption(5, 'Archived');
  const wasOpen = (kept?.firstSeen ?? null) !== null;
  return {
    activity,
    status: wasOpen ? standing : null,
    compliance,
    isWeighed: false,
  };
}

/** What is no longer there. */
export const goneOcsfState: OcsfState = {
  activity: close,
  status: caption(5, 'Archived'),
  compliance: caption(0, 'Unknown'),
  isWeighed: false,
};
