import type { GuardedPolicy } from '../callers/guarded-policy.ts';
import { whatIsNotKnown } from '../callers/not-known.ts';
import { organizationsOf } from '../callers/organization-of.ts';
import { refusedByGuardrail } from '../callers/refused-by-guardrail.ts';
import { askService, trustOf } from '../callers/service-question.ts';
import { sourceAccountKey, sourceArnKey } from '../callers/source-keys.ts';
import { type SourceOption, type SourceQuestion, sourcesFor } from '../callers/sources.ts';
import { type Tried, triedIn } from '../callers/tried.ts';
import type { Case } from '../policy/decide/decide.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { remembered } from '../remembered.ts';

export interface UsabilityQuestion extends Omit<SourceQuestion, 'trustedAccounts'> {
  readonly service: string;
  /** Whether it is documented that the service sends the key. */
  readonly sendsAccount: boolean;
  readonly sendsArn: boolean;
}

/** Whether a service can assume a role for this account. */
export type UsabilityAnswer =
  | { readonly answer: 'let-in'; readonly witness: Tried }
  | { readonly answer: 'refused'; readonly witness: Tried }
  /** It is let in or not depending on keys of which nothing says that the service sends them. */
  | { readonly answer: 'hangs-on-keys' }
  | { readonly answer: 'undecided'; readonly because: string };

/** Whether some request that the service could send for this account's resources is let in. */
export const judgeUsability = remembered(
  (document: PolicyDocument, question: UsabilityQuestion): UsabilityAnswer => {
    const { options, ...sources } = sourcesFor(document, { ...question, trustedAccounts: [] });
    const answers = keySets(question).map((keys) =>
      inEveryCase(trustOf(document, question), (policy) =>
        askService({
          policy,
          service: question.service,
          action: 'sts:AssumeRole',
          sources,
          among: options.filter((option) => (option.isOwn || option.isOfNobody) && carries(option, keys)),
          // Whether a service tells the organisation of its source is not documented.
          organization: { members: organizationsOf(question.organization), orNone: true, unverified: true },
        }),
      ),
    );
    const [first] = answers;
    if (first === undefined) throw new Error('there is no set of keys');
    if (answers.every(({ answer }) => answer === first.answer)) return first;
    return answers.find(({ answer }) => answer === 'undecided') ?? { answer: 'hangs-on-keys' };
  },
);

/** The answer that holds however what is not known turns out. */
function inEveryCase(trust: GuardedPolicy, ask: (policy: GuardedPolicy) => readonly Case[]): UsabilityAnswer {
  const cases = ask(trust);
  const answers = cases.map((each) => answerIn(trust, each, ask));
  const [first] = answers;
  if (first === undefined) throw new Error('there is no case to judge');
  if (answers.every(({ answer }) => answer === first.answer)) return first;
  return (
    answers.find(({ answer }) => answer === 'undecided') ?? {
      answer: 'undecided',
      because: `it hangs on ${whatIsNotKnown(cases)}`,
    }
  );
}

function answerIn(
  trust: GuardedPolicy,
  { allowed, refused, doubts, reading }: Case,
  ask: (policy: GuardedPolicy) => readonly Case[],
): UsabilityAnswer {
  const tried = triedIn(trust, reading);
  if (allowed !== null) return { answer: 'let-in', witness: tried(allowed) };
  const [doubt] = doubts;
  if (doubt !== undefined || refused === null)
    return { answer: 'undecided', because: doubt ?? 'no request was found' };
  return { answer: 'refused', witness: refusedByGuardrail(trust, reading, ask) ?? tried(refused) };
}

interface Keys {
  readonly account: boolean;
  readonly arn: boolean;
}

/** Each combination of source keys that the service may send; a documented key is always there. */
function keySets({ sendsAccount, sendsArn }: UsabilityQuestion): readonly Keys[] {
  return [true, ...(sendsAccount ? [] : [false])].flatMap((account) =>
    [true, ...(sendsArn ? [] : [false])].map((arn) => ({ account, arn })),
  );
}

const carries = ({ context }: SourceOption, { account, arn }: Keys): boolean =>
  Object.hasOwn(context, sourceAccountKey) === account && Object.hasOwn(context, sourceArnKey) === arn;
