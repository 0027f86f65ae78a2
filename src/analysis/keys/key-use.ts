import type { RequestWitness } from '../../model/finding.ts';
import type { Unread } from '../../model/lookup.ts';
import { serviceDomain } from '../callers/service-principals.ts';
import { accountOf } from '../callers/written-principal.ts';
import type { Held } from '../permissions/holder.ts';
import { type Deed, mayDo, type Permission } from '../permissions/permission.ts';
import { permissionWitness } from '../permissions/witness.ts';
import type { Context, KeyFacts } from '../policy/decide/dimension.ts';
import { evaluateRequest } from '../policy/evaluate-request.ts';
import type { Grant } from '../policy/grants.ts';
import type { ResourcePolicy } from '../policy/policy-set.ts';
import type { PolicyRequest } from '../policy/request.ts';
import { carriedAbout, carries, kmsKeyFacts } from './kms-keys.ts';
import type { StoredKeyPolicy } from './stored-policy.ts';

/** How a service asks for a key with the credentials of a user or role. */
export interface ServiceUse {
  readonly policy: StoredKeyPolicy;
  /** The service that asks, without Region and domain. */
  readonly service: string;
  /** What is known besides of what such requests carry; null: nothing special. */
  readonly keyFacts: (name: string) => KeyFacts | null;
}

/** Whether a user or role may do one thing with a key. */
export type Use =
  | { readonly answer: 'allowed'; readonly witness: PolicyRequest }
  | { readonly answer: 'refused'; readonly witness: PolicyRequest }
  | { readonly answer: 'unread'; readonly unread: Unread }
  | { readonly answer: 'open'; readonly on: readonly string[] };

/**
 * Whether a user or role may do something with a key through a service, by the key policy, its own policies and
 * the grants. A grant only adds; under which encryption context it holds is not read.
 */
export function mayUse(held: Held, action: string, use: ServiceUse): Use {
  const { grants } = use.policy.key;
  const without = permissionTo(held, action, use, []);
  if (without.answer === 'allowed') return without;
  if (!grants.known) return { answer: 'unread', unread: grants.unread };
  const to = held.holder.arn;
  const all = grants.value.map(
    // Whom a grant is to that names nobody, it may be to this one.
    ({ grantee, ...rest }): Grant => ({ ...rest, grantee: grantee ?? to, constraints: null }),
  );
  const granted = permissionTo(held, action, use, all);
  if (granted.answer !== without.answer) return { answer: 'open', on: ['the constraints of a grant'] };
  return without.answer === 'refused' ? without : { answer: 'open', on: [...without.on, ...without.doubts] };
}

function permissionTo(held: Held, action: string, use: ServiceUse, grants: readonly Grant[]): Permission {
  const { holder } = held;
  const { key } = use.policy;
  const owner = accountOf(key.arn);
  const deed: Deed = {
    action,
    resource: key.arn,
    resourcePolicy: asResourcePolicy(use.policy, owner),
    grants,
    carries: { ...carriedAbout(key), ...carriedThrough(action, use, holder.account) },
    keyFacts: (name) => use.keyFacts(name) ?? kmsKeyFacts(name, action, key),
  };
  // Resource control policies are those of the account that the key is in. (Organizations User Guide, *RCPs*)
  const policies = owner === holder.account ? holder.policies : { ...holder.policies, resourceControl: [] };
  return mayDo({ ...holder, policies }, deed);
}

const asResourcePolicy = ({ document }: StoredKeyPolicy, account: string): ResourcePolicy => ({
  kind: 'key',
  document,
  account,
});

/** A service that calls in somebody's name says so. (KMS Developer Guide, conditions-kms) */
function carriedThrough(action: string, { policy, service }: ServiceUse, account: string): Context {
  const [, partition = '', , region = ''] = policy.key.arn.split(':');
  return {
    'aws:viaawsservice': 'true',
    'kms:viaservice': `${service}.${region}.${serviceDomain(partition)}`,
    'kms:calleraccount': account,
    ...(carries(action, 'kms:grantisforawsresource') ? { 'kms:grantisforawsresource': 'true' } : {}),
  };
}

/** A refused request with the policy that decides it: the key policy, unless one of its own denies it. */
export function useWitness(held: Held, request: PolicyRequest, policy: StoredKeyPolicy): RequestWitness {
  const { principal, action, resource, context } = request;
  if (resource === null) return permissionWitness(held, request);
  const { policies } = held.holder;
  const { effect, decidedBy } = evaluateRequest({
    ...request,
    identityPolicies: policies.identity,
    permissionsBoundary: policies.boundary,
    serviceControlPolicies: policies.serviceControl,
    resourceControlPolicies: policies.resourceControl,
    resourcePolicy: policy.document,
    resourcePolicyKind: 'key',
    resourceAccount: accountOf(policy.key.arn),
    reading: 'refused-parts-ignored',
  });
  if (decidedBy !== null && decidedBy.policy !== 'resource') return permissionWitness(held, request);
  return {
    kind: 'request',
    document: policy.text,
    statement: decidedBy?.statement ?? null,
    principal,
    action,
    resource,
    context,
    decision: effect,
  };
}
