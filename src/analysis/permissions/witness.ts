import type { RequestWitness } from '../../model/finding.ts';
import { evaluatePolicy, type PolicyKind } from '../policy/evaluate.ts';
import { evaluateRequest } from '../policy/evaluate-request.ts';
import type { PolicyRequest } from '../policy/request.ts';
import { putTogether, type StoredPolicy } from '../stored-policy.ts';
import type { Held } from './holder.ts';

const reading = 'refused-parts-ignored';

/**
 * The request with the policy that decides it: the one whose statement allows or denies, or where none does the
 * policies that would have had to, those of one kind put together as one document.
 */
export function permissionWitness({ holder, stored }: Held, request: PolicyRequest): RequestWitness {
  const { effect, decidedBy } = evaluateRequest({
    ...request,
    identityPolicies: holder.policies.identity,
    permissionsBoundary: holder.policies.boundary,
    serviceControlPolicies: holder.policies.serviceControl,
    resourceControlPolicies: holder.policies.resourceControl,
    reading,
  });
  const of = {
    identity: stored.identity,
    boundary: stored.boundary === null ? [] : [stored.boundary],
    serviceControl: stored.serviceControl.flat(),
    resourceControl: stored.resourceControl.flat(),
    session: [],
    resource: [],
    grant: [],
  };
  const deciding = decidedBy === null ? undefined : of[decidedBy.policy][decidedBy.index];
  return {
    kind: 'request',
    document: deciding?.text ?? putTogether(silentOnes({ stored }, request)),
    statement: deciding === undefined ? null : (decidedBy?.statement ?? null),
    principal: request.principal,
    action: request.action,
    resource: request.resource,
    context: request.context,
    decision: effect,
  };
}

/** The policies of which one would have had to allow the request, and none does. */
function silentOnes({ stored }: Pick<Held, 'stored'>, request: PolicyRequest): readonly StoredPolicy[] {
  const levels: readonly (readonly [PolicyKind, readonly StoredPolicy[]])[] = [
    ['identity', stored.identity],
    ...(stored.boundary === null ? [] : ([['identity', [stored.boundary]]] as const)),
    ...stored.serviceControl.map((level) => ['identity', level] as const),
    ...stored.resourceControl.map((level) => ['resource', level] as const),
  ];
  const silent = levels.find(
    ([kind, level]) =>
      !level.some(
        ({ document }) => evaluatePolicy(document, request, { kind, reading }).effect === 'allowed',
      ),
  );
  return silent?.[1] ?? stored.identity;
}
