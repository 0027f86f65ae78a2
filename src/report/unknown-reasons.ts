import type { Finding } from '../model/finding.ts';
import { describeUnread } from '../model/lookup.ts';
import type { Result, UnreadEntry } from '../model/result.ts';

/** Why a verdict is UNKNOWN, in a word for programs and in words for people. */
export interface UnknownReason {
  readonly code:
    | 'DMS_AUDITOR_ACCESS_DENIED'
    | 'DMS_AUDITOR_CALL_FAILED'
    | 'DMS_AUDITOR_NOT_COLLECTED'
    | 'DMS_AUDITOR_NOT_DECIDED';
  readonly description: string;
}

/** How AWS's services call a refusal: AccessDenied, AccessDeniedException, AccessDeniedFault, … */
const refusals = ['AccessDenied', 'UnauthorizedOperation', 'AuthorizationError', 'NotAuthorized'];

/**
 * The reasons behind the UNKNOWNs of a result. An UNKNOWN tells each failed call behind it in the words of
 * `describeUnread`; one that tells none was not decided by its rule.
 */
export function unknownReasons({
  unread,
}: Result['coverage']): (finding: Finding) => readonly UnknownReason[] {
  const told = new Map<string, Map<string, UnreadEntry>>();
  for (const entry of unread) {
    const entries = told.get(entry.account) ?? new Map<string, UnreadEntry>();
    told.set(entry.account, entries.set(describeUnread(entry), entry));
  }
  return ({ status, because, resource }) => {
    if (status !== 'UNKNOWN') return [];
    const behind = [...(told.get(resource.account) ?? [])].filter(([words]) => because.includes(words));
    if (behind.length === 0) return [{ code: 'DMS_AUDITOR_NOT_DECIDED', description: because }];
    return behind.map(([description, entry]) => ({ code: codeOf(entry), description }));
  };
}

function codeOf({ error }: UnreadEntry): UnknownReason['code'] {
  if (refusals.some((refusal) => error.includes(refusal))) return 'DMS_AUDITOR_ACCESS_DENIED';
  return error === 'NotCollected' ? 'DMS_AUDITOR_NOT_COLLECTED' : 'DMS_AUDITOR_CALL_FAILED';
}
