import { judgeCondition, type Reading, readContext, type Scope, variablesOf } from './conditions.ts';
import { charactersOf, globMatches, tokenize, tokensMatch } from './glob.ts';
import { principalMatches } from './principal.ts';
import { quote } from './quote.ts';
import type { PolicyRequest, RequestPrincipal } from './request.ts';
import type { PatternSet, PolicyDocument, PrincipalSet, Statement } from './shape.ts';
import { colonsBeforeVariable, fillTemplate, readTemplate } from './template.ts';

export type { Reading } from './conditions.ts';

interface EvaluationOptions {
  readonly kind: 'trust' | 'resource' | 'identity';
  readonly reading: Reading;
}

export interface Decision {
  readonly effect: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Index of the deciding statement. */
  readonly statement: number | null;
  readonly trace: readonly StatementTrace[];
}

interface StatementTrace {
  readonly statement: number;
  readonly applies: boolean;
  readonly reason: string;
}

/**
 * What this one policy says to one request: an explicit Deny overrides, then any Allow, else nothing.
 * Whether another policy must agree is the caller's question; an Allow to an account in a key policy, for
 * instance, only hands the matter on to the account's identity policies.
 * (IAM User Guide, reference_policies_evaluation-logic)
 */
export function evaluatePolicy(
  document: PolicyDocument,
  request: PolicyRequest,
  options: EvaluationOptions,
): Decision {
  const scope = {
    version: document.version,
    reading: options.reading,
    context: readContext(request.context),
  };
  const trace = document.statements.map((statement) => judge(statement, request, options.kind, scope));
  const applying = document.statements.filter((_, position) => trace[position]?.applies === true);
  const deny = applying.find(({ effect }) => effect === 'Deny');
  if (deny !== undefined) return { effect: 'explicitDeny', statement: deny.index, trace };
  const allow = applying[0];
  if (allow !== undefined) return { effect: 'allowed', statement: allow.index, trace };
  return { effect: 'implicitDeny', statement: null, trace };
}

function judge(
  statement: Statement,
  request: PolicyRequest,
  kind: EvaluationOptions['kind'],
  scope: Scope,
): StatementTrace {
  const mismatch =
    (kind === 'identity' ? null : principalMismatch(statement.principals, request.principal)) ??
    actionMismatch(statement.actions, request.action) ??
    (kind === 'trust' ? null : resourceMismatch(statement.resources, request.resource, scope));
  if (mismatch !== null) return { statement: statement.index, applies: false, reason: mismatch };

  const leftOut: string[] = [];
  for (const condition of statement.conditions) {
    const { holds, note } = judgeCondition(condition, scope);
    if (!holds) return { statement: statement.index, applies: false, reason: note };
    if (note !== null) leftOut.push(note);
  }
  const reason = ['every part matches', ...leftOut.map((note) => `left out because ${note}`)].join('; ');
  return { statement: statement.index, applies: true, reason };
}

function principalMismatch(principals: PrincipalSet | null, principal: RequestPrincipal): string | null {
  if (principals === null) return 'the statement has no Principal';
  if (principalMatches(principals, principal)) return null;
  const name = 'service' in principal ? principal.service : principal.aws;
  return `principal ${name} ${principals.negated ? 'is excepted by NotPrincipal' : 'is not named'}`;
}

/** "The prefix and the action name are case insensitive." (IAM User Guide, reference_policies_elements_action) */
function actionMismatch(actions: PatternSet | null, action: string): string | null {
  if (actions === null) return 'the statement has no Action';
  const wanted = action.toLowerCase();
  const isListed = actions.patterns.some((pattern) => globMatches(pattern.toLowerCase(), wanted));
  if (isListed !== actions.negated) return null;
  return `action ${action} ${actions.negated ? 'is excepted by NotAction' : 'is not listed'}`;
}

/**
 * Without Resource a statement has no effect (KMS Developer Guide, key-policy-overview). A request without
 * a resource of its own is met by `*` only.
 */
function resourceMismatch(
  resources: PatternSet | null,
  resource: string | null,
  scope: Scope,
): string | null {
  if (resources === null) return 'the statement has no Resource';
  const wanted = charactersOf(resource ?? '*');
  const isListed = resources.patterns.some((pattern) => resourceMatches(pattern, wanted, scope));
  if (isListed !== resources.negated) return null;
  const name = resource === null ? 'no resource' : `resource ${quote(resource)}`;
  return `${name} ${resources.negated ? 'is excepted by NotResource' : 'is not listed'}`;
}

/**
 * A wildcard may reach across colons, so the ARN is matched as one text. A variable may stand only after
 * the fifth colon; one that stands earlier, or has no value, "will not match any resource".
 * (IAM User Guide, reference_policies_elements_resource; reference_policies_variables)
 */
function resourceMatches(pattern: string, resource: readonly string[], scope: Scope): boolean {
  const template = readTemplate(pattern, scope.version);
  const hasVariable = template.some((part) => part.kind === 'variable');
  if (hasVariable && colonsBeforeVariable(template) < 5) return false;
  const expected = fillTemplate(template, variablesOf(scope.context));
  return expected !== null && tokensMatch(tokenize(expected), resource);
}
