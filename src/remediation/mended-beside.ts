import type { Finding } from '../model/finding.ts';
import type { Comparison } from './compare.ts';
import { changesOf, type Part } from './parts.ts';
import { changed, findingsOf } from './standing.ts';
import { bearsOn } from './touched.ts';
import type { Trials } from './trials.ts';

/**
 * What parts mend that none of them is for, by part: each is applied after those that it needs, and only the rules of
 * these findings are asked. In a large account it stays open.
 */
export function mendedBeside(
  parts: readonly Part[],
  { fixed }: Comparison,
  trials: Trials,
  firstOf: (part: Part) => readonly Part[],
): ReadonlyMap<Part, readonly Finding[]> {
  const { estate, start } = trials;
  const own = new Set(parts.flatMap(({ group }) => group.map(({ finding }) => finding.id)));
  const open = new Map(fixed.filter(({ id }) => !own.has(id)).map((finding) => [finding.id, finding]));
  const names = new Set([...open.values()].map(({ rule }) => rule));
  const rules = estate.rules.filter(({ id }) => names.has(id));
  const found = new Map<Part, readonly Finding[]>();
  if (!trials.mayAsk(rules, parts.length)) return found;
  const engines = parts.filter(({ isEngine }) => isEngine);
  for (const part of [...engines, ...parts.filter(({ isEngine }) => !isEngine)]) {
    const asked = rules.filter((rule) => bearsOn(rule, part.changes));
    if (asked.length === 0 || open.size === 0) continue;
    const after = changed(start, changesOf([...firstOf(part), part]));
    const passing = asked
      .flatMap((rule) => findingsOf(rule, after, estate))
      .filter(({ status }) => status === 'COMPLIANT' || status === 'NOT_APPLICABLE');
    const mended = passing.flatMap(({ id }) => open.get(id) ?? []);
    for (const { id } of mended) open.delete(id);
    found.set(part, mended);
  }
  return found;
}
