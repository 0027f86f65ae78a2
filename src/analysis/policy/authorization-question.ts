import { readArn } from './arn.ts';
import type { Grant } from './grants.ts';
import { worksAcrossAccounts } from './key-operations.ts';
import { bearingPolicies, isRootUser, type PolicyRef, type PolicySet } from './policy-set.ts';
import { type Naming, namingOf } from './principal.ts';
import type { PolicyRequest, RequestPrincipal } from './request.ts';
import type { Statement } from './shape.ts';

/** A statement that can decide, and the policy it is in. */
export interface Leaf {
  readonly statement: Statement;
  readonly policy: PolicyRef;
}

export type Leaves = readonly Leaf[];

/** What must hold for a request to be allowed, said of statements. Null: it holds without any. */
export interface AuthorizationQuestion {
  /** The policies that bear on it, and the only ones asked about. */
  readonly policies: readonly PolicyRef[];
  readonly denies: Leaves;
  /** Lists of Allows, one of each must apply: a level of an organisation, the boundary, the session. */
  readonly guardrails: readonly Leaves[];
  readonly limits: readonly Leaves[];
  /** Allows that suffice by themselves. */
  readonly direct: Leaves;
  /** Allows that suffice within the limits. */
  readonly limited: Leaves;
  /** Allows that suffice together with one of the principal's own, within the limits. */
  readonly delegating: Leaves | null;
  readonly identity: Leaves | null;
}

/**
 * How policies combine, made ready for one principal and action.
 *
 * - An explicit Deny overrides all. Each level of service and resource control policies must allow.
 * - Within an account an Allow of the principal's own or of the resource suffices. A role's trust policy and
 *   a key policy must allow in any case; where they name the account they leave it to the account's own
 *   policies, action by action.
 * - An Allow to the user, the session, or everyone is not limited by what identity policies, boundary or
 *   session policies leave unsaid; an Allow to a role is, to its boundary and session policies.
 * - Across accounts the resource's policy and the principal's own must both allow, the latter within its
 *   limits. Of KMS, only some operations work there.
 * - To services, identity providers and anonymous callers the resource's policy alone speaks. KMS and STS
 *   take no anonymous call (but to assume a role with a provider's token, which is the provider's call).
 * - A grant is to its grantee what a key policy would be that names it; in another account too if it was
 *   made there, for a grant in one's own account is trust in the key. Of a grant made elsewhere AWS does not
 *   say whether an identity policy is needed as well: it is taken to be.
 * - A root user has full access within these bounds. `arn:…:root` as a principal is meant to stand for an
 *   administrator of the account, so it assumes roles too, which a root user by its own keys cannot.
 *
 * (IAM User Guide, reference_policies_evaluation-logic_policy-eval-denyallow, …-cross-account; KMS Developer
 * Guide, key-policy-default, policy-evaluation, grants; Organizations User Guide, …_scps_evaluation)
 */
export function authorizationQuestion(
  policies: PolicySet,
  { principal, action }: Pick<PolicyRequest, 'principal' | 'action'>,
): AuthorizationQuestion {
  const bearing = bearingPolicies(policies, principal, action);
  const { serviceControl, resourceControl, resource, grants, identity, boundary, session } = bearing;
  const leaves = (effect: Statement['effect'], refs: readonly PolicyRef[]): Leaves =>
    refs.flatMap((policy) =>
      policy.document.statements
        .filter((statement) => statement.effect === effect)
        .map((statement) => ({ statement, policy })),
    );
  const own = [...identity, ...(boundary === null ? [] : [boundary]), ...session];
  const ofResource = resource === null ? [] : [resource];
  const all = [...serviceControl.flat(), ...resourceControl.flat(), ...ofResource, ...grants, ...own];
  const where = placeOf(policies, principal, action);
  const routed = [...leaves('Allow', ofResource), ...leaves('Allow', grants)].flatMap((leaf) => {
    const grant = leaf.policy.type === 'grant' ? policies.grants[leaf.policy.index] : undefined;
    const route = routeOf(leaf.statement, principal, where, grant);
    return route === null ? [] : [{ leaf, route }];
  });
  const by = (wanted: Route): Leaves =>
    routed.filter(({ route }) => route === wanted).map(({ leaf }) => leaf);
  return {
    policies: all,
    denies: leaves('Deny', all),
    guardrails: [...serviceControl, ...resourceControl].map((level) => leaves('Allow', level)),
    limits: [
      ...(boundary === null ? [] : [leaves('Allow', [boundary])]),
      ...(session.length === 0 && !isFederatedUser(principal) ? [] : [leaves('Allow', session)]),
    ],
    direct: by('direct'),
    limited: by('limited'),
    delegating: where.ownAllowSuffices ? null : by('delegating'),
    identity: isRootUser(principal) ? null : leaves('Allow', identity),
  };
}

/** Where the principal stands to the resource. */
interface Place {
  /** Null where the principal is of no account. */
  readonly account: string | null;
  readonly isForeign: boolean;
  /** Whether the resource takes the call at all, whatever its policy says. */
  readonly isTaken: boolean;
  readonly ownAllowSuffices: boolean;
}

function placeOf({ resource }: PolicySet, principal: RequestPrincipal, action: string): Place {
  const account = 'aws' in principal ? (readArn(principal.aws)?.account ?? null) : null;
  const isForeign = 'aws' in principal && resource !== null && account !== resource.account;
  const isGuarded = resource?.kind === 'key' || resource?.kind === 'trust';
  return {
    account,
    isForeign,
    isTaken:
      !(isForeign && resource.kind === 'key' && !worksAcrossAccounts(action)) &&
      !('anonymous' in principal && isGuarded),
    ownAllowSuffices: 'aws' in principal && !isForeign && !isGuarded,
  };
}

type Route = 'direct' | 'limited' | 'delegating';

const ROUTES: Readonly<Record<Naming, Route>> = {
  everyone: 'direct',
  itself: 'direct',
  role: 'limited',
  account: 'delegating',
};

/** What an Allow of the resource's policy, or a grant, is worth to the principal; null: nothing. */
function routeOf(
  { principals }: Statement,
  principal: RequestPrincipal,
  { account, isForeign, isTaken }: Place,
  grant: Grant | undefined,
): Route | null {
  const naming = principals === null || !isTaken ? null : namingOf(principals, principal);
  if (naming === null) return null;
  const isTrusted = !isForeign || (account !== null && issuerOf(grant) === account);
  return isTrusted ? ROUTES[naming] : 'delegating';
}

/** ListGrants writes the account that made a grant as its root. */
function issuerOf(grant: Grant | undefined): string | null {
  const issuer = grant?.issuingAccount ?? null;
  return issuer === null ? null : (readArn(issuer)?.account ?? issuer);
}

/** "If there is no session policy …" only a role session is allowed. (IAM User Guide, …-denyallow) */
function isFederatedUser(principal: RequestPrincipal): boolean {
  const arn = 'aws' in principal ? readArn(principal.aws) : null;
  return arn?.service === 'sts' && arn.resource.startsWith('federated-user/');
}
