import type { Finding, Severity } from '../model/finding.ts';
import type { RecordedFinding } from '../model/recording.ts';

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
 * A finding is created once, and closed once when it was open and no longer is; one that somebody answers for is
 * suppressed. `takenAt` tells what the record itself owes to this scan.
 */
export function ocsfState(
  { status, exception }: Finding,
  recorded: RecordedFinding | undefined,
  takenAt: string,
): OcsfState {
  const isFirst = recorded === undefined || recorded.firstSeen >= takenAt;
  const compliance = complianceOf[status];
  if (status === 'NON_COMPLIANT' || status === 'UNKNOWN') {
    return {
      activity: isFirst ? create : update,
      status: exception === null ? caption(1, 'New') : caption(3, 'Suppressed'),
      compliance,
      isWeighed: true,
    };
  }
  const standing = status === 'COMPLIANT' ? caption(4, 'Resolved') : caption(5, 'Archived');
  const later = recorded?.lastChange === takenAt ? close : update;
  return {
    activity: recorded === undefined ? create : later,
    status: recorded === undefined ? null : standing,
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
