import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Case, decide, type Question } from '../../../../src/analysis/policy/decide/decide.ts';
import type { PolicyRequest } from '../../../../src/analysis/policy/request.ts';
import { effectOf } from './brute-force.ts';
import {
  identitySetting,
  keySetting,
  notKnownSetting,
  questionOf,
  type Setting,
  trustSetting,
  type Written,
  writtenFor,
} from './random-questions.ts';
import { holdsFor } from './runs.ts';

type Statement = Readonly<Record<string, unknown>>;
type Statements = readonly Statement[];

const asked = fc
  .constantFrom(trustSetting, keySetting, identitySetting, notKnownSetting)
  .chain((setting) => writtenFor(setting).map((written) => ({ setting, written })));

/** The policies with the statements of each changed. */
function changed(written: Written, change: (statements: Statements) => Statements): Written {
  const each = (list: readonly object[]): readonly object[] => change(list as Statements);
  return {
    identity: written.identity.map(each),
    resource: written.resource && each(written.resource),
    boundary: written.boundary && each(written.boundary),
    session: written.session.map(each),
    serviceControl: written.serviceControl.map((level) => level.map(each)),
  };
}

const ask = (setting: Setting, written: Written): Question => questionOf(setting, written).question;

/** What is said in all, whatever the requests that show it. */
const said = (cases: readonly Case[]): readonly string[] =>
  [
    ...new Set(
      cases.map(
        ({ reading, allowed, refused, doubts }) =>
          `${reading}: ${allowed === null ? 'nobody' : 'somebody'} in, ${refused === null ? 'nobody' : 'somebody'} out, ${doubts.length === 0 ? 'sure' : 'unsure'}`,
      ),
    ),
  ].toSorted();

function expectSame(change: (statements: Statements) => Statements): void {
  holdsFor(
    0.04,
    fc.property(asked, ({ setting, written }) => {
      const after = decide(ask(setting, changed(written, change)));
      expect(said(after)).toEqual(said(decide(ask(setting, written))));
    }),
  );
}

/** Whatever the one question lets in the other lets in too, by the requests that either shows. */
function expectNoLess(less: Question, more: Question): void {
  const isLetIn = (question: Question, request: PolicyRequest, { reading }: Case): boolean =>
    effectOf(question, request, reading) === 'allowed';
  for (const found of decide(less))
    if (found.allowed !== null) expect(isLetIn(more, found.allowed, found)).toBe(true);
  for (const found of decide(more))
    if (found.refused !== null) expect(isLetIn(less, found.refused, found)).toBe(false);
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** One statement for each element of a list. */
const oneForEach =
  (element: 'Action' | 'Resource') =>
  (statements: Statements): Statements =>
    statements.flatMap((statement) =>
      element in statement
        ? asList(statement[element]).map((value) => ({ ...statement, [element]: value }))
        : [statement],
    );

const oneForEachPrincipal = (statements: Statements): Statements =>
  statements.flatMap((statement) => {
    const { Principal } = statement;
    if (typeof Principal !== 'object' || Principal === null) return [statement];
    return Object.entries(Principal).flatMap(([type, names]) =>
      asList(names).map((name) => ({ ...statement, Principal: { [type]: name } })),
    );
  });

type Block = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Neither negated nor about all values at once, so that its values are alternatives. */
const isPositive = (operator: string): boolean => !operator.includes('Not') && !operator.startsWith('ForAll');

/** One statement for each value of its first condition by a positive operator. */
const oneForEachValue = (statements: Statements): Statements =>
  statements.flatMap((statement) => {
    const block = (statement['Condition'] ?? {}) as Block;
    for (const [operator, byKey] of Object.entries(block)) {
      const [[key, values] = ['', []]] = Object.entries(byKey);
      if (!isPositive(operator) || typeof values === 'string' || values.length < 2) continue;
      return values.map((value) => ({ ...statement, Condition: { ...block, [operator]: { [key]: value } } }));
    }
    return [statement];
  });

describe('it makes no difference', () => {
  it.each<[name: string, change: (statements: Statements) => Statements]>([
    ['in which order statements stand', (statements) => statements.toReversed()],
    ['whether a statement is there twice', (statements) => [...statements, ...statements]],
    ['whether actions share a statement', oneForEach('Action')],
    ['whether resources share a statement', oneForEach('Resource')],
    ['whether principals share a statement', oneForEachPrincipal],
    ['whether values share a statement', oneForEachValue],
  ])('%s', (_, change) => {
    expectSame(change);
  });
});

const onlyAllows =
  (change: (statement: Statement) => Statement) =>
  (statements: Statements): Statements =>
    statements.map((statement) => (statement['Effect'] === 'Allow' ? change(statement) : statement));

const without = (statement: Statement, ...elements: readonly string[]): Statement =>
  Object.fromEntries(Object.entries(statement).filter(([name]) => !elements.includes(name)));

/** Each value of a positive operator, and another one; of a glob, with a star at its end. */
const widerValues = (statement: Statement): Statement => ({
  ...statement,
  Condition: Object.fromEntries(
    Object.entries((statement['Condition'] ?? {}) as Block).map(([operator, byKey]) => [
      operator,
      isPositive(operator) && /String(Like|Equals)/.test(operator)
        ? Object.fromEntries(
            Object.entries(byKey).map(([key, values]) => [
              key,
              values.length === 0
                ? values
                : [...asList(values), 'ab'].map((value) =>
                    operator.includes('Like') ? `${String(value)}*` : value,
                  ),
            ]),
          )
        : byKey,
    ]),
  ),
});

describe('an Allow lets in no less', () => {
  it.each<[name: string, widen: (statement: Statement) => Statement]>([
    ['for every action', (statement) => ({ ...without(statement, 'NotAction'), Action: '*' })],
    [
      'on every resource',
      (statement) =>
        'Resource' in statement || 'NotResource' in statement
          ? { ...without(statement, 'NotResource'), Resource: '*' }
          : statement,
    ],
    [
      'to everybody',
      (statement) => ('Principal' in statement ? { ...statement, Principal: '*' } : statement),
    ],
    ['for more values', widerValues],
    ['without conditions', (statement) => without(statement, 'Condition')],
  ])('%s', (_, widen) => {
    holdsFor(
      0.02,
      fc.property(asked, ({ setting, written }) => {
        expectNoLess(ask(setting, written), ask(setting, changed(written, onlyAllows(widen))));
      }),
    );
  });
});

describe('a Deny lets in no more', () => {
  it('wherever it is', () => {
    holdsFor(
      0.06,
      fc.property(asked, asked, ({ setting, written }, other) => {
        const denies = (statements: Statements): Statements =>
          statements.map((statement) => ({ ...statement, Effect: 'Deny' }));
        const {
          identity: [own = []],
          resource,
        } = changed(other.written, denies);
        const more = changed(written, (statements) =>
          'Principal' in (statements[0] ?? {}) || 'NotPrincipal' in (statements[0] ?? {})
            ? [...statements, ...((resource ?? []) as Statements)]
            : [...statements, ...(own as Statements)],
        );
        expectNoLess(ask(setting, more), ask(setting, written));
      }),
    );
  });
});
