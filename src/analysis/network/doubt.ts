import type { Unread } from '../../model/lookup.ts';
import { cannotRead, unknown, type Verdict } from '../../model/verdict.ts';

/** Something that keeps a question open: an answer that AWS did not give, or a fact that nothing read here tells. */
export type Doubt =
  | { readonly kind: 'unread'; readonly unread: Unread }
  | { readonly kind: 'open'; readonly because: string; readonly settledBy: string };

export const notAnswered = (unread: Unread): Doubt => ({ kind: 'unread', unread });
export const open = (because: string, settledBy: string): Doubt => ({ kind: 'open', because, settledBy });

/** More reasons than these say no more to a reader. */
const enough = 4;

/** UNKNOWN, for all of these reasons. */
export function undecided(doubts: readonly Doubt[]): Verdict {
  const unread = doubts.flatMap((doubt) => (doubt.kind === 'unread' ? [doubt.unread] : []));
  const reasons = [
    ...unread.map((why) => cannotRead([why])),
    ...doubts.flatMap((doubt) => (doubt.kind === 'open' ? [unknown(doubt.because, doubt.settledBy)] : [])),
  ];
  const settlers = reasons.map((verdict) => (verdict.status === 'UNKNOWN' ? verdict.settledBy : ''));
  return unknown(someOf(reasons.map(({ because }) => because)), someOf(settlers));
}

/** Each once, the first few by name. */
function someOf(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  const rest = distinct.length - enough;
  return [...distinct.slice(0, enough), ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}
