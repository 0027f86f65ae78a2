/** Why a question to AWS has no answer. */
export interface Unread {
  /** The API action that would have answered, as IAM writes it: `dms:DescribeEndpoints`. */
  readonly call: string;
  /** What was asked about (an ARN or a name), or null when the call lists. */
  readonly resource: string | null;
  /** AWS's error code, or one of ours: `NotCollected`, `MalformedSettings`. */
  readonly error: string;
  /** Throttled out, 5xx or a time-out: asking again later may answer. */
  readonly transient: boolean;
}

/**
 * The answer to one question put to AWS, or the reason there is none.
 *
 * "Does not exist" is an answer (`known(null)`); "not allowed to look" and "never asked" are not.
 */
export type Lookup<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly unread: Unread };

/** A list from AWS. What was read before a page failed stays and keeps its verdicts. */
export type Listing<T> =
  | { readonly items: readonly T[]; readonly complete: true }
  | { readonly items: readonly T[]; readonly complete: false; readonly unread: Unread };

/** Answers kept by name or ARN, each on its own. A key that is absent was never asked. */
export type Table<T> = Readonly<Record<string, Lookup<T>>>;

export const known = <T>(value: T): Lookup<T> => ({ known: true, value });
export const unread = (why: Unread): Lookup<never> => ({ known: false, unread: why });

export const complete = <T>(items: readonly T[]): Listing<T> => ({ items, complete: true });
export const cutShort = <T>(items: readonly T[], why: Unread): Listing<T> => ({
  items,
  complete: false,
  unread: why,
});

/** Whether it is known that there is none. */
export const isKnownEmpty = ({ items, complete: isComplete }: Listing<unknown>): boolean =>
  isComplete && items.length === 0;

/** The reason given for a question that was never put to AWS. */
export const notCollected = (call: string, resource: string | null = null): Unread => ({
  call,
  resource,
  error: 'NotCollected',
  transient: false,
});

/** The reason given where nothing is judged that the answer would bear on: it is not missed. */
export const nothingToJudge = (call: string): Unread => ({ ...notCollected(call), error: 'NothingToJudge' });

/** The entry of a table; one that is absent was not collected. */
export function entry<T>(table: Table<T>, key: string, call: string): Lookup<T> {
  return Object.hasOwn(table, key)
    ? (table[key] ?? unread(notCollected(call, key)))
    : unread(notCollected(call, key));
}

/** Our own reasons, which no error of AWS is behind. */
const ownReasons: Readonly<Record<string, string>> = {
  NotCollected: 'was not asked when the snapshot was taken',
  NothingToJudge: 'was not asked, as there was nothing that it would tell of',
  SettingsNotReported: 'answered without its settings',
  MalformedSettings: 'answered with settings that are no JSON',
  MalformedAnswer: 'answered with less than its API documents',
  UnreadableAnswer: 'answered with a body that cannot be read',
  RepeatedMarker: 'gave the same page again',
};

/** One sentence part for people: `dms:DescribeEndpoints failed (AccessDeniedException)`. */
export function describeUnread({ call, resource, error, transient }: Unread): string {
  const about = resource === null ? '' : ` of ${resource}`;
  const why = ownReasons[error] ?? `failed (${error}${transient ? ', transient' : ''})`;
  return `${call}${about} ${why}`;
}

/** Every reason for a missing answer anywhere in a part of a snapshot. */
export function unreadIn(facts: unknown): readonly Unread[] {
  if (typeof facts !== 'object' || facts === null) return [];
  const own = isUnanswered(facts) ? [facts.unread] : [];
  return [...own, ...Object.values(facts).flatMap(unreadIn)];
}

/** A lookup without an answer, or a listing that was cut short: only these have `unread`. */
const isUnanswered = (part: object): part is { readonly unread: Unread } => 'unread' in part;
