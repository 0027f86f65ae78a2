import { documentsAt, type Guardrails, isServiceLinked, noGuardrails } from '../organization/guardrails.ts';
import { type PolicyDocument, parsePolicy } from '../policy/document.ts';
import type { PolicySet, ResourcePolicy } from '../policy/policy-set.ts';
import type { PolicyRequest } from '../policy/request.ts';
import { accountOf } from './written-principal.ts';

/** A resource's policy, and what the organisation of its account puts over it. */
export interface GuardedPolicy extends ResourcePolicy {
  /** What a request for the resource names; null: its own policy has no word for it, and no guardrail is there. */
  readonly resource: string | null;
  readonly guardrails: Guardrails;
}

/** The documents in which a question about a service looks for what they tell apart: the resource's own first. */
export const documentsOnServices = (
  document: PolicyDocument,
  { resourceControl }: Guardrails,
): readonly PolicyDocument[] => [document, ...documentsAt(resourceControl).flat()];

/** The same for users and roles, who may be of the account itself. */
export const documentsOnCallers = (
  document: PolicyDocument,
  guardrails: Guardrails,
): readonly PolicyDocument[] => [
  ...documentsOnServices(document, guardrails),
  ...documentsAt(guardrails.serviceControl).flat(),
];

/**
 * The policies that bear on what somebody asks of a resource. The caller's own policies allow it all: whoever
 * administers a foreign account sees to that; a service has none.
 *
 * RCPs bear on "principals trying to access resources in a member account … regardless of whether the
 * principals belong to the same organizations or not", service principals among them: the guide's own example
 * denies with `aws:PrincipalIsAWSService`. SCPs bear on the account's own users and roles, and neither on those
 * that are service-linked. (Organizations User Guide, orgs_manage_policies_rcps, …_rcps_examples, …_scps)
 */
export const policiesOn = (
  policy: GuardedPolicy,
  request: Pick<PolicyRequest, 'principal' | 'action'>,
): PolicySet => {
  const { kind, document, account } = policy;
  const { serviceControl, resourceControl } = levelsOver(policy, request);
  return {
    identity,
    resource: { kind, document, account },
    boundary: null,
    session: [],
    serviceControl: documentsAt(serviceControl),
    resourceControl: documentsAt(resourceControl),
    grants: [],
  };
};

/** "RCPs do not impact the kms:RetireGrant permission." (Organizations User Guide, orgs_manage_policies_rcps) */
export const isUnderResourceControl = (action: string): boolean => action.toLowerCase() !== 'kms:retiregrant';

/** The levels that bear on such a request. */
export function levelsOver(
  { account, guardrails }: GuardedPolicy,
  { principal, action }: Pick<PolicyRequest, 'principal' | 'action'>,
): Guardrails {
  const aws = 'aws' in principal ? principal.aws : null;
  if (aws !== null && isServiceLinked(aws)) return noGuardrails;
  return {
    serviceControl: aws !== null && accountOf(aws) === account ? guardrails.serviceControl : [],
    resourceControl: isUnderResourceControl(action) ? guardrails.resourceControl : [],
  };
}

const { document: everything } = parsePolicy(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
  }),
);
if (everything === null) throw new Error('a policy that allows everything is a policy');
const identity = [everything];
