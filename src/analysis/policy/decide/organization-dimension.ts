import { cellsOf } from './cells.ts';
import type { Context, Dimension } from './dimension.ts';
import { type AskedCondition, comparedTexts, type Resolve } from './patterns.ts';
import {
  anyButSlash,
  anyCharacter,
  anyNumberOf,
  characterClass,
  literally,
  oneOrMore,
  type TextSet,
} from './text-set.ts';
import { notAsText, tooManyPatterns } from './values.ts';

/** The keys that tell the organisation of one account: its id, and the one path of the account in it. */
export interface OrganizationFamily {
  readonly idKey: string;
  /** A set that holds the one path. */
  readonly pathsKey: string;
  /** Organisations that the account may be in. */
  readonly members: 'any' | { readonly of: readonly string[] } | { readonly notOf: readonly string[] };
  /** Whether it may be in none, or the request may not tell. */
  readonly orNone: boolean;
  /** It is one of these, but not known which. */
  readonly unverified: boolean;
}

const idCharacter = characterClass('lower or digit', (character) => /^[a-z0-9]$/.test(character));
const pathCharacter = characterClass('path', (character) => /^[a-z0-9/-]$/.test(character));

/** `o-` and lower-case letters and digits; a path goes on with root and units. (Organizations API, Organization) */
const afterId = [...literally('/r-'), ...oneOrMore(pathCharacter), ...literally('/')];
const anyPath: TextSet = [[...literally('o-'), ...oneOrMore(idCharacter), ...afterId]];
const pathsOf = (ids: readonly string[]): TextSet => ids.map((id) => [...literally(id), ...afterId]);

/** Ids as patterns of whole paths: both keys speak of one organisation. */
const asPaths = (ids: TextSet): TextSet =>
  ids.map((id) => [
    ...id.map((step) => (step.characters === anyCharacter ? { ...step, characters: anyButSlash } : step)),
    ...literally('/'),
    anyNumberOf(anyCharacter),
  ]);

/** Every organisation, and place in it, that conditions can tell apart. */
export function organizationDimension(
  { idKey, pathsKey, members, orNone, unverified }: OrganizationFamily,
  conditions: readonly AskedCondition[],
  resolve: Resolve,
): Dimension {
  const asking = conditions.filter(({ condition }) =>
    [idKey, pathsKey].includes(condition.key.toLowerCase()),
  );
  const keys = [idKey, pathsKey];
  // Where nothing asks for an organisation, any one says as much as all.
  if (asking.length === 0) return { keys, options: [{}], unverified: false, doubts: [] };
  const compared = asking.flatMap((asked) => {
    const texts = comparedTexts(asked, resolve);
    return texts === null ? [] : [{ ...texts, isId: asked.condition.key.toLowerCase() === idKey }];
  });
  const within = typeof members === 'object' && 'of' in members ? pathsOf(members.of) : anyPath;
  const excluded = typeof members === 'object' && 'notOf' in members ? pathsOf(members.notOf) : [];
  const cells = cellsOf(
    within,
    [excluded, ...compared.flatMap(({ sets, isId }) => (isId ? sets.map(asPaths) : sets))],
    ['o-x0x0x0x0x0/r-x0x0/'],
  );
  const inside = (cells ?? [])
    .filter(({ inSets }) => inSets[0] !== true)
    .map(({ text }): Context => ({ [idKey]: text.split('/')[0] ?? '', [pathsKey]: [text] }));
  return {
    keys,
    options: [...(orNone ? [{}] : []), ...inside],
    unverified,
    doubts: [
      ...asking.flatMap(notAsText),
      ...compared.flatMap(({ open }) => (open === null ? [] : [`${idKey}: it is compared with \${${open}}`])),
      ...(cells === null ? [`${idKey}: ${tooManyPatterns}`] : []),
    ],
  };
}
