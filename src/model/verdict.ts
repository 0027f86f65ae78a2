import { actionFor } from './facts.ts';
import type { Severity, Witness } from './finding.ts';
import { describeUnread, type Listing, type Lookup, type Unread } from './lookup.ts';

/** What a rule says of one resource. */
export type Verdict =
  | {
      readonly status: 'COMPLIANT';
      readonly because: string;
      readonly witness: Witness | null;
      readonly assumes: readonly string[];
    }
  | {
      readonly status: 'NON_COMPLIANT';
      readonly because: string;
      readonly witness: Witness;
      readonly assumes: readonly string[];
      readonly severity: Severity | null;
      readonly remediation: string | null;
    }
  | { readonly status: 'NOT_APPLICABLE'; readonly because: string }
  | { readonly status: 'UNKNOWN'; readonly because: string; readonly settledBy: string };

interface Evidence {
  readonly witness?: Witness;
  readonly assumes?: readonly string[];
}
interface Failure {
  /** Where this failure weighs other than the rule's own severity. */
  readonly severity?: Severity;
  /** Where the fix is other than the rule's own. */
  readonly remediation?: string;
  readonly assumes?: readonly string[];
}

export const compliant = (because: string, { witness, assumes }: Evidence = {}): Verdict => ({
  status: 'COMPLIANT',
  because,
  witness: witness ?? null,
  assumes: assumes ?? [],
});

/** A failure always has its witness: the value, request or absence that anyone can check. */
export const nonCompliant = (because: string, witness: Witness, more: Failure = {}): Verdict => ({
  status: 'NON_COMPLIANT',
  because,
  witness,
  assumes: more.assumes ?? [],
  severity: more.severity ?? null,
  remediation: more.remediation ?? null,
});

export const notApplicable = (because: string): Verdict => ({ status: 'NOT_APPLICABLE', because });

export const unknown = (because: string, settledBy: string): Verdict => ({
  status: 'UNKNOWN',
  because,
  settledBy,
});

/** UNKNOWN because AWS did not answer. */
export function cannotRead(reasons: readonly Unread[]): Verdict {
  const because = [...new Set(reasons.map(describeUnread))].join('; ');
  return unknown(because, `${settlers(reasons).join('; ')}, then a new scan`);
}

/** UNKNOWN because AWS left a field out of its answer. */
export const notReported = (call: string, field: string): Verdict =>
  unknown(`DMS does not report ${field}`, `an answer of ${call} that holds ${field}`);

/** The verdict on a value if it was read, else UNKNOWN. */
export const given = <T>(lookup: Lookup<T>, judge: (value: T) => Verdict): Verdict =>
  lookup.known ? judge(lookup.value) : cannotRead([lookup.unread]);

/** Why a listing is not whole; empty when it is. */
export const missingFrom = (listing: Listing<unknown>): readonly Unread[] =>
  listing.complete ? [] : [listing.unread];

function settlers(reasons: readonly Unread[]): readonly string[] {
  const names = (of: readonly Unread[]): string =>
    [...new Set(of.map(({ call }) => actionFor(call)))].join(', ');
  const later = reasons.filter(({ transient }) => transient);
  const refused = reasons.filter(({ transient }) => !transient);
  return [
    ...(refused.length > 0 ? [`an answer of ${names(refused)} (allow it to the auditor)`] : []),
    ...(later.length > 0 ? [`another try of ${names(later)}`] : []),
  ];
}
