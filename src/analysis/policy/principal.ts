import { readArn } from './arn.ts';
import type { RequestPrincipal } from './request.ts';
import type { PrincipalSet } from './shape.ts';

/**
 * `*` names everyone, service principals too. A NotPrincipal names whom its list does not.
 *
 * Service principals are compared exactly: AWS documents them in lower case and says nothing of others.
 * There are no wildcards inside a name, so `{"Service": "*"}` names nobody.
 *
 * NotPrincipal reads its list as Principal does: an account in it excepts the whole account. AWS asks to
 * list account, role and session together and documents no result for less.
 * (IAM User Guide, reference_policies_elements_principal)
 */
export function principalMatches(set: PrincipalSet, principal: RequestPrincipal): boolean {
  const isNamed =
    'service' in principal
      ? set.services.includes(principal.service)
      : set.aws.some((named) => awsPrincipalMatches(named, principal.aws));
  return (set.any || isNamed) !== set.negated;
}

/**
 * An account id or account root stands for every principal of the account; a role stands for its sessions
 * as well; anything else for itself. The unique id that is left of a deleted user or role (AIDA…, AROA…)
 * is nobody's ARN. (IAM User Guide, reference_policies_elements_principal)
 */
function awsPrincipalMatches(named: string, caller: string): boolean {
  if (named === caller) return true;
  const of = readArn(caller);
  if (of === null) return false;
  if (/^\d{12}$/.test(named)) return of.account === named;
  const arn = readArn(named);
  if (arn?.service !== 'iam' || arn.partition !== of.partition || arn.account !== of.account) return false;
  if (arn.resource === 'root') return true;
  if (!arn.resource.startsWith('role/')) return false;
  // A session's ARN has the name of the role but not its path.
  const [type, roleName] = of.resource.split('/');
  return of.service === 'sts' && type === 'assumed-role' && roleName === arn.resource.split('/').at(-1);
}
