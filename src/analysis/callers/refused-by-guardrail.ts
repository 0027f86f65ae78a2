import { type Guardrails, noGuardrails } from '../organization/guardrails.ts';
import type { Case } from '../policy/decide/decide.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import type { Reading } from '../policy/evaluate.ts';
import { documentsOnCallers, type GuardedPolicy } from './guarded-policy.ts';
import { type Refused, refusedOf, triedIn } from './tried.ts';

/**
 * A request that the resource's own policy lets through and a policy of the organisation refuses; null where
 * there is none. It shows most: which of the two it is that stands in the way.
 */
export function refusedByGuardrail(
  policy: GuardedPolicy,
  reading: Reading,
  ask: (alone: GuardedPolicy) => readonly Case[],
): Refused | null {
  const { document, guardrails } = policy;
  if (guardrails === noGuardrails) return null;
  const alone = { ...policy, document: inTheirWords(document, guardrails), guardrails: noGuardrails };
  for (const { allowed } of ask(alone)) {
    const refused = allowed === null ? null : refusedOf(triedIn(policy, reading)(allowed));
    if (refused !== null) return refused;
  }
  return null;
}

/**
 * A policy that says what it said, and looks at all that guardrails look at: what it lets through is then told
 * of in full, so that the guardrails can be asked of it.
 */
export function inTheirWords(document: PolicyDocument, guardrails: Guardrails): PolicyDocument {
  const [, ...over] = documentsOnCallers(document, guardrails);
  const silent = over.flatMap(({ statements }) => statements.map(silenced));
  return { ...document, statements: [...document.statements, ...silent] };
}

/** The conditions of a statement, with one that no request meets: each says whether a service asks. */
const silenced = (statement: Statement): Statement => ({
  ...statement,
  effect: 'Deny',
  principals: { negated: false, any: true, aws: [], services: [], federated: [], canonicalUsers: [] },
  conditions: [
    ...statement.conditions,
    { operator: 'StringEquals', key: 'aws:PrincipalIsAWSService', values: ['neither'], path: '' },
  ],
});
