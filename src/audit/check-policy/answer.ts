import type { GuardedPolicy } from '../../analysis/callers/guarded-policy.ts';
import { whatIsNotKnown } from '../../analysis/callers/not-known.ts';
import { type Tried, triedIn } from '../../analysis/callers/tried.ts';
import { type Reading, readings } from '../../analysis/policy/conditions.ts';
import type { Case } from '../../analysis/policy/decide/decide.ts';

/** Whether one of several requests gets in. */
export type Answer =
  | { readonly answer: true; readonly witness: Tried }
  /** No witness: there is no such request at all. */
  | { readonly answer: false; readonly witness: Tried | null }
  | { readonly answer: 'unknown'; readonly because: string };

/**
 * Whether some caller gets in, each given by the cases of its question: the same answer however what IAM would
 * refuse is read and whatever is not known turns out to be, else unknown.
 */
export function whetherLetIn(policy: GuardedPolicy, callers: readonly (readonly Case[])[]): Answer {
  const answers = readings.map((reading) => inReading(policy, callers, reading));
  return agreed(answers, 'how IAM would read what it refuses');
}

/** The one answer of all; where they differ, unknown. */
export function agreed(answers: readonly Answer[], hangsOn: string): Answer {
  const [first] = answers;
  if (first !== undefined && answers.every(({ answer }) => answer === first.answer)) return first;
  const open = answers.find(({ answer }) => answer === 'unknown');
  return open ?? { answer: 'unknown', because: `it hangs on ${hangsOn}` };
}

/** A question in which nothing is refused has the one reading, which holds for both. */
const casesIn = (cases: readonly Case[], reading: Reading): readonly Case[] =>
  cases.filter((each) => each.reading === reading || cases.every(({ reading: only }) => only !== reading));

function inReading(policy: GuardedPolicy, callers: readonly (readonly Case[])[], reading: Reading): Answer {
  const tried = triedIn(policy, reading);
  const asked = callers.map((cases) => casesIn(cases, reading));
  const certain = asked.find((cases) => cases.every(({ allowed }) => allowed !== null));
  const allowed = certain?.[0]?.allowed ?? null;
  if (allowed !== null) return { answer: true, witness: tried(allowed) };
  const all = asked.flat();
  const [doubt] = all.flatMap(({ doubts }) => doubts);
  if (doubt !== undefined) return { answer: 'unknown', because: doubt };
  const hanging = asked.find((cases) => cases.some((each) => each.allowed !== null));
  if (hanging !== undefined) return { answer: 'unknown', because: `it hangs on ${whatIsNotKnown(hanging)}` };
  const refused = all.find((each) => each.refused !== null)?.refused ?? null;
  return { answer: false, witness: refused === null ? null : tried(refused) };
}
