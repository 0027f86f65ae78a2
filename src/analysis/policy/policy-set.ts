import { readArn } from './arn.ts';
import type { PolicyKind } from './evaluate.ts';
import { type Grant, policyOfGrant } from './grants.ts';
import type { RequestPrincipal } from './request.ts';
import type { PolicyDocument, Statement } from './shape.ts';

/** The policy of the resource itself. */
export interface ResourcePolicy {
  /** A role's trust policy and a key's policy must allow even within the account; others need not. */
  readonly kind: 'trust' | 'key' | 'resource';
  readonly document: PolicyDocument;
  /** The account that owns the resource. */
  readonly account: string;
}

/** All policies that bear on one request. (IAM User Guide, access_policies, "Policy types") */
export interface PolicySet {
  /** Of the principal; none of a service, an identity provider or an anonymous caller. */
  readonly identity: readonly PolicyDocument[];
  /** Null for a resource that has no policy and is of the principal's own account. */
  readonly resource: ResourcePolicy | null;
  /** Null where the principal has no permissions boundary. */
  readonly boundary: PolicyDocument | null;
  readonly session: readonly PolicyDocument[];
  /**
   * Service control policies of the principal's account, a list for each level: root, organisational units,
   * account. No level where none apply: for a service-linked role, in the management account, outside an
   * organisation. (AWS Organizations User Guide, orgs_manage_policies_scps)
   */
  readonly serviceControl: readonly (readonly PolicyDocument[])[];
  /**
   * Resource control policies of the resource's account, likewise, RCPFullAWSAccess included. No level where
   * none apply: for a service-linked role, to a key that AWS manages, to a service without them.
   * (AWS Organizations User Guide, orgs_manage_policies_rcps)
   */
  readonly resourceControl: readonly (readonly PolicyDocument[])[];
  /** On the KMS key. */
  readonly grants: readonly Grant[];
}

export type PolicyType =
  | 'serviceControl'
  | 'resourceControl'
  | 'resource'
  | 'grant'
  | 'identity'
  | 'boundary'
  | 'session';

/** A policy that bears on the request. */
export interface PolicyRef {
  readonly type: PolicyType;
  /** Its place among those of its type, the levels of control policies one after the other. */
  readonly index: number;
  /** How its statements are matched. */
  readonly kind: PolicyKind;
  readonly document: PolicyDocument;
}

/** The policies that bear on a request, by what they do to it. */
interface BearingPolicies {
  readonly serviceControl: readonly (readonly PolicyRef[])[];
  readonly resourceControl: readonly (readonly PolicyRef[])[];
  readonly resource: PolicyRef | null;
  readonly grants: readonly PolicyRef[];
  readonly identity: readonly PolicyRef[];
  readonly boundary: PolicyRef | null;
  readonly session: readonly PolicyRef[];
}

/**
 * Only users, roles and the root user of an account have policies of their own and are under service control
 * policies; a root user has neither policies nor a boundary. "The kms:RetireGrant permission isn't effective
 * in an RCP." (AWS Organizations User Guide, orgs_manage_policies_scps, orgs_manage_policies_rcps; KMS
 * Developer Guide, resource-control-policies)
 */
export function bearingPolicies(
  set: PolicySet,
  principal: RequestPrincipal,
  action: string,
): BearingPolicies {
  const isIdentity = 'aws' in principal;
  const hasPolicies = isIdentity && !isRootUser(principal);
  const boundary = hasPolicies ? set.boundary : null;
  return {
    serviceControl: isIdentity ? inLevels('serviceControl', 'identity', set.serviceControl) : [],
    resourceControl:
      action.toLowerCase() === 'kms:retiregrant'
        ? []
        : inLevels('resourceControl', 'resource', set.resourceControl),
    resource: resourceRef(set.resource, boundary !== null),
    grants: refs('grant', 'resource', set.grants.map(policyOfGrant)),
    identity: refs('identity', 'identity', hasPolicies ? set.identity : []),
    boundary: boundary === null ? null : { type: 'boundary', index: 0, kind: 'identity', document: boundary },
    session: refs('session', 'identity', hasPolicies ? set.session : []),
  };
}

export function isRootUser(principal: RequestPrincipal): boolean {
  const arn = 'aws' in principal ? readArn(principal.aws) : null;
  return arn?.service === 'iam' && arn.resource === 'root';
}

function refs(
  type: PolicyType,
  kind: PolicyKind,
  documents: readonly PolicyDocument[],
): readonly PolicyRef[] {
  return documents.map((document, index) => ({ type, index, kind, document }));
}

function inLevels(
  type: PolicyType,
  kind: PolicyKind,
  levels: readonly (readonly PolicyDocument[])[],
): readonly (readonly PolicyRef[])[] {
  let before = 0;
  return levels.map((level) => {
    const start = before;
    before += level.length;
    return level.map((document, index) => ({ type, index: start + index, kind, document }));
  });
}

function resourceRef(policy: ResourcePolicy | null, hasBoundary: boolean): PolicyRef | null {
  if (policy === null) return null;
  const { statements, ...rest } = policy.document;
  const document = hasBoundary ? { ...rest, statements: statements.map(withoutException) } : policy.document;
  return { type: 'resource', index: 0, kind: policy.kind === 'trust' ? 'trust' : 'resource', document };
}

/**
 * "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a permissions
 * boundary policy attached, regardless of the values specified in the NotPrincipal element."
 * (IAM User Guide, access_policies_boundaries)
 */
function withoutException(statement: Statement): Statement {
  if (statement.effect === 'Allow' || statement.principals?.negated !== true) return statement;
  return { ...statement, principals: { ...statement.principals, negated: false, any: true } };
}

/** The documents among them. */
export const documentsOf = (policies: PolicySet): readonly PolicyDocument[] => [
  ...policies.identity,
  ...(policies.resource === null ? [] : [policies.resource.document]),
  ...(policies.boundary === null ? [] : [policies.boundary]),
  ...policies.session,
  ...policies.serviceControl.flat(),
  ...policies.resourceControl.flat(),
];
