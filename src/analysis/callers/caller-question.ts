import { type Case, decide } from '../policy/decide/decide.ts';
import type { Context, KeyFacts } from '../policy/decide/dimension.ts';
import { type OrganizationFamily, organizationDimension } from '../policy/decide/organization-dimension.ts';
import type { RequestPrincipal } from '../policy/request.ts';
import { askedIn } from './asked-conditions.ts';
import { callerKeyFacts } from './caller-keys.ts';
import { type Caller, principalAccountKey, principalArnKey } from './callers.ts';
import { documentsOnCallers, type GuardedPolicy, policiesOn } from './guarded-policy.ts';

/** A question about every request that one identity, or what it stands for, can make. */
export interface CallerQuestion {
  readonly policy: GuardedPolicy;
  readonly caller: Caller | { readonly federated: string };
  readonly action: string;
  /** The organisation of the caller. */
  readonly organization: Omit<OrganizationFamily, 'idKey' | 'pathsKey'>;
  /** What the request carries besides. */
  readonly carries: Context;
  /** What is known of further keys; null: nothing special. */
  readonly keyFacts: (key: string) => KeyFacts | null;
}

/**
 * Whether a resource's policy lets a caller in, for every such request. The caller's own policies allow it all:
 * whoever administers a foreign account sees to that.
 */
export function askCaller(question: CallerQuestion): readonly Case[] {
  const { policy, caller, action, organization, carries } = question;
  const { document, resource, guardrails } = policy;
  const keyFacts = (key: string): KeyFacts => question.keyFacts(key) ?? callerKeyFacts(key);
  const fixed: Context = {
    ...carries,
    'aws:principalisawsservice': 'false',
    ...('arn' in caller
      ? { [principalArnKey]: caller.principalArn, [principalAccountKey]: caller.account }
      : {}),
  };
  const principal: RequestPrincipal = 'arn' in caller ? { aws: caller.arn } : caller;
  return decide({
    policies: policiesOn(policy, { principal, action }),
    principal,
    action,
    resource,
    fixed,
    dimensions: [
      organizationDimension(
        { idKey: 'aws:principalorgid', pathsKey: 'aws:principalorgpaths', ...organization },
        documentsOnCallers(document, guardrails).flatMap(askedIn),
        () => ({ kind: 'open' }),
      ),
    ],
    keyFacts,
  });
}
