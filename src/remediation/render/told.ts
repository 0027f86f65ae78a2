import type { NoPatch } from '../patch.ts';
import type { Fix, Left, Plan } from '../plan.ts';
import { oneLine } from './one-line.ts';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** What a fix is, in lines of one sentence each, ready to be comments. */
export function toldOf(fix: Fix, position: number): readonly string[] {
  const { changes, advice, fixes, open, after, alone } = fix;
  const resources = [
    ...new Map(changes.map(({ resource }) => [resource.arn ?? resource.id, resource])).values(),
  ];
  const [first] = resources;
  const lines = [
    `Fix ${position + 1}: ${resources.map(({ type, id }) => `${type} ${id}`).join(', ')} (account ${fix.account}, ${first?.region ?? ''})`,
    ...fixes.map(({ id, because }) => `mends ${id}: ${because}`),
    ...changes.flatMap(({ properties }) =>
      properties.map(({ property, from, to }) => `${property}: ${short(from)} -> ${short(to)}`),
    ),
    ...after.map((each) => `after fix ${each + 1}: without it another verdict gets worse`),
    ...advice.first.map((text) => `first: ${text}`),
    ...advice.breaks.map((text) => `could break: ${text}`),
    ...(advice.users.length === 0 ? [] : [`used by: ${advice.users.join(', ')}`]),
    ...advice.decide.map((text) => `yours to decide: ${text}`),
    ...open.map(({ id }) => `not decided afterwards, until a scan: ${id}`),
    `checked: ${alone ? '' : 'with all others, '}fixes ${plural(fixes.length, 'finding')}, worsens none`,
  ];
  return lines.map(oneLine);
}

const longest = 60;

function short(value: unknown): string {
  if (value === null) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

export const describeNoPatch = ({ way, why, instead, recreates }: NoPatch): string =>
  `no patch, as ${way}: ${why}${recreates ? ' (AWS must recreate it.)' : ''} Instead: ${instead}`;

/** Why a failure has no fix here. */
export const toldOfLeft = ({ finding, noPatch, notProved }: Left): string =>
  oneLine(`${finding.id}: ${noPatch === null ? `not proved: ${notProved ?? ''}` : describeNoPatch(noPatch)}`);

/** The line that says what all fixes together come to. */
export function summaryOf(plans: readonly Plan[]): string {
  const count = (of: (plan: Plan) => number): number => plans.reduce((sum, plan) => sum + of(plan), 0);
  const fixes = count((plan) => plan.fixes.length);
  const fixed = count(({ together }) => together.fixed.length);
  const left = count((plan) => plan.left.length);
  return `checked: ${plural(fixes, 'fix').replace(/fixs$/, 'fixes')} together mend ${plural(fixed, 'finding')}, worsen none; ${plural(left, 'finding')} left`;
}
