import { type AuthorizationQuestion, authorizationQuestion } from '../authorization-question.ts';
import { isAllowed } from '../authorize.ts';
import { understand } from '../condition-checks.ts';
import { type Reading, readContext, readings } from '../conditions.ts';
import { appliesStatically, resourceVariables } from '../evaluate.ts';
import type { PolicyRef, PolicySet } from '../policy-set.ts';
import type { PolicyRequest, RequestPrincipal } from '../request.ts';
import type { Statement } from '../shape.ts';
import { type Context, type Dimension, type KeyFacts, keyDimension } from './dimension.ts';
import { environmentsOf } from './environments.ts';
import { type Candidate, type ToldApart, tellApart } from './outcomes.ts';
import type { AskedCondition, Resolve } from './patterns.ts';
import { type Applying, type Outcomes, search } from './search.ts';

/** A question about every request of one kind: who asks for what is given, what else the request carries is not. */
export interface Question {
  readonly policies: PolicySet;
  readonly principal: RequestPrincipal;
  readonly action: string;
  readonly resource: string | null;
  /** What every such request carries, by key in lower case. */
  readonly fixed: Context;
  /** Keys that vary together. */
  readonly dimensions: readonly Dimension[];
  /** What is known of any other key, by its name in lower case. */
  readonly keyFacts: (key: string) => KeyFacts;
}

/** The answer under one assumption on what is not known: how IAM reads what it would refuse, which keys are sent. */
export interface Case {
  readonly reading: Reading;
  /** What requests are assumed to carry of keys of which nobody says whether they are sent. */
  readonly assumed: Context;
  /** A request that is allowed; null: there is none, unless there are doubts. */
  readonly allowed: PolicyRequest | null;
  /** A request that is not allowed; null: there is none, unless there are doubts. */
  readonly refused: PolicyRequest | null;
  /** Why a request that was not found may exist all the same. */
  readonly doubts: readonly string[];
}

/**
 * Decides by cell representatives: each condition looks at one key, so of each key it is enough to look at one
 * value for every combination of patterns that some value shows, and at the key's absence. What is found is a
 * request that can be evaluated; what is not found, where there are no doubts, is not there.
 */
export function decide(question: Question): readonly Case[] {
  const authorization = authorizationQuestion(question.policies, question);
  const candidates = candidatesOf(question, authorization.policies);
  const dimensions = dimensionsOf(question, candidates);
  const resolve = resolver(question);
  const { fixed } = question;
  const asked = candidates.some(hasRefusedPart) ? readings : readings.slice(0, 1);
  return asked.flatMap((reading) => {
    const read = candidates.filter(
      ({ statement }) => reading === 'refused-parts-ignored' || statement.refused.length === 0,
    );
    const told = dimensions.map((dimension) => tellApart(dimension, read, { fixed, reading, resolve }));
    const environments = environmentsOf(told);
    if (environments !== null) {
      return environments.map((environment): Case => {
        const found = lookBothWays(question, authorization, read, environment.dimensions);
        return { reading, assumed: environment.assumed, ...found };
      });
    }
    const found = lookBothWays(question, authorization, read, told);
    const unverified = told.flatMap((each) => (each.unverified ? each.keys : []));
    const doubt = `nothing says whether ${unverified.join(', ')} are sent`;
    return [{ reading, assumed: {}, ...found, doubts: [...found.doubts, doubt] }];
  });
}

/** The statements that can apply, going by what does not vary. */
function candidatesOf(question: Question, policies: readonly PolicyRef[]): readonly Candidate[] {
  const { fixed } = question;
  const context = readContext(fixed);
  const resolve = resolver(question);
  return policies.flatMap(({ document: { statements, version }, kind }) =>
    statements.flatMap((statement) => {
      const isOpen =
        kind !== 'trust' && resourceVariables(statement, version).some((key) => resolve(key).kind === 'open');
      const scope = { version, reading: 'refused-parts-ignored', context } as const;
      const mismatch = appliesStatically(isOpen ? onEverything(statement) : statement, question, kind, scope);
      return mismatch === null ? [{ statement, version, isOpen }] : [];
    }),
  );
}

