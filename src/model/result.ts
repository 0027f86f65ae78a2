import type { Finding, Status, Subject } from './finding.ts';
import type { ExceptionSetting } from './settings.ts';

/** The version of the result format: the JSON contract of `scan --format json`. */
export const resultVersion = '1';

/** What could not be read, with its place. */
export interface UnreadEntry {
  readonly account: string;
  readonly region: string;
  readonly call: string;
  readonly resource: string | null;
  readonly error: string;
  readonly transient: boolean;
}

export interface ListingEntry {
  readonly account: string;
  readonly region: string;
  readonly type: string;
  readonly complete: boolean;
}

/** A change of one resource by one call. */
export interface ResultChange {
  readonly resource: Subject;
  /** In the names of CloudFormation. What is no text is JSON; null: there is none, or it is not known. */
  readonly properties: readonly {
    readonly property: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  /** Of the AWS CLI, for a POSIX shell. */
  readonly command: string;
}

/** What mends findings. It was applied to the facts in memory: they pass with it, and no other verdict gets worse. */
export interface ResultPatch {
  readonly account: string;
  /** Ids of the findings that it mends. */
  readonly mends: readonly string[];
  /** In their order. */
  readonly changes: readonly ResultChange[];
  /** Which of the result's `patches` are applied before it, as without them another verdict gets worse. */
  readonly after: readonly number[];
  /** What must come first. */
  readonly first: readonly string[];
  /** What could break, and when it takes effect. */
  readonly breaks: readonly string[];
  /** Who uses the resources. */
  readonly users: readonly string[];
  /** What stays for a person to decide. */
  readonly decide: readonly string[];
}

/** What a scan says: every verdict, and how much of the estate it rests on. */
export interface Result {
  readonly schemaVersion: typeof resultVersion;
  readonly tool: { readonly name: string; readonly version: string };
  /** When the facts were taken. ISO 8601, UTC. */
  readonly takenAt: string;
  readonly scope: {
    readonly accounts: readonly string[];
    readonly regions: readonly string[];
    readonly rules: readonly string[];
    readonly profile: string;
    /** SHA-256 over the settings that verdicts depend on. */
    readonly settingsHash: string;
  };
  readonly coverage: {
    /** Calls made to AWS; 0 for a saved snapshot. */
    readonly calls: number;
    readonly listings: readonly ListingEntry[];
    readonly notAudited: readonly {
      readonly account: string;
      readonly region: string;
      readonly reason: string;
    }[];
    readonly unread: readonly UnreadEntry[];
  };
  readonly summary: Readonly<Record<Status | 'excepted', number>>;
  /** Exceptions of the settings that had expired when the facts were taken, and count no more. */
  readonly expiredExceptions: readonly ExceptionSetting[];
  readonly findings: readonly Finding[];
  /** What mends them, in the order in which it is applied. Left out where no patches were sought. */
  readonly patches?: readonly ResultPatch[];
}
