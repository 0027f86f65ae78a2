import type { HopSeen, Outcome, Part, PathSeen } from './path.ts';

export const severities = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
/** Security Hub's five labels, from light to heavy. */
export type Severity = (typeof severities)[number];

export const statuses = ['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'UNKNOWN'] as const;
export type Status = (typeof statuses)[number];

/** The request that a policy lets through or refuses, with all that is needed to check it by hand. */
export interface RequestWitness {
  readonly kind: 'request';
  readonly document: string;
  /** Index of the statement that decides; null when none applies. */
  readonly statement: number | null;
  readonly principal:
    | { readonly service: string }
    | { readonly aws: string }
    | { readonly federated: string }
    | { readonly anonymous: true };
  readonly action: string;
  readonly resource: string | null;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
}

/** A field of a resource, by its name in the AWS API, and the value it has. */
interface ValueWitness {
  readonly kind: 'value';
  readonly field: string;
  readonly value: string | number | boolean | null;
}

/** A thing that is not there, and the call that said so. */
interface AbsenceWitness {
  readonly kind: 'absence';
  readonly type: string;
  readonly arn: string;
  readonly call: string;
}

/** Several things that together show the failure. */
interface ListWitness {
  readonly kind: 'list';
  readonly items: readonly string[];
}

/** The ways of connections through the network, hop by hop, ready to be drawn. */
export interface PathWitness {
  readonly kind: 'path';
  /** Of each connection, and each place where its instance may stand, the way that decides. */
  readonly paths: readonly ShownPath[];
  /** What is worth telling beside. */
  readonly notes: readonly string[];
}

/** A whole path, of which a rule judges some parts. */
export interface ShownPath extends Omit<PathSeen, 'hops'> {
  readonly hops: readonly ShownHop[];
  /** The DMS endpoint, or the task, that the connection is for. */
  readonly endpoint: string;
  /** The parts that this rule judges. */
  readonly parts: readonly Part[];
  /** What they do to the flow; the path itself may be stopped by what another rule judges. */
  readonly judged: Outcome;
}

export interface ShownHop extends HopSeen {
  readonly part: Part;
}

export type Witness = RequestWitness | ValueWitness | AbsenceWitness | ListWitness | PathWitness;

/** The resource that a finding is about. */
export interface Subject {
  /** CloudFormation type; `AWS::::Account` for an account, as AWS Config writes it. */
  readonly type: string;
  readonly id: string;
  /** null for an account. */
  readonly arn: string | null;
  readonly account: string;
  /** `global` for IAM and account-wide findings. */
  readonly region: string;
}

interface Exception {
  readonly owner: string;
  readonly reason: string;
  readonly expires: string;
}

/** What to do about a failure. */
interface Remediation {
  /** What the patch changes, where there is one; else what the rule advises. */
  readonly summary: string;
  /** Which of the result's `patches` mends it, counted from 0; null: none does. Left out where none was sought. */
  readonly patch?: number | null;
  /** Why none does, and what to do instead. */
  readonly noPatch?: string;
}

export interface Finding {
  /** Derived from rule, account, Region and resource: the same on every run. */
  readonly id: string;
  readonly rule: string;
  readonly status: Status;
  /** The weight of a failure; the actual one where it varies. */
  readonly severity: Severity;
  readonly resource: Subject;
  /** A fragment that reads after the resource: "SSL mode is none". */
  readonly because: string;
  readonly witness: Witness | null;
  /** What the verdict takes for granted, such as organisation policies that were not read. */
  readonly assumes: readonly string[];
  /** For UNKNOWN: what would settle it. */
  readonly settledBy: string | null;
  readonly requirements: readonly string[];
  readonly controls: readonly string[];
  readonly remediation: Remediation;
  readonly exception: Exception | null;
}
