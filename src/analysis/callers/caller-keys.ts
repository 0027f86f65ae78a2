import type { KeyFacts } from '../policy/decide/dimension.ts';
import { isMultivalued } from './multivalued-keys.ts';

type Values = KeyFacts['values'];
const open: Values = { kind: 'open' };
const listed = (...values: readonly string[]): Values => ({ kind: 'listed', values });

/** Keys that every request of an identity carries, and those of which the caller's situation decides. */
const known: Readonly<Record<string, Pick<KeyFacts, 'presence' | 'values'>>> = {
  'aws:currenttime': { presence: 'always', values: { kind: 'date' } },
  'aws:epochtime': { presence: 'always', values: { kind: 'date' } },
  'aws:multifactorauthage': { presence: 'maybe', values: { kind: 'number' } },
  'aws:multifactorauthpresent': { presence: 'maybe', values: listed('true', 'false') },
  'aws:requestedregion': { presence: 'always', values: open },
  'aws:securetransport': { presence: 'always', values: listed('true') },
  'aws:sourceip': { presence: 'maybe', values: { kind: 'address' } },
  'aws:tokenissuetime': { presence: 'maybe', values: { kind: 'date' } },
  'aws:userid': { presence: 'always', values: open },
  'aws:viaawsservice': { presence: 'always', values: listed('false', 'true') },
  'aws:vpcsourceip': { presence: 'maybe', values: { kind: 'address' } },
  'sts:durationseconds': { presence: 'maybe', values: { kind: 'number' } },
};

/** Keys that the caller, or whoever administers it, sets as it likes. */
const chosen: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:ec2instancesourceprivateipv4',
  'aws:ec2instancesourcevpc',
  'aws:federatedprovider',
  'aws:referer',
  'aws:sourceidentity',
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:tagkeys',
  'aws:useragent',
  'aws:username',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'sts:externalid',
  'sts:rolesessionname',
  'sts:sourceidentity',
  'sts:transitivetagkeys',
]);
const chosenPrefixes = ['aws:principaltag/', 'aws:requesttag/'];

/** Keys of calls that a service makes for itself. (IAM User Guide, reference_policies_condition-keys) */
const ofServices: ReadonlySet<string> = new Set([
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
]);

/**
 * What is known of a condition key in requests of users and roles, besides the keys that tell who they are.
 * (IAM User Guide, reference_policies_condition-keys and reference_policies_iam-condition-keys)
 */
export function callerKeyFacts(key: string): KeyFacts {
  const multivalued = isMultivalued(key);
  const fact = known[key];
  if (fact !== undefined) return { ...fact, multivalued: multivalued ?? false };
  if (ofServices.has(key)) return { presence: 'never', multivalued, values: open };
  if (chosen.has(key) || chosenPrefixes.some((prefix) => key.startsWith(prefix)))
    return { presence: 'maybe', multivalued, values: open };
  return { presence: 'unverified', multivalued, values: open };
}
