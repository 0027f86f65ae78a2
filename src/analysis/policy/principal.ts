import { readArn } from './arn.ts';
import type { RequestPrincipal } from './request.ts';
import type { PrincipalSet } from './shape.ts';

/**
 * How an element takes in a principal: with everyone; by its own name; as a session of the role that it names;
 * as one of an account. What an Allow in a resource's policy is worth depends on it.
 * (IAM User Guide, reference_policies_evaluation-logic_policy-eval-denyallow, "Resource-based policies")
 */
export type Naming = 'everyone' | 'itself' | 'role' | 'account';

/**
 * `*` names everyone: service principals, federated ones and callers that sign nothing too; `{"AWS": "*"}`
 * is the same. A NotPrincipal names whom its list does not.
 *
 * Service principals are compared exactly: AWS documents them in lower case and says nothing of others; and
 * so are identity providers. There are no wildcards inside a name, so `{"Service": "*"}` names nobody.
 *
 * NotPrincipal reads its list as Principal does: an account in it excepts the whole account. AWS asks to
 * list account, role and session together and documents no result for less.
 * (IAM User Guide, reference_policies_elements_principal)
 */
export function principalMatches(set: PrincipalSet, principal: RequestPrincipal): boolean {
  return namingOf(set, principal) !== null;
}

/** The most direct of the ways in which an element names a principal; null where it does not. */
export function namingOf(set: PrincipalSet, principal: RequestPrincipal): Naming | null {
  const naming = set.any ? 'everyone' : namingIn(set, principal);
  if (!set.negated) return naming;
  return naming === null ? 'everyone' : null;
}

function namingIn(set: PrincipalSet, principal: RequestPrincipal): Naming | null {
  if ('service' in principal) return set.services.includes(principal.service) ? 'itself' : null;
  if ('federated' in principal) return set.federated.includes(principal.federated) ? 'itself' : null;
  if (!('aws' in principal)) return null;
  let best: Naming | null = null;
  for (const named of set.aws) {
    const naming = awsNaming(named, principal.aws);
    if (naming === 'itself') return naming;
    if (naming === 'role' || best === null) best = naming;
  }
  return best;
}

/**
 * An account id or account root stands for every principal of the account; a role stands for its sessions
 * as well; anything else for itself. The unique id that is left of a deleted user or role (AIDA…, AROA…)
 * is nobody's ARN. (IAM User Guide, reference_policies_elements_principal)
 */
function awsNaming(named: string, caller: string): Naming | null {
  const of = readArn(caller);
  if (of === null) return named === caller ? 'itself' : null;
  if (/^\d{12}$/.test(named)) return of.account === named ? 'account' : null;
  const arn = readArn(named);
  if (arn?.service === 'iam' && arn.partition === of.partition && arn.account === of.account) {
    if (arn.resource === 'root') return 'account';
    // Whoever acts as a role does so in a session of it, also where the session is not known.
    if (arn.resource.startsWith('role/')) return isSessionOf(arn.resource, of) ? 'role' : null;
  }
  return named === caller ? 'itself' : null;
}

function isSessionOf(role: string, { service, resource }: { service: string; resource: string }): boolean {
  if (service === 'iam') return resource === role;
  // A session's ARN has the name of the role but not its path.
  const [type, roleName] = resource.split('/');
  return service === 'sts' && type === 'assumed-role' && roleName === role.split('/').at(-1);
}

/** A principal in a sentence. */
export function nameOf(principal: RequestPrincipal): string {
  if ('service' in principal) return principal.service;
  if ('aws' in principal) return principal.aws;
  return 'federated' in principal ? principal.federated : 'anonymous';
}
