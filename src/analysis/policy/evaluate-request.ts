import { authorizationQuestion } from './authorization-question.ts';
import { combine, type Effect } from './authorize.ts';
import type { Reading } from './conditions.ts';
import { judgeStatement, scopeOf } from './evaluate.ts';
import type { Grant } from './grants.ts';
import type { PolicyRef, PolicySet, PolicyType, ResourcePolicy } from './policy-set.ts';
import type { PolicyRequest } from './request.ts';
import type { PolicyDocument, Statement } from './shape.ts';

/** A request, and the policies that bear on it. What is left out is not there. */
export type EvaluationRequest = PolicyRequest & PoliciesGiven;

/** The policies that bear on a request, as they are given. */
export type PoliciesGiven = PrincipalSide & (ResourceSide | NoResourceSide);

interface PrincipalSide {
  readonly identityPolicies?: readonly PolicyDocument[];
  readonly permissionsBoundary?: PolicyDocument | null;
  readonly sessionPolicies?: readonly PolicyDocument[];
  /**
   * One list a level: root, organisational units, account. Give none for a service-linked role, for the
   * management account and where there is no organisation.
   */
  readonly serviceControlPolicies?: readonly (readonly PolicyDocument[])[];
  /**
   * One list a level, RCPFullAWSAccess included. Give none for a service-linked role, for a key that AWS
   * manages and for a service that has none.
   */
  readonly resourceControlPolicies?: readonly (readonly PolicyDocument[])[];
  /** The grants on the KMS key. */
  readonly grants?: readonly Grant[];
  /** How to read what IAM would refuse; `refused-parts-match-nothing` if left out. */
  readonly reading?: Reading;
}

interface ResourceSide {
  readonly resourcePolicy: PolicyDocument;
  readonly resourcePolicyKind: ResourcePolicy['kind'];
  /** The account that owns the resource. */
  readonly resourceAccount: string;
}

/** A resource without a policy of its own, of the principal's account. */
interface NoResourceSide {
  readonly resourcePolicy?: null;
  readonly resourcePolicyKind?: undefined;
  readonly resourceAccount?: undefined;
}

/** A statement of one of the policies. */
interface StatementPlace {
  readonly policy: PolicyType;
  /** Which policy of that type, from 0; the levels of control policies follow each other. */
  readonly index: number;
  readonly statement: number;
}

interface TracedStatement extends StatementPlace {
  readonly sid: string | null;
  readonly applies: boolean;
  readonly reason: string;
}

export interface Evaluation {
  readonly effect: Effect;
  /** The Deny, or the Allow that grants; null for an implicit denial and for what a root user may by itself. */
  readonly decidedBy: StatementPlace | null;
  /** What became of each statement of each policy that bears on the request. */
  readonly trace: readonly TracedStatement[];
}

/**
 * Whether one request is allowed by all policies that bear on it, and by which statement. How they combine is
 * said at `authorizationQuestion`.
 *
 * Whoever asks to assume a role has an identity policy with the role in it, so its ARN is the request's
 * resource. A request to KMS carries an encryption context as `kms:EncryptionContext:…` and its names as
 * `kms:EncryptionContextKeys`; without the latter a grant with constraints does not apply.
 */
export function evaluateRequest(request: EvaluationRequest): Evaluation {
  const { reading = 'refused-parts-match-nothing' } = request;
  const question = authorizationQuestion(policySetOf(request), request);
  const trace = question.policies.map((policy) => judgePolicy(policy, request, reading));
  const applying = new Map(
    question.policies.map((policy, position) => [
      policy,
      new Set(trace[position]?.filter(({ applies }) => applies).map(({ statement }) => statement)),
    ]),
  );
  const { effect, decidedBy } = combine(
    question,
    ({ index }, policy) => applying.get(policy)?.has(index) === true,
  );
  return {
    effect,
    decidedBy: decidedBy === null ? null : placeOf(decidedBy.statement, decidedBy.policy),
    trace: trace.flat(),
  };
}

function judgePolicy(
  policy: PolicyRef,
  request: PolicyRequest,
  reading: Reading,
): readonly TracedStatement[] {
  const { document, kind } = policy;
  const scope = scopeOf(document, request, reading);
  return document.statements.map((statement) => ({
    ...placeOf(statement, policy),
    sid: statement.sid,
    ...judgeStatement(statement, request, kind, scope),
  }));
}

const placeOf = (statement: Statement, { type, index }: PolicyRef): StatementPlace => ({
  policy: type,
  index,
  statement: statement.index,
});

/** What is left out is not there. */
export function policySetOf(given: PoliciesGiven): PolicySet {
  const { resourcePolicy = null, resourcePolicyKind, resourceAccount } = given;
  return {
    identity: given.identityPolicies ?? [],
    resource:
      resourcePolicy === null || resourcePolicyKind === undefined
        ? null
        : { kind: resourcePolicyKind, document: resourcePolicy, account: resourceAccount },
    boundary: given.permissionsBoundary ?? null,
    session: given.sessionPolicies ?? [],
    serviceControl: given.serviceControlPolicies ?? [],
    resourceControl: given.resourceControlPolicies ?? [],
    grants: given.grants ?? [],
  };
}
