import type { Finding, Severity } from '../model/finding.ts';
import type { RecordedFinding } from '../model/recording.ts';
import type { AsffCompliance, AsffFinding } from './asff-finding.ts';
import { filled } from './asff-resource.ts';
import type { UnknownReason } from './unknown-reasons.ts';

/** What Security Hub shows of a finding: its state, and why. */
export interface AsffState extends Pick<AsffFinding, 'RecordState'> {
  readonly Compliance: AsffCompliance;
  readonly label: Severity;
}

/** (Security Hub API Reference, *Compliance*, `RelatedRequirements`: at most 32) */
const mostRequirements = 32;
const longestRequirement = 64;
const mostReasons = 10;
const longestReason = 1024;

/**
 * A finding in the words of Security Hub. A failure that somebody answers for is a WARNING that says so; its workflow
 * stays the customer's. One that was recorded as open and passes is PASSED and archived, so that no view of what is
 * active still lists it.
 */
export function asffState(
  finding: Finding,
  recorded: RecordedFinding | undefined,
  unknown: readonly UnknownReason[],
): AsffState {
  const { status, severity, exception } = finding;
  const state = (Status: AsffCompliance['Status'], reasons: AsffCompliance['StatusReasons']): AsffState => ({
    label: Status === 'FAILED' || Status === 'WARNING' ? severity : 'INFORMATIONAL',
    RecordState: 'ACTIVE',
    Compliance: {
      Status,
      RelatedRequirements: related(finding.controls),
      StatusReasons: reasons,
    },
  });
  const excepted = exception === null ? [] : [exceptedReason(exception)];
  switch (status) {
    case 'NON_COMPLIANT':
      return state(exception === null ? 'FAILED' : 'WARNING', excepted);
    case 'UNKNOWN':
      return state('WARNING', [...excepted, ...failedBefore(recorded), ...limited(unknown)]);
    case 'COMPLIANT':
      return { ...state('PASSED', []), RecordState: recorded === undefined ? 'ACTIVE' : 'ARCHIVED' };
    case 'NOT_APPLICABLE':
      return {
        ...state('NOT_AVAILABLE', [reason('DMS_AUDITOR_NOT_APPLICABLE', finding.because)]),
        RecordState: 'ARCHIVED',
      };
  }
}

/** What was open, and may still be: its place could not be listed, for the reasons given. */
export function unseenState(
  recorded: RecordedFinding,
  unknown: readonly UnknownReason[],
  takenAt: string,
): AsffState {
  const { severity, exception, because } = recorded;
  const isExcepted = exception !== null && takenAt.slice(0, 'yyyy-mm-dd'.length) <= exception.expires;
  return {
    label: severity ?? 'INFORMATIONAL',
    RecordState: 'ACTIVE',
    Compliance: {
      Status: 'WARNING',
      RelatedRequirements: [],
      StatusReasons: [
        ...(isExcepted ? [exceptedReason(exception)] : []),
        ...failedBefore(recorded),
        reason('DMS_AUDITOR_NOT_LISTED', because),
        ...limited(unknown),
      ],
    },
  };
}

/** What is no longer there. */
export const goneState: AsffState = {
  label: 'INFORMATIONAL',
  RecordState: 'ARCHIVED',
  Compliance: {
    Status: 'NOT_AVAILABLE',
    RelatedRequirements: [],
    StatusReasons: [
      { ReasonCode: 'DMS_AUDITOR_RESOURCE_GONE', Description: 'the resource is no longer there' },
    ],
  },
};

const reason = (ReasonCode: string, text: string): AsffCompliance['StatusReasons'][number] => ({
  ReasonCode,
  Description: filled(text, longestReason),
});

const exceptedReason = ({ owner, reason: why, expires }: NonNullable<Finding['exception']>) =>
  reason('DMS_AUDITOR_EXCEPTED', `excepted until ${expires} by ${owner}: ${why}`);

/** Not to be able to look does not resolve what was seen. */
const failedBefore = (recorded: RecordedFinding | undefined): AsffCompliance['StatusReasons'] =>
  recorded?.decided?.status === 'NON_COMPLIANT'
    ? [reason('DMS_AUDITOR_FAILED_BEFORE', 'the last verdict was NON_COMPLIANT, and nothing shows otherwise')]
    : [];

function limited(unknown: readonly UnknownReason[]): AsffCompliance['StatusReasons'] {
  const told = unknown.slice(0, unknown.length > mostReasons ? mostReasons - 1 : mostReasons);
  const more = unknown.length - told.length;
  return [
    ...told.map(({ code, description }) => reason(code, description)),
    ...(more > 0 ? [reason('DMS_AUDITOR_MORE_REASONS', `${more} more are in the saved result`)] : []),
  ];
}

function related(controls: readonly string[]): string[] {
  const told = controls.slice(
    0,
    controls.length > mostRequirements ? mostRequirements - 1 : mostRequirements,
  );
  const more = controls.length - told.length;
  return [
    ...told.map((control) => filled(control, longestRequirement)),
    ...(more > 0 ? [`${more} more`] : []),
  ];
}
