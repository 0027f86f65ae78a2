import { arnDimension } from '../policy/decide/arn-dimension.ts';
import { type Case, decide } from '../policy/decide/decide.ts';
import type { Context, KeyFacts } from '../policy/decide/dimension.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { askedIn } from './asked-conditions.ts';
import { documentsOnServices, type GuardedPolicy, policiesOn } from './guarded-policy.ts';
import { type AskedOrganizations, askedOrganizations } from './organizations.ts';
import { serviceKeyFacts } from './service-keys.ts';
import { sourceOrganizationKeys } from './source-keys.ts';
import type { Place, SourceOption, Sources } from './sources.ts';

/** A question about every request that a service makes on behalf of one of some sources. */
export interface ServiceQuestion {
  readonly policy: GuardedPolicy;
  readonly service: string;
  readonly action: string;
  readonly sources: Omit<Sources, 'options'>;
  /** The sources that the question is about. */
  readonly among: readonly SourceOption[];
  /** The organisation of the source; null: the service does not tell it. */
  readonly organization: AskedOrganizations | null;
  /** What the request carries besides, and what is known of further keys; null: nothing special. */
  readonly carries?: Context;
  readonly keyFacts?: (key: string) => KeyFacts | null;
}

/** Whether a policy lets a service in, for every such request. */
export function askService(question: ServiceQuestion): readonly Case[] {
  const { policy, service, action, sources, among, organization } = question;
  const { account, document, resource, guardrails } = policy;
  const principal = { service };
  const keyFacts = (key: string): KeyFacts => question.keyFacts?.(key) ?? serviceKeyFacts(key, account);
  const ofOrganization =
    organization === null
      ? { keys: sourceOrganizationKeys, options: [{}], unverified: false, doubts: [] }
      : askedOrganizations(
          sourceOrganizationKeys,
          organization,
          documentsOnServices(document, guardrails).flatMap(askedIn),
          (key) => ({ kind: keyFacts(key.toLowerCase()).presence === 'never' ? 'absent' : 'open' }),
        );
  return decide({
    policies: policiesOn(policy, { principal, action }),
    principal,
    action,
    resource,
    // Sent with every call of a service principal (IAM User Guide, reference_policies_condition-keys).
    fixed: {
      ...question.carries,
      'aws:principalisawsservice': 'true',
      'aws:principalservicename': service,
    },
    dimensions: [arnDimension(sources.family, sources.doubts, among), ofOrganization],
    keyFacts,
  });
}

/** A role's trust policy, as the policy of the role. */
export const trustOf = (
  document: PolicyDocument,
  { account, resource, guardrails }: Pick<Place, 'account' | 'resource' | 'guardrails'>,
): GuardedPolicy => ({ kind: 'trust', document, account, resource, guardrails });
