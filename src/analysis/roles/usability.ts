import type { PolicyDocument } from '../policy/document.ts';
import { refusesOwn } from './closed-form.ts';
import { type Tried, trustReadings, tryService } from './service-requests.ts';
import { candidateArns, type Source, sourceAccountKey, sourceArnKey } from './sources.ts';

export interface UsabilityQuestion {
  readonly service: string;
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly string[];
  /** ARNs of the account's resources that use the role. */
  readonly ownArns: readonly string[];
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
  | { readonly answer: 'undecided' };

/** Tries the requests that the service could send for this account's resources. */
export function judgeUsability(document: PolicyDocument, question: UsabilityQuestion): UsabilityAnswer {
  const tries = keySets(question).map((keys) => tryKeys(document, question, keys));
  const [withAllKeys] = tries;
  if (withAllKeys === undefined) throw new Error('there is no set of keys');
  const { letIn, refused } = withAllKeys;
  if (letIn === null) {
    return refused !== null && refusedForGood(document, question)
      ? { answer: 'refused', witness: refused }
      : { answer: 'undecided' };
  }
  return tries.every((tried) => tried.letIn !== null)
    ? { answer: 'let-in', witness: letIn }
    : { answer: 'hangs-on-keys' };
}

interface Keys {
  readonly account: boolean;
  readonly arn: boolean;
}

/** Each combination of source keys that the service may send, all of them first; a documented key is always there. */
function keySets({ sendsAccount, sendsArn }: UsabilityQuestion): readonly Keys[] {
  return [true, ...(sendsAccount ? [] : [false])].flatMap((account) =>
    [true, ...(sendsArn ? [] : [false])].map((arn) => ({ account, arn })),
  );
}

/** A request that every reading lets in, else null; and one that every reading refuses, else null. */
function tryKeys(
  document: PolicyDocument,
  question: UsabilityQuestion,
  keys: Keys,
): { readonly letIn: Tried | null; readonly refused: Tried | null } {
  const { account, ownArns, service } = question;
  const arns = keys.arn ? candidateArns(document, account, { ...question, known: ownArns }) : [null];
  const sources = arns.map((arn): Source => ({ account: keys.account ? account : null, arn }));
  const tries = sources.map((source) =>
    trustReadings.map((reading) => tryService(document, service, source, reading)),
  );
  const whereAll = (allowed: boolean): Tried | null =>
    tries.find((readings) =>
      readings.every(({ decision }) => (decision.effect === 'allowed') === allowed),
    )?.[0] ?? null;
  return { letIn: whereAll(true), refused: whereAll(false) };
}

/** The form of the document rules every request of this account out. */
function refusedForGood(
  document: PolicyDocument,
  { service, account, sendsAccount, sendsArn }: UsabilityQuestion,
): boolean {
  const naming = document.statements.filter(
    ({ effect, principals }) =>
      effect === 'Allow' &&
      principals !== null &&
      (principals.any || principals.negated || principals.services.includes(service)),
  );
  const carries = [...(sendsAccount ? [sourceAccountKey] : []), ...(sendsArn ? [sourceArnKey] : [])];
  const from = (principal: string): boolean => principal === service;
  return trustReadings.every(({ refused }) =>
    refusesOwn(document, naming, { account, from, carries, reading: refused }),
  );
}
