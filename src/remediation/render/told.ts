import type { WhyAfter } from '../fix.ts';
import type { Change, Json, NoPatch } from '../patch.ts';
import type { Left, Plan } from '../plan.ts';
import type { NumberedFix } from './numbered.ts';
import { oneLine } from './one-line.ts';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const reasons: Readonly<Record<WhyAfter, string>> = {
  worse: ': without it another verdict gets worse',
  repairs: ': it also mends what that one brings about',
  engines: ', as older engines may be locked out',
};

/** What a fix is, in lines of one sentence each, ready to be comments. */
export function toldOf(fix: NumberedFix): readonly string[] {
  const { position, changes, patches, advice, fixes, open, after, whyAfter, alone } = fix;
  const resources = [
    ...new Map(changes.map(({ resource }) => [resource.arn ?? resource.id, resource])).values(),
  ];
  const [first] = resources;
  const mended = new Set(fixes.map(({ id }) => id));
  const kept = new Map(
    patches.flatMap(({ finding }) => (mended.has(finding.id) ? [] : [[finding.id, finding.because]])),
  );
  const lines = [
    `Fix ${position + 1}: ${resources.map(({ type, id }) => `${type} ${id}`).join(', ')} (account ${fix.account}, ${first?.region ?? ''})`,
    ...fixes.map(({ id, because }) => `mends ${id}: ${because}`),
    ...[...kept].map(([id, because]) => `keeps ${id} from failing: ${because}`),
    ...changes.flatMap(({ properties }) =>
      properties.map(({ property, from, to }) => `${property}: ${short(from)} -> ${short(to)}`),
    ),
    ...after.map((each) => `after fix ${each + 1}${reasons[whyAfter]}`),
    ...advice.first.map((text) => `first: ${text}`),
    ...advice.breaks.map((text) => `could break: ${text}`),
    ...(advice.users.length === 0 ? [] : [`used by: ${advice.users.join(', ')}`]),
    ...advice.decide.map((text) => `yours to decide: ${text}`),
    ...open.map(({ id }) => `not decided afterwards, until a scan: ${id}`),
    `checked: ${alone ? '' : 'with all others, '}fixes ${plural(fixes.length, 'finding')}, worsens none`,
  ];
  return lines.map(oneLine);
}

/** What the fixes of a plan mend only with each other, in lines of one sentence each. */
export function toldOfTogether({ fixes, together }: Plan): readonly string[] {
  const claimed = new Set(fixes.flatMap((fix) => fix.fixes.map(({ id }) => id)));
  return together.fixed
    .filter(({ id }) => !claimed.has(id))
    .map(({ id, because }) => oneLine(`together they also mend ${id}: ${because}`));
}

const longest = 60;

const textOf = (value: Json): string =>
  value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);

function short(value: Json): string {
  const text = textOf(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

export const describeNoPatch = ({ way, why, instead, recreates }: NoPatch): string =>
  `no patch, as ${way}: ${why}${recreates ? ' (AWS must recreate it.)' : ''} Instead: ${instead}`;

/** Why a failure has no fix here. */
export const reasonOf = ({ noPatch, notProved }: Left): string =>
  noPatch === null ? `not proved: ${notProved ?? ''}` : describeNoPatch(noPatch);

export const toldOfLeft = (left: Left): string => oneLine(`${left.finding.id}: ${reasonOf(left)}`);

/** So many properties are named in one sentence. */
const mostNamed = 5;
/** What is longer, such as a whole policy, is named alone. */
const longestNew = 140;

/** What changes, in one sentence: the resources, and of each property what it is and what it is to be. */
export function toldInBrief(changes: readonly Change[]): string {
  const named = changes.flatMap(({ resource, properties }) =>
    properties.map(({ property, from, to }) => ({
      of: `${resource.type} ${resource.id}`,
      text:
        textOf(to).length > longestNew ? `new ${property}` : `${property} ${short(from)} -> ${textOf(to)}`,
    })),
  );
  const shown = named.slice(0, mostNamed);
  const places = [...new Set(shown.map((each) => each.of))].map((place) => {
    const texts = shown.filter((each) => each.of === place).map(({ text }) => text);
    return `${place}: ${texts.join(', ')}`;
  });
  const more = named.length - shown.length;
  return oneLine(`${places.join('; ')}${more === 0 ? '' : `; and ${more} more`}`);
}

/** The line that says what all fixes together come to. */
export function summaryOf(plans: readonly Plan[]): string {
  const count = (of: (plan: Plan) => number): number => plans.reduce((sum, plan) => sum + of(plan), 0);
  const fixes = count((plan) => plan.fixes.length);
  const fixed = count(({ together }) => together.fixed.length);
  const left = count((plan) => plan.left.length);
  return `checked: ${plural(fixes, 'fix').replace(/fixs$/, 'fixes')} together mend ${plural(fixed, 'finding')}, worsen none; ${plural(left, 'finding')} left`;
}
