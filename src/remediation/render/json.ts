import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../plan.ts';
import { describeNoPatch } from './told.ts';

const ids = (findings: readonly Finding[]): readonly string[] => findings.map(({ id }) => id);

/** The plans as data: what changes, by which calls, in which order, and what came of trying it. */
export function renderJson(plans: readonly Plan[]): string {
  const value = {
    schemaVersion: '1',
    fixes: plans.flatMap(({ fixes }) =>
      fixes.map(({ account, changes, advice, after, alone, fixes: fixed, open }) => ({
        account,
        fixes: ids(fixed),
        after,
        changes: changes.map(({ resource, api, properties }) => ({ resource, ...api, properties })),
        ...advice,
        checked: { alone, fixes: fixed.length, worsens: 0, notDecided: ids(open) },
      })),
    ),
    left: plans.flatMap(({ left }) =>
      left.map(({ finding, noPatch, notProved }) => ({
        finding: finding.id,
        noPatch,
        notProved,
        summary: noPatch === null ? finding.remediation.summary : describeNoPatch(noPatch),
      })),
    ),
    checked: {
      fixes: plans.flatMap(({ together }) => ids(together.fixed)),
      worsens: plans.flatMap(({ together }) => together.worse.map(({ after }) => after.id)),
    },
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
