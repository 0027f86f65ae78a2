import { authorizationQuestion } from '../../../../src/analysis/policy/authorization-question.ts';
import { isAllowed } from '../../../../src/analysis/policy/authorize.ts';
import {
  judgeCondition,
  type Reading,
  readContext,
  type Scope,
} from '../../../../src/analysis/policy/conditions.ts';
import type { Question } from '../../../../src/analysis/policy/decide/decide.ts';
import type { Context } from '../../../../src/analysis/policy/decide/dimension.ts';
import { appliesStatically } from '../../../../src/analysis/policy/evaluate.ts';
import { type Evaluation, evaluateRequest } from '../../../../src/analysis/policy/evaluate-request.ts';
import type { PolicyRequest } from '../../../../src/analysis/policy/request.ts';
import type { Statement } from '../../../../src/analysis/policy/shape.ts';
import type { RandomQuestion } from './random-questions.ts';

/** What some requests of a universe get; which keys are sent is the same in all of them. */
export interface Outlook {
  /** An option of each part of the universe that is unverified. */
  readonly sent: Context;
  readonly allowed: Context | null;
  readonly refused: Context | null;
}

/** Statements as bits: which of them let a request through. */
type Mask = number;

/**
 * Tries every request of the universe. Statements are judged part by part of the universe, each part's options
 * that all statements judge alike count as one, and the request is judged by the statements that are left.
 */
export function bruteForce({ question, universe }: RandomQuestion, reading: Reading): readonly Outlook[] {
  const authorization = authorizationQuestion(question.policies, question);
  const all = authorization.policies.flatMap(({ document: { statements, version }, kind }) =>
    statements.map((statement) => ({ statement, kind, version })),
  );
  if (all.length > 31) throw new Error('too many statements for the bits of a number');
  const bits = new Map<Statement, number>(all.map(({ statement }, index) => [statement, index]));
  const maskOf = (option: Context, keys: readonly string[]): Mask => {
    const context = readContext({ ...question.fixed, ...option });
    return all.reduce((mask, { statement, version }, index) => {
      const scope: Scope = { version, reading, context };
      const holds = statement.conditions
        .filter(({ key }) => keys.includes(key.toLowerCase()))
        .every((condition) => judgeCondition(condition, scope).holds);
      return holds ? mask | (1 << index) : mask;
    }, 0);
  };
  const keysOf = (options: readonly Context[]): readonly string[] => [
    ...new Set(options.flatMap(Object.keys)),
  ];
  const parts = universe.map(({ options, unverified }) => {
    const keys = keysOf(options);
    const byMask = new Map<Mask, Context>();
    for (const option of options) {
      const mask = maskOf(option, keys);
      if (!byMask.has(mask)) byMask.set(mask, option);
    }
    return { unverified, keys, ways: [...byMask] };
  });
  const varying = parts.flatMap(({ keys }) => keys);
  const conditionKeys = [
    ...new Set(all.flatMap(({ statement }) => statement.conditions.map(({ key }) => key.toLowerCase()))),
  ];
  const context = readContext(question.fixed);
  const constant =
    all.reduce((mask, { statement, kind, version }, index) => {
      const scope: Scope = { version, reading, context };
      const applies = appliesStatically(statement, question, kind, scope) === null;
      return applies ? mask | (1 << index) : mask;
    }, 0) &
    maskOf(
      {},
      conditionKeys.filter((key) => !varying.includes(key)),
    );
  const verdicts = new Map<Mask, boolean>();
  const verdict = (mask: Mask): boolean => {
    const known = verdicts.get(mask);
    if (known !== undefined) return known;
    const answer = isAllowed(authorization, (statement) => (mask & (1 << (bits.get(statement) ?? 31))) !== 0);
    if (answer === undefined) throw new Error('every statement is known to apply or not');
    verdicts.set(mask, answer);
    return answer;
  };
  const sentWays = waysOf(parts.filter(({ unverified }) => unverified));
  const otherWays = waysOf(parts.filter(({ unverified }) => !unverified));
  return sentWays.map(([sentMask, sent]) => {
    const requests = otherWays.map(([mask, option]) => ({
      isAllowed: verdict(constant & sentMask & mask),
      context: { ...question.fixed, ...sent, ...option },
    }));
    return {
      sent,
      allowed: requests.find((each) => each.isAllowed)?.context ?? null,
      refused: requests.find((each) => !each.isAllowed)?.context ?? null,
    };
  });
}

type Way = readonly [Mask, Context];

function waysOf(parts: readonly { readonly ways: readonly Way[] }[]): readonly Way[] {
  return parts.reduce<readonly Way[]>(
    (before, { ways }) => {
      const byMask = new Map<Mask, Context>();
      for (const [mask, context] of before)
        for (const [more, option] of ways)
          if (!byMask.has(mask & more)) byMask.set(mask & more, { ...context, ...option });
      return [...byMask];
    },
    [[-1, {}]],
  );
}

/** What the evaluator of single requests says. */
export function effectOf(
  { policies }: Pick<Question, 'policies'>,
  request: PolicyRequest,
  reading: Reading,
): Evaluation['effect'] {
  const { resource } = policies;
  return evaluateRequest({
    ...request,
    reading,
    identityPolicies: policies.identity,
    permissionsBoundary: policies.boundary,
    sessionPolicies: policies.session,
    serviceControlPolicies: policies.serviceControl,
    resourceControlPolicies: policies.resourceControl,
    grants: policies.grants,
    ...(resource === null
      ? {}
      : {
          resourcePolicy: resource.document,
          resourcePolicyKind: resource.kind,
          resourceAccount: resource.account,
        }),
  }).effect;
}
