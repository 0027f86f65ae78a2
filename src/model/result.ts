import type { Finding, Status } from './finding.ts';
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
}
