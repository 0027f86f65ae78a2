import type { Severity } from '../../model/finding.ts';
import type { GuardedPolicy } from '../callers/guarded-policy.ts';
import { type Tried, triedIn } from '../callers/tried.ts';
import { readings } from '../policy/conditions.ts';
import type { Case } from '../policy/decide/decide.ts';
import type { PolicyRequest } from '../policy/request.ts';

/** Whom a policy lets do something. */
export interface LetIn {
  readonly kind: 'anyone' | 'identity' | 'service';
  readonly severity: Severity;
  readonly witness: Tried;
}

/** What a key policy says to all that somebody may ask. */
export type Answer =
  | { readonly answer: 'let-in'; readonly by: LetIn }
  | { readonly answer: 'refused'; readonly assumes: readonly string[] }
  /** Why it is not decided, as the end of a sentence. */
  | { readonly answer: 'undecided'; readonly why: string };

/** Somebody who is not trusted. */
export interface Candidate {
  /** As a sentence names it. */
  readonly name: string;
  readonly judge: (action: string) => Answer;
}

const refused: Answer = { answer: 'refused', assumes: [] };

/**
 * The answer that holds in every case: however what is not known turns out. `split`: keys by which the cases
 * differ besides what each assumes.
 */
export function inEveryCase(
  policy: GuardedPolicy,
  cases: readonly Case[],
  who: Pick<LetIn, 'kind' | 'severity'>,
  split: readonly string[] = [],
): Answer {
  const requests = cases.flatMap(({ allowed, reading }) => (allowed === null ? [] : [{ allowed, reading }]));
  if (requests.length === cases.length) {
    const shown = requests.find(({ allowed }) => isLetInAnyway(policy, allowed)) ?? requests[0];
    if (shown === undefined) throw new Error('there is no case to judge');
    const witness = triedIn(policy, shown.reading)(shown.allowed);
    return { answer: 'let-in', by: { ...who, witness } };
  }
  const [doubt] = cases.flatMap(({ doubts }) => doubts);
  if (doubt !== undefined) return { answer: 'undecided', why: `is not decided: ${doubt}` };
  return requests.length === 0
    ? refused
    : { answer: 'undecided', why: `hangs on ${whatDiffers(cases, split)}` };
}

/** A request that is let in however refused parts are read shows most. */
const isLetInAnyway = (policy: GuardedPolicy, request: PolicyRequest): boolean =>
  readings.every((reading) => triedIn(policy, reading)(request).decision.effect === 'allowed');

/** What the cases that let somebody in and those that do not differ in. */
function whatDiffers(cases: readonly Case[], split: readonly string[]): string {
  const keys = new Set([...cases.flatMap(({ assumed }) => Object.keys(assumed)), ...split]);
  return keys.size === 0
    ? 'how KMS reads what it would refuse'
    : `${[...keys].join(', ')}, of which nothing is known`;
}
