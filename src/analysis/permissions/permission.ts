import { askedIn } from '../callers/asked-conditions.ts';
import { callerKeyFacts } from '../callers/caller-keys.ts';
import { principalAccountKey, principalArnKey } from '../callers/callers.ts';
import { organizationsOf } from '../callers/organization-of.ts';
import { type Case, decide } from '../policy/decide/decide.ts';
import type { Context, Dimension, KeyFacts } from '../policy/decide/dimension.ts';
import { organizationDimension } from '../policy/decide/organization-dimension.ts';
import { documentsOf, type PolicySet } from '../policy/policy-set.ts';
import type { PolicyRequest } from '../policy/request.ts';

/** A user or role, and every policy that bears on what it may do. */
export interface Holder {
  readonly arn: string;
  readonly account: string;
  /** The organisation of the account; null: it is in none; undefined: not known. */
  readonly organization: string | null | undefined;
  readonly policies: Omit<PolicySet, 'resource' | 'grants'>;
}

/** Something to do. */
export interface Deed {
  readonly action: string;
  /** Null for an action that takes no resource. */
  readonly resource: string | null;
  /** The policy of the resource, and grants on it; null where it has none, or where it is not to count. */
  readonly resourcePolicy?: PolicySet['resource'];
  readonly grants?: PolicySet['grants'];
  /** What each such request carries, by key in lower case. */
  readonly carries?: Context;
  /** What is known of further keys; null: nothing special. */
  readonly keyFacts?: (key: string) => KeyFacts | null;
}

/** Whether somebody may do something. */
export type Permission =
  | { readonly answer: 'allowed'; readonly witness: PolicyRequest }
  | { readonly answer: 'refused'; readonly witness: PolicyRequest }
  /** Some such requests are allowed and others not, or it is not known which. */
  | {
      readonly answer: 'depends';
      readonly on: readonly string[];
      readonly doubts: readonly string[];
      /** A request that is allowed; null: it is not known that there is one. */
      readonly sometimes: PolicyRequest | null;
    };

/** Whether every such request is allowed, or none, by all policies together. */
export function mayDo(holder: Holder, deed: Deed): Permission {
  const cases = casesOf(holder, deed);
  const [first] = cases;
  if (first === undefined) throw new Error('there is no case to judge');
  const doubts = cases.flatMap((each) => each.doubts);
  if (doubts.length === 0 && first.allowed !== null && cases.every(({ refused }) => refused === null)) {
    return { answer: 'allowed', witness: first.allowed };
  }
  if (doubts.length === 0 && first.refused !== null && cases.every(({ allowed }) => allowed === null)) {
    return { answer: 'refused', witness: first.refused };
  }
  const sometimes = cases.every(({ allowed }) => allowed !== null) ? first.allowed : null;
  return { answer: 'depends', on: keysThatDecide(cases), doubts, sometimes };
}

/** What all policies together say to every such request, case by case of what is not known. */
function casesOf(holder: Holder, deed: Deed): readonly Case[] {
  const policies: PolicySet = {
    ...holder.policies,
    resource: deed.resourcePolicy ?? null,
    grants: deed.grants ?? [],
  };
  return decide({
    policies,
    principal: { aws: holder.arn },
    action: deed.action,
    resource: deed.resource,
    fixed: {
      'aws:securetransport': 'true',
      'aws:resourceaccount': deed.resourcePolicy?.account ?? holder.account,
      ...deed.carries,
      'aws:principalisawsservice': 'false',
      [principalArnKey]: holder.arn,
      [principalAccountKey]: holder.account,
    },
    dimensions: [organizationOf(holder, policies)],
    keyFacts: (key) => deed.keyFacts?.(key) ?? callerKeyFacts(key),
  });
}

/** What an allowed request and a refused one differ in. */
function keysThatDecide(cases: readonly Case[]): readonly string[] {
  const [allowed] = cases.flatMap((each) => each.allowed ?? []);
  const [refused] = cases.flatMap((each) => each.refused ?? []);
  if (allowed === undefined || refused === undefined) return [];
  const keys = new Set([...Object.keys(allowed.context), ...Object.keys(refused.context)]);
  return [...keys].filter(
    (key) => JSON.stringify(allowed.context[key]) !== JSON.stringify(refused.context[key]),
  );
}

function organizationOf({ organization }: Holder, policies: PolicySet): Dimension {
  return organizationDimension(
    {
      idKey: 'aws:principalorgid',
      pathsKey: 'aws:principalorgpaths',
      members: organizationsOf(organization),
      orNone: typeof organization !== 'string',
      unverified: organization === undefined,
    },
    documentsOf(policies).flatMap(askedIn),
    () => ({ kind: 'open' }),
  );
}