/** As if it were about every resource, to see what else stands in its way. */
const onEverything = (statement: Statement): Statement => ({
  ...statement,
  resources: { negated: false, patterns: ['*'] },
});

const hasRefusedPart = ({ statement, version }: Candidate): boolean =>
  statement.refused.length > 0 ||
  statement.conditions.some((condition) => 'refused' in understand(condition, version));

/** The dimensions that statements look at; a key of which nothing is given is one of its own. */
function dimensionsOf(question: Question, candidates: readonly Candidate[]): readonly Dimension[] {
  const { fixed, dimensions, keyFacts } = question;
  const byKey = new Map<string, AskedCondition[]>();
  for (const { statement, version } of candidates) {
    for (const condition of statement.conditions) {
      const key = condition.key.toLowerCase();
      byKey.set(key, [...(byKey.get(key) ?? []), { condition, version }]);
    }
  }
  const carried: Dimension = { keys: Object.keys(fixed), options: [{}], unverified: false, doubts: [] };
  const given = [carried, ...dimensions];
  for (const key of given.flatMap(({ keys }) => keys)) byKey.delete(key);
  const resolve = resolver(question);
  return [
    ...given,
    ...[...byKey].map(([key, conditions]) => keyDimension(key, keyFacts(key), conditions, resolve)),
  ];
}

/** What a variable stands for where that is the same in every request. */
function resolver({ fixed, keyFacts, dimensions }: Question): Resolve {
  const varying = new Set(dimensions.flatMap(({ keys }) => keys));
  return (written) => {
    const key = written.toLowerCase();
    const value = fixed[key];
    if (typeof value === 'string') return { kind: 'text', text: value };
    const isAbsent = value !== undefined || (!varying.has(key) && keyFacts(key).presence === 'never');
    return { kind: isAbsent ? 'absent' : 'open' };
  };
}

function lookBothWays(
  question: Question,
  authorization: AuthorizationQuestion,
  candidates: readonly Candidate[],
  dimensions: readonly ToldApart[],
): Pick<Case, 'allowed' | 'refused' | 'doubts'> {
  const statements = candidates.map(
    ({ isOpen }, index): Applying => ({
      isOpen,
      outcomes: new Map(
        dimensions.flatMap(({ outcomes }, dimension) => ofStatement(outcomes, index, dimension)),
      ),
    }),
  );
  const positions = new Map(candidates.map(({ statement }, index) => [statement, index]));
  const verdict = (applies: (index: number) => boolean | undefined): boolean | undefined =>
    isAllowed(authorization, (statement) => {
      const position = positions.get(statement);
      return position === undefined ? false : applies(position);
    });
  const sizes = dimensions.map(({ options }) => options.length);
  const [allowed, refused] = [true, false].map((wanted) => search(sizes, statements, verdict, wanted));
  const isComplete = allowed?.complete === true && refused?.complete === true;
  return {
    allowed: requestFor(allowed?.choice ?? null, question, dimensions),
    refused: requestFor(refused?.choice ?? null, question, dimensions),
    doubts: [
      ...dimensions.flatMap(({ doubts }) => doubts),
      ...(isComplete ? [] : ['its conditions leave combinations open']),
    ],
  };
}

function requestFor(
  choice: readonly number[] | null,
  { principal, action, resource, fixed }: Question,
  dimensions: readonly ToldApart[],
): PolicyRequest | null {
  if (choice === null) return null;
  const context: Record<string, string | readonly string[]> = { ...fixed };
  for (const [index, { options }] of dimensions.entries())
    Object.assign(context, options[choice[index] ?? 0]);
  return { principal, action, resource, context };
}

const ofStatement = (
  outcomes: ReadonlyMap<number, Outcomes>,
  statement: number,
  dimension: number,
): readonly (readonly [number, Outcomes])[] => {
  const own = outcomes.get(statement);
  return own === undefined ? [] : [[dimension, own]];
};
