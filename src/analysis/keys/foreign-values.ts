import { askedIn, telling } from '../callers/asked-conditions.ts';
import { callerArns } from '../callers/caller-arns.ts';
import { principalAccountKey, principalArnKey } from '../callers/callers.ts';
import { askedOrganizations } from '../callers/organizations.ts';
import type { Dimension } from '../policy/decide/dimension.ts';
import type { AskedCondition } from '../policy/decide/patterns.ts';
import { accountIds, anyCharacter, oneOrMore, type TextSet } from '../policy/decide/text-set.ts';
import { representatives } from '../policy/decide/values.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { callerAccountKey } from './kms-keys.ts';
import type { Trusted } from './trusted.ts';

// What requests of those who are not trusted tell of whom they are for.

/** The keys that tell an organisation, and the place in it. */
export type OrganizationKeys = readonly [idKey: string, pathsKey: string];

/** No organisation, and every one that is not trusted; `leftOut` ones neither. */
export function foreignOrganizations(
  keys: OrganizationKeys,
  documents: readonly PolicyDocument[],
  { organizations, organizationPaths }: Trusted,
  leftOut: readonly string[] = [],
): Dimension {
  return askedOrganizations(
    keys,
    {
      members: { notOf: [...organizations, ...leftOut] },
      outsidePaths: organizationPaths,
      orNone: true,
      unverified: false,
    },
    documents.flatMap(askedIn),
    () => ({ kind: 'open' }),
  );
}

export const noOrganization = ([idKey, pathsKey]: OrganizationKeys): Dimension => ({
  keys: [idKey, pathsKey],
  options: [{}],
  unverified: false,
  doubts: [],
});

/**
 * Who asks, in a service's call. Whether the keys are sent is not documented; a service principal is of no
 * customer's account, and acts here for nobody who is trusted.
 */
export function foreignServiceIdentity(
  documents: readonly PolicyDocument[],
  { accounts, principals }: Trusted,
  partition: string,
): readonly Dimension[] {
  const isAccount = (value: string): boolean => accounts.includes(value);
  const isArn = (value: string): boolean => principals.includes(value) || isArnOf(value, accounts);
  return [
    ...[callerAccountKey, principalAccountKey].map((key) =>
      unverifiedValues(key, documents, accountIds, {
        tellApart: [telling(key, 'StringEquals', accounts)],
        isLeftOut: isAccount,
      }),
    ),
    unverifiedValues(principalArnKey, documents, callerArns(partition), {
      tellApart: [
        telling(principalArnKey, 'ArnLike', accounts.map(arnsOf)),
        telling(principalArnKey, 'StringEquals', principals),
      ],
      isLeftOut: isArn,
    }),
  ];
}

/**
 * An encryption context that a service may send for a stranger: no ARN of a trusted account, for a service
 * names there whom it acts for; `leftOut` values neither. Which services send what is theirs to document.
 */
export const foreignEncryptionContext = (
  key: string,
  documents: readonly PolicyDocument[],
  { accounts }: Trusted,
  leftOut: readonly string[],
): Dimension =>
  unverifiedValues(key, documents, [oneOrMore(anyCharacter)], {
    tellApart: [telling(key, 'ArnLike', accounts.map(arnsOf)), telling(key, 'StringEquals', leftOut)],
    isLeftOut: (value) => leftOut.includes(value) || isArnOf(value, accounts),
  });

const arnsOf = (account: string): string => `arn:*:*:*:${account}:*`;

function isArnOf(value: string, accounts: readonly string[]): boolean {
  const parts = value.split(':');
  return parts[0] === 'arn' && parts.length >= 6 && accounts.includes(parts[4] ?? '');
}

interface LeftOut {
  /** What sets values that are left out apart from the others. */
  readonly tellApart: readonly AskedCondition[];
  readonly isLeftOut: (value: string) => boolean;
}

function unverifiedValues(
  key: string,
  documents: readonly PolicyDocument[],
  set: TextSet,
  { tellApart, isLeftOut }: LeftOut,
): Dimension {
  const asked = documents.flatMap(askedIn).filter(({ condition }) => condition.key.toLowerCase() === key);
  const { values, doubts } = representatives(
    { kind: 'text', set, preferred: [] },
    [...asked, ...tellApart],
    () => ({ kind: 'open' }),
  );
  return {
    keys: [key],
    options: [{}, ...values.filter((value) => !isLeftOut(value)).map((value) => ({ [key]: value }))],
    unverified: true,
    doubts: doubts.map((doubt) => `${key}: ${doubt}`),
  };
}
