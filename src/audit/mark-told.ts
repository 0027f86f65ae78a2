import pLimit from 'p-limit';
import type { StoredFinding } from '../model/known-finding.ts';
import type { Transition } from '../model/transition.ts';
import { untilWritten, type Writer, writesAtOnce } from './finding-writes.ts';
import { grouped } from './grouped.ts';
import type { Recorded } from './record-findings.ts';

/**
 * Takes changes that people were told of off the list of what is to be told; `known` is what was recorded with them.
 * To do it again changes nothing.
 */
export async function markTold(
  told: readonly Transition[],
  known: Recorded['known'],
  { store, now, wait }: Omit<Writer, 'owner'>,
): Promise<void> {
  const byId = new Map(known.map((finding) => [finding.id, finding]));
  const byFinding = grouped(told, ({ finding }) => finding);
  await pLimit(writesAtOnce).map(byFinding, async ([id, [first, ...more]]) => {
    const ids = [first, ...more].map((transition) => transition.id);
    const { account, region } = first.resource;
    await untilWritten(id, wait, async (isAgain) => {
      const recorded = isAgain ? undefined : byId.get(id);
      const kept = recorded ?? (await store.finding({ rule: first.rule, account, region }, id));
      const next = kept === null ? null : withoutTold(kept, ids, now());
      return next === null || store.write(next);
    });
  });
}

/** null: it is off the list already. */
function withoutTold(kept: StoredFinding, ids: readonly string[], moment: string): StoredFinding | null {
  const untold = kept.untold.filter(({ transition }) => !ids.includes(transition.id));
  if (untold.length === kept.untold.length) return null;
  return { ...kept, untold, lastAlert: moment, version: kept.version + 1 };
}
