import { judgeCondition, type Reading, readContext, type Scope, variablesOf } from './conditions.ts';
import { charactersOf, globMatches, tokenize, tokensMatch } from './glob.ts';
import { nameOf, principalMatches } from './principal.ts';
import { quote } from './quote.ts';
import type { PolicyRequest, RequestPrincipal } from './request.ts';
import type { PatternSet, PolicyDocument, PolicyVersion, PrincipalSet, Statement } from './shape.ts';
import { colonsBeforeVariable, fillTemplate, readTemplate, variablesIn } from './template.ts';

export type { Reading } from './conditions.ts';

/** A trust policy has no Resource, a policy of an identity no Principal. */
export type PolicyKind = 'trust' | 'resource' | 'identity';

interface EvaluationOptions {
  readonly kind: PolicyKind;
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

type Judged = Pick<StatementTrace, 'applies' | 'reason'>;

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
  const scope = scopeOf(document, request, options.reading);
  const trace = document.statements.map((statement) => ({
    statement: statement.index,
    ...judgeStatement(statement, request, options.kind, scope),
  }));
  const applying = document.statements.filter((_, position) => trace[position]?.applies === true);
  const deny = applying.find(({ effect }) => effect === 'Deny');
  if (deny !== undefined) return { effect: 'explicitDeny', statement: deny.index, trace };
  const allow = applying[0];
  if (allow !== undefined) return { effect: 'allowed', statement: allow.index, trace };
  return { effect: 'implicitDeny', statement: null, trace };
}

/** What the statements of a policy are judged against. */
export function scopeOf({ version }: PolicyDocument, { context }: PolicyRequest, reading: Reading): Scope {
  return { version, reading, context: readContext(context) };
}

/** Whether a statement applies to a request, and why or why not. */
export function judgeStatement(
  statement: Statement,
  request: PolicyRequest,
  kind: PolicyKind,
  scope: Scope,
): Judged {
  const mismatch = appliesStatically(statement, request, kind, scope);
  if (mismatch !== null) return { applies: false, reason: mismatch };
  const leftOut: string[] = [];
  for (const condition of statement.conditions) {
    const { holds, note } = judgeCondition(condition, scope);
    if (!holds) return { applies: false, reason: note };
    if (note !== null) leftOut.push(note);
  }
  const notes = [
    ...statement.refused.map((why) => `read as it stands though ${why}`),
    ...leftOut.map((note) => `left out because ${note}`),
  ];
  return { applies: true, reason: ['every part matches', ...notes].join('; ') };
}

/**
 * Why a statement does not apply to a request whatever its conditions say: the principal, the action or the
 * resource is another one, or IAM would refuse the statement. Null when nothing is in the way. Where there are
 * `resourceVariables`, the answer hangs on the context too.
 */
export function appliesStatically(
  statement: Statement,
  request: Pick<PolicyRequest, 'principal' | 'action' | 'resource'>,
  kind: PolicyKind,
  scope: Scope,
): string | null {
  return (
    (kind === 'identity' ? null : principalMismatch(statement.principals, request.principal)) ??
    actionMismatch(statement.actions, request.action) ??
    (kind === 'trust' ? null : resourceMismatch(statement.resources, request.resource, scope)) ??
    refusal(statement, scope)
  );
}

function refusal({ refused }: Statement, { reading }: Scope): string | null {
  const [first] = refused;
  if (first === undefined || reading === 'refused-parts-ignored') return null;
  return `the statement is not valid: ${first}`;
}

/** The keys of the variables in Resource or NotResource, as written. */
export function resourceVariables({ resources }: Statement, version: PolicyVersion): readonly string[] {
  return resources?.patterns.flatMap((pattern) => variablesIn(readTemplate(pattern, version))) ?? [];
}

function principalMismatch(principals: PrincipalSet | null, principal: RequestPrincipal): string | null {
  if (principals === null) return 'the statement has no Principal';
  if (principalMatches(principals, principal)) return null;
  return `principal ${nameOf(principal)} ${principals.negated ? 'is excepted by NotPrincipal' : 'is not named'}`;
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
  const hasVariable = variablesIn(template).length > 0;
  if (hasVariable && colonsBeforeVariable(template) < 5) return false;
  const expected = fillTemplate(template, variablesOf(scope.context));
  return expected !== null && tokensMatch(tokenize(expected), resource);
}
