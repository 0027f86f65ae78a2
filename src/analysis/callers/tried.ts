import type { RequestWitness } from '../../model/finding.ts';
import type { Levels } from '../organization/guardrails.ts';
import { type Decision, evaluatePolicy, type Reading } from '../policy/evaluate.ts';
import type { PolicyRequest } from '../policy/request.ts';
import { putTogether, type StoredPolicy } from '../stored-policy.ts';
import { type GuardedPolicy, levelsOver } from './guarded-policy.ts';

/** A request, and what is said to it. */
export interface Tried {
  readonly request: PolicyRequest;
  readonly decision: Decision;
  /** The policy of the organisation that refuses what the resource's own lets through; null: the latter decides. */
  readonly guardrail: Guardrail | null;
}

/** A request that the resource's own policy lets through and the organisation refuses. */
export interface Refused extends Tried {
  readonly guardrail: Guardrail;
}

/** A policy of an organisation; where a level of them leaves a request unsaid, all of that level. */
interface Guardrail extends Pick<StoredPolicy, 'name' | 'text'> {
  readonly type: 'resource control policy' | 'service control policy';
  /** The Sid of the statement that decides; null: it has none, or none decides. */
  readonly sid: string | null;
}

/** Puts requests to a policy and, where it lets them through, to what the organisation has over it. */
export const triedIn =
  (policy: GuardedPolicy, reading: Reading) =>
  (request: PolicyRequest): Tried => {
    const kind = policy.kind === 'trust' ? 'trust' : 'resource';
    const decision = evaluatePolicy(policy.document, request, { kind, reading });
    const refusal = decision.effect === 'allowed' ? refusalBy(policy, request, reading) : null;
    return refusal === null ? { request, decision, guardrail: null } : { request, ...refusal };
  };

/** The request as the organisation refuses it, if it is that which does. */
export const refusedOf = (tried: Tried): Refused | null =>
  tried.guardrail === null ? null : { ...tried, guardrail: tried.guardrail };

interface Refusal {
  readonly decision: Decision;
  readonly guardrail: Guardrail;
}

/** The first refusal of a guardrail; a Deny before what a level leaves unsaid. */
function refusalBy(policy: GuardedPolicy, request: PolicyRequest, reading: Reading): Refusal | null {
  const { serviceControl, resourceControl } = levelsOver(policy, request);
  const refusals = [
    ...refusalsIn(resourceControl, 'resource control policy', request, reading),
    ...refusalsIn(serviceControl, 'service control policy', request, reading),
  ];
  return refusals.find(({ decision }) => decision.effect === 'explicitDeny') ?? refusals[0] ?? null;
}

function refusalsIn(
  levels: Levels,
  type: Guardrail['type'],
  request: PolicyRequest,
  reading: Reading,
): readonly Refusal[] {
  // A service control policy names no principal.
  const kind = type === 'service control policy' ? 'identity' : 'resource';
  return levels.flatMap((level): readonly Refusal[] => {
    const judged = level.map((stored) => ({
      stored,
      decision: evaluatePolicy(stored.document, request, { kind, reading }),
    }));
    const denying = judged.find(({ decision }) => decision.effect === 'explicitDeny');
    if (denying !== undefined) {
      const { stored, decision } = denying;
      const { name, text, document } = stored;
      const { sid = null } = document.statements.find(({ index }) => index === decision.statement) ?? {};
      return [{ decision, guardrail: { type, name, text, sid } }];
    }
    if (judged.some(({ decision }) => decision.effect === 'allowed')) return [];
    const name = level.map((each) => each.name).join(', ');
    const trace = judged.flatMap(({ decision }) => decision.trace);
    return [
      {
        decision: { effect: 'implicitDeny', statement: null, trace },
        guardrail: { type, name, text: putTogether(level), sid: null },
      },
    ];
  });
}

/** As a witness: it holds all that is needed to check the decision by hand. `document`: the resource's policy. */
export const requestWitness = (
  document: string,
  { request, decision, guardrail }: Tried,
): RequestWitness => ({
  kind: 'request',
  document: guardrail?.text ?? document,
  statement: decision.statement,
  principal: request.principal,
  action: request.action,
  resource: request.resource,
  context: request.context,
  decision: decision.effect,
});
