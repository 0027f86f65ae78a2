import type { Status } from './finding.ts';

/** What a run of a function came to, for its log and its metrics. A run that may succeed later throws instead. */
export interface RunReport {
  /** `error`: it refused what it was given, and so it would again. */
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  /** What it judged; null if nothing. */
  readonly summary: Readonly<Record<Status, number>> | null;
  /** What belongs into the log beside the message; nothing of it is secret. */
  readonly details: Readonly<Record<string, string | number>>;
}
