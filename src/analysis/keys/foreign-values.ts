import { askedIn } from '../callers/asked-conditions.ts';
import { callerArns } from '../callers/caller-arns.ts';
import { principalAccountKey, principalArnKey } from '../callers/callers.ts';
import type { Context, Dimension } from '../policy/decide/dimension.ts';
import { organizationDimension } from '../policy/decide/organization-dimension.ts';
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
  [idKey, pathsKey]: OrganizationKeys,
  document: PolicyDocument,
  { organizations, organizationPaths }: Trusted,
  leftOut: readonly string[] = [],
): Dimension {
  const { options, ...dimension } = organizationDimension(
    {
      idKey,
      pathsKey,
      members: { notOf: [...organizations, ...leftOut] },
      orNone: true,
      unverified: false,
    },
    [
      ...askedIn(document),
      telling(
        pathsKey,
        'StringLike',
        organizationPaths.map((path) => `${path}*`),
      ),
    ],
    () => ({ kind: 'open' }),
  );
  const isTrusted = (option: Context): boolean =>
    [option[pathsKey] ?? []]
      .flat()
      .some((path) => organizationPaths.some((trusted) => path.startsWith(trusted)));
  return { ...dimension, options: options.filter((option) => !isTrusted(option)) };
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
  document: PolicyDocument,
  { accounts, principals }: Trusted,
  partition: string,
): readonly Dimension[] {
  const isAccount = (value: string): boolean => accounts.includes(value);
  const isArn = (value: string): boolean => principals.includes(value) || isArnOf(value, accounts);
  return [
    ...[callerAccountKey, principalAccountKey].map((key) =>
      unverifiedValues(key, document, accountIds, {
        tellApart: [telling(key, 'StringEquals', accounts)],
        isLeftOut: isAccount,
      }),
    ),
    unverifiedValues(principalArnKey, document, callerArns(partition), {
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
  document: PolicyDocument,
  { accounts }: Trusted,
  leftOut: readonly string[],
): Dimension =>
  unverifiedValues(key, document, [oneOrMore(anyCharacter)], {
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
  document: PolicyDocument,
  set: TextSet,
  { tellApart, isLeftOut }: LeftOut,
): Dimension {
  const asked = askedIn(document).filter(({ condition }) => condition.key.toLowerCase() === key);
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

/** A condition of our own, by which the values that it takes are looked at by themselves. */
const telling = (key: string, operator: string, values: readonly string[]): AskedCondition => ({
  condition: { operator, key, values, path: '' },
  // Before 2012 there were no variables, so each value stands for itself.
  version: '2008-10-17',
});
