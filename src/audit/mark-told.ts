import pLimit from 'p-limit';
import type { StoredFinding } from '../model/known-finding.ts';
import { untilWritten, type Writer, writesAtOnce } from './finding-writes.ts';
import { grouped } from './grouped.ts';
import type { Recorded } from './record-findings.ts';
import type { Told } from './telling.ts';

/**
 * Notes who has heard of changes, and takes those of which all have off the list of what is to be told; the others
 * are anybody's to tell from now on. `known` is what was recorded with them. To do it again changes nothing.
 */
export async function markTold(
  told: readonly Told[],
  known: Recorded['known'],
  { store, owner, now, wait }: Writer,
): Promise<void> {
  const byId = new Map(known.map((finding) => [finding.id, finding]));
  const byFinding = grouped(told, ({ transition }) => transition.finding);
  await pLimit(writesAtOnce).map(byFinding, async ([id, [first, ...more]]) => {
    const { rule, resource } = first.transition;
    const { account, region } = resource;
    await untilWritten(id, wait, async (isAgain) => {
      const recorded = isAgain ? undefined : byId.get(id);
      const kept = recorded ?? (await store.finding({ rule, account, region }, id));
      const next = kept === null ? null : withTold(kept, [first, ...more], { owner, moment: now() });
      return next === null || store.write(next);
    });
  });
}

/** null: it is so already. */
function withTold(
  kept: StoredFinding,
  told: readonly Told[],
  { owner, moment }: { readonly owner: string; readonly moment: string },
): StoredFinding | null {
  const news = new Map(told.map((one) => [one.transition.id, one]));
  const marked = kept.untold.map((entry) => {
    const one = news.get(entry.transition.id);
    if (one === undefined) return { entry, isDone: false, isNews: false, hasHeard: false };
    const toldTo = [...new Set([...entry.toldTo, ...one.toldTo])];
    const hasHeard = toldTo.length > entry.toldTo.length;
    const isHeld = entry.owner === owner && entry.until > moment;
    return {
      entry: { ...entry, toldTo, until: isHeld ? moment : entry.until },
      isDone: one.isDone,
      isNews: one.isDone || hasHeard || isHeld,
      hasHeard,
    };
  });
  if (!marked.some(({ isNews }) => isNews)) return null;
  return {
    ...kept,
    untold: marked.filter(({ isDone }) => !isDone).map(({ entry }) => entry),
    lastAlert: marked.some(({ hasHeard }) => hasHeard) ? moment : kept.lastAlert,
    version: kept.version + 1,
  };
}
