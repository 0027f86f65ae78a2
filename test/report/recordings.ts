import type { Finding, Subject } from '../../src/model/finding.ts';
import type { Decided, Nightly } from '../../src/model/known-finding.ts';
import type { RecordedFinding, Recording } from '../../src/model/recording.ts';
import type { RuleTexts } from '../../src/model/rule.ts';
import { aFinding } from '../audit/results.ts';
import { ACCOUNT, REGION, roleArn, TAKEN_AT } from '../support/builders.ts';

export const HOME = 'eu-central-1';
export const EARLIER = '2026-10-20T03:00:00.000Z';

const texts: RuleTexts = {
  id: 'instance-is-private',
  title: 'Replication instances are not reachable from the internet',
  judgement: 'by its public address',
  severity: 'CRITICAL',
  profiles: [],
  requirements: [],
  controls: [],
  rationale: 'Whoever reaches it may try to log in.',
  remediation: 'Replace the instance.',
  sources: ['DMS API Reference', 'https://docs.aws.amazon.com/dms/'],
};

/** Nobody remembers anything; a test says what its own store does. */
export const aRecording = (over: Partial<Recording> = {}): Recording => ({
  rules: [texts],
  homeRegion: HOME,
  recorded: null,
  ...over,
});

export const failing: Decided = {
  at: EARLIER,
  status: 'NON_COMPLIANT',
  severity: 'HIGH',
  exception: null,
  regions: [REGION],
  isGone: false,
};

/** A finding that has failed since some time; `over` says what became of it. */
export function aRecord(over: Partial<RecordedFinding> = {}): RecordedFinding {
  const { id, rule, resource } = aFinding();
  return {
    ...{ id, rule, resource, because: 'PubliclyAccessible is true', isUnseen: false },
    ...{ severity: failing.severity, exception: null, decided: failing, firstSeen: EARLIER },
    nightly: { at: EARLIER, owner: 'one', isOpen: true, wasOpen: false },
    ...over,
  };
}

export const remembering = (...records: readonly RecordedFinding[]): Recording =>
  aRecording({ recorded: new Map(records.map((record) => [record.id, record])) });

export const onRole = (name: string): Subject => ({
  type: 'AWS::IAM::Role',
  id: name,
  arn: roleArn(name),
  account: ACCOUNT,
  region: 'global',
});

export const failed: Partial<Finding> = { status: 'NON_COMPLIANT', because: 'PubliclyAccessible is true' };
export const unseen: Partial<Finding> = {
  status: 'UNKNOWN',
  because: 'dms:DescribeX failed (AccessDenied)',
  settledBy: 'an answer of dms:DescribeX',
};
/** The night that is told found it open, or closed, as the first. */
export const opened: Nightly = { at: TAKEN_AT, owner: 'two', isOpen: true, wasOpen: false };
export const closed: Nightly = { at: TAKEN_AT, owner: 'two', isOpen: false, wasOpen: true };
export const goneNow: Decided = { ...failing, at: TAKEN_AT, status: 'NOT_APPLICABLE', isGone: true };
