import type { Reading } from '../conditions.ts';
import { type EvaluationRequest, policySetOf } from '../evaluate-request.ts';
import { documentsOf } from '../policy-set.ts';
import type { PolicyRequest } from '../request.ts';
import { type Case, decide } from './decide.ts';
import { type LinkedKeys, linkedDimension } from './linked-keys.ts';
import type { Resolve } from './patterns.ts';
import { keyFactsOf, type RequestKey } from './request-keys.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Every request of one kind, and the policies that bear on them: as for `evaluateRequest`, but for the context. */
export type RequestsQuestion = Without<EvaluationRequest, 'context' | 'reading'> & {
  /** What every such request carries, by condition key in any case. */
  readonly context?: PolicyRequest['context'];
  /** What is known of further keys, by key in any case. */
  readonly keys?: Readonly<Record<string, RequestKey>>;
  /** Keys that vary together. */
  readonly linked?: readonly LinkedKeys[];
  /** What is known of keys named nowhere above; `{ presence: 'unverified' }` if left out. */
  readonly otherKeys?: RequestKey;
};

/** A request that shows an answer. Put over the question, `evaluateRequest` takes it as it is. */
export interface DecidedRequest extends PolicyRequest {
  /** How what IAM would refuse was read. */
  readonly reading: Reading;
}

export interface RequestsDecision {
  /** Whether such requests are allowed; `undecided` where that hangs on what is not known, or is out of reach. */
  readonly answer: 'always' | 'never' | 'sometimes' | 'undecided';
  /** One that is allowed; null if there is none, or none was found. */
  readonly allowed: DecidedRequest | null;
  /** One that is not; null if there is none, or none was found. */
  readonly refused: DecidedRequest | null;
  /** Why it is undecided, one reason each; empty otherwise. */
  readonly because: readonly string[];
}

/**
 * Decides at once all requests that a principal can make for one action on one resource, whatever else they
 * carry. `always` and `never` hold for every request, not for those that were tried: see `decide`.
 */
export function decideRequests(question: RequestsQuestion): RequestsDecision {
  const {
    principal,
    action,
    resource,
    keys = {},
    linked = [],
    otherKeys = { presence: 'unverified' },
  } = question;
  const fixed = inLowerCase(question.context ?? {});
  const known = new Map(Object.entries(inLowerCase(keys)));
  const policies = policySetOf(question);
  const keyFacts = (key: string) => keyFactsOf(known.get(key) ?? otherKeys);
  const resolve: Resolve = (written) => {
    const value = fixed[written.toLowerCase()];
    if (typeof value === 'string') return { kind: 'text', text: value };
    return { kind: keyFacts(written.toLowerCase()).presence === 'never' ? 'absent' : 'open' };
  };
  const documents = documentsOf(policies);
  const dimensions = linked.map((each) => linkedDimension(each, documents, resolve));
  return concluded(decide({ policies, principal, action, resource, fixed, dimensions, keyFacts }));
}

function concluded(cases: readonly Case[]): RequestsDecision {
  const answers = cases.map(answerIn);
  const [first = 'undecided'] = answers;
  const isSame = answers.every((answer) => answer === first);
  const answer = isSame ? first : 'undecided';
  const doubts = cases.flatMap((each) => each.doubts);
  return {
    answer,
    allowed: shown(cases, 'allowed'),
    refused: shown(cases, 'refused'),
    because: answer === 'undecided' ? [...new Set([...doubts, ...(isSame ? [] : differencesIn(cases))])] : [],
  };
}

function answerIn({ allowed, refused, doubts }: Case): RequestsDecision['answer'] {
  if (allowed !== null && refused !== null) return 'sometimes';
  if (doubts.length > 0) return 'undecided';
  return allowed === null ? 'never' : 'always';
}

function shown(cases: readonly Case[], which: 'allowed' | 'refused'): DecidedRequest | null {
  for (const each of cases) {
    const request = each[which];
    if (request !== null) return { ...request, reading: each.reading };
  }
  return null;
}

/** What cases that do not agree differ in. */
function differencesIn(cases: readonly Case[]): readonly string[] {
  const keys = [...new Set(cases.flatMap(({ assumed }) => Object.keys(assumed)))];
  return [
    ...keys.map((key) => `nothing says whether, or with which value, ${key} is sent`),
    ...(new Set(cases.map(({ reading }) => reading)).size > 1
      ? ['IAM would refuse a part of the policies, and it can be read in two ways']
      : []),
  ];
}

const inLowerCase = <T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
