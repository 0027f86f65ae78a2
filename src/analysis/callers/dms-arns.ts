import {
  accountIds,
  anyCharacter,
  anyNumberOf,
  characterClass,
  digit,
  literally,
  one,
  oneOrMore,
  type Sequence,
  type TextSet,
} from '../policy/decide/text-set.ts';

/** Resource types of DMS (Service Authorization Reference, AWS Database Migration Service). */
export const dmsResourceTypes: readonly string[] = [
  'rep',
  'endpoint',
  'task',
  'assessment-run',
  'replication-config',
  'data-migration',
  'migration-project',
  'data-provider',
  'instance-profile',
  'subgrp',
  'cert',
  'es',
  'individual-assessment',
];

/** A generated id as DMS makes them; stands for "some resource of this type". */
const someId = 'EXAMPLE4WITNESS2RESOURCE26';

/** The ARN of some resource. */
export const dmsArn = (partition: string, region: string, account: string, type: string): string =>
  `arn:${partition}:dms:${region}:${account}:${type}:${someId}`;

const isBetween = (character: string, first: string, last: string): boolean =>
  character >= first && character <= last && character.length === 1;
const isLower = (character: string): boolean => isBetween(character, 'a', 'z');
const isDigit = (character: string): boolean => isBetween(character, '0', '9');
const isLetterOrDigit = (character: string): boolean =>
  isLower(character) || isBetween(character, 'A', 'Z') || isDigit(character);

const lower = characterClass('lower', isLower);
const lowerOrHyphen = characterClass('lower or hyphen', (each) => each === '-' || isLower(each));
const letterOrDigit = characterClass('letter or digit', isLetterOrDigit);
const inIds = characterClass('id', (each) => each === '-' || isLetterOrDigit(each));

/** `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`. */
export const regionNames: Sequence = [
  one(lower),
  one(lower),
  anyNumberOf(lower),
  ...literally('-'),
  one(lower),
  anyNumberOf(lowerOrHyphen),
  ...literally('-'),
  one(digit),
];

/**
 * The ARNs that DMS resources can have. An identifier holds letters, digits and hyphens and begins with a
 * letter; a generated id holds capitals and digits. (DMS API, CreateReplicationInstance; Service
 * Authorization Reference, AWS Database Migration Service, "Resource types")
 */
export const dmsArns = (partition: string, types: readonly string[] = dmsResourceTypes): TextSet =>
  types.flatMap((type) =>
    accountIds.map((account) => [
      ...literally(`arn:${partition}:dms:`),
      ...regionNames,
      ...literally(':'),
      ...account,
      ...literally(`:${type}:`),
      one(letterOrDigit),
      anyNumberOf(inIds),
    ]),
  );

const inServiceNames = characterClass('service', (each) => each === '-' || isLower(each) || isDigit(each));

/** The ARNs that resources of any service can have; some hold neither Region nor account. */
export const anyArns = (partition: string): TextSet =>
  [...accountIds, []].map((account) => [
    ...literally(`arn:${partition}:`),
    ...oneOrMore(inServiceNames),
    ...literally(':'),
    anyNumberOf(inServiceNames),
    ...literally(':'),
    ...account,
    ...literally(':'),
    ...oneOrMore(anyCharacter),
  ]);
