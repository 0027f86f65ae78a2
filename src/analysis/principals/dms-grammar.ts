import { cellsOf } from '../policy/decide/cells.ts';
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
import { arnTemplatesOf, resourceTypesOf } from '../services/actions.ts';
import { serviceTables } from '../services/tables.ts';

/** How the ARNs of a type of DMS resource name it: `rep`, `endpoint`. */
function nameInArn(type: string): string {
  const [template = ''] = arnTemplatesOf('dms', type) ?? [];
  return template.split(':')[5] ?? type;
}

/** The names in ARNs of the types that actions take, each once. */
export const typesTakenBy = (actions: readonly string[]): readonly string[] => [
  ...new Set(actions.flatMap((action) => resourceTypesOf(action) ?? []).map(nameInArn)),
];

/** The names in ARNs of all types of DMS. */
export const allTypes: readonly string[] = Object.keys(serviceTables.services['dms']?.resources ?? {}).map(
  nameInArn,
);

const lower = characterClass('lower', (character) => /^[a-z]$/.test(character));
const inRegions = characterClass('in a Region', (character) => /^[a-z-]$/.test(character));

/** `eu-west-1`, `us-gov-east-1`. */
const region: Sequence = [
  one(lower),
  ...oneOrMore(lower),
  ...literally('-'),
  one(lower),
  anyNumberOf(inRegions),
  ...literally('-'),
  one(digit),
];

const inIds = characterClass('id of DMS', (character) => /^[\w.-]$/.test(character));

/** Generated ids hold letters and digits, identifiers also hyphens; names of subnet groups dots and underscores. */
const dmsArns = (partition: string, types: readonly string[]): TextSet =>
  types.flatMap((type) =>
    accountIds.map(
      (account): Sequence => [
        ...literally(`arn:${partition}:dms:`),
        ...region,
        ...literally(':'),
        ...account,
        ...literally(`:${type}:`),
        ...oneOrMore(inIds),
      ],
    ),
  );

/** Whether a pattern matches the ARN of some resource of these types, in any Region and account; null: too large to say. */
export const matchesSome = (pattern: Sequence, partition: string, types: readonly string[]): boolean | null =>
  someAre(true, [pattern], dmsArns(partition, types));

/** Whether patterns leave out the ARN of some resource of these types; null: too large to say. */
export const leaveSome = (patterns: TextSet, partition: string, types: readonly string[]): boolean | null =>
  someAre(false, patterns, dmsArns(partition, types));

/** Whether a pattern can be meant for DMS, well written or not; else it is another service's. */
export const mayMeanDms = (pattern: Sequence): boolean => someAre(true, [pattern], nearDms) !== false;

const noColon = characterClass('no colon', (character) => character !== ':');
const nearDms: TextSet = [
  literally('*'),
  [...literally('arn:'), anyNumberOf(noColon), ...literally(':dms:'), anyNumberOf(anyCharacter)],
];

function someAre(wanted: boolean, patterns: TextSet, domain: TextSet): boolean | null {
  const cells = cellsOf(domain, [patterns]);
  return cells === null ? null : cells.some(({ inSets: [isIn] }) => isIn === wanted);
}
