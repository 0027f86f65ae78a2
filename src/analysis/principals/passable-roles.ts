import type { DmsRole, Gathered } from '../../model/account-view.ts';
import type { Unread } from '../../model/lookup.ts';
import type { DmsPrincipal } from '../../model/principal-view.ts';
import { coversAction } from '../callers/covers-action.ts';
import { dmsPrincipals } from '../callers/service-principals.ts';
import type { Held } from '../permissions/holder.ts';
import { cellsOf } from '../policy/decide/cells.ts';
import { anyNumberOf, characterClass, literally, one, type TextSet } from '../policy/decide/text-set.ts';
import type { PolicyRequest } from '../policy/request.ts';
import type { StoredPolicy } from '../stored-policy.ts';
import { wayTo } from './may.ts';
import { textsMatching } from './resource-patterns.ts';

export interface PassQuestion {
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly string[];
  readonly takenAt: string;
  readonly roles: Gathered<DmsRole>;
  readonly principals: Gathered<DmsPrincipal>;
}

/** Whether a principal may hand DMS a role that is none of DMS's. */
export type PassAnswer =
  | { readonly answer: 'scoped' }
  | {
      readonly answer: 'reaches';
      readonly role: string;
      /** The role stands for all that no policy means in particular. */
      readonly isAny: boolean;
      readonly witness: PolicyRequest;
    }
  | { readonly answer: 'unread'; readonly unread: readonly Unread[] }
  | { readonly answer: 'undecided'; readonly because: string };

/** A role, and what must have been read to say that it is none of DMS's. */
interface Bystander {
  readonly arn: string;
  readonly unless: readonly Unread[];
}

/**
 * Asks for a role that no policy means in particular, for the roles that the account is known to have, and for one
 * of each kind that the policies tell apart where all roles of that kind are none of DMS's. A prefix that names of
 * DMS roles begin with (`role/dms-*`) so counts as meant for them.
 */
export function judgePassing(held: Held, question: PassQuestion): PassAnswer {
  if (!held.stored.identity.some(allowsPassing)) return { answer: 'scoped' };
  const bystanders = bystandersOf(held, question);
  if (bystanders === null) {
    return { answer: 'undecided', because: 'the patterns of its resources have too many combinations' };
  }
  const { items, unread: unlisted } = question.principals;
  const unread = [
    ...unlisted,
    ...items.flatMap(({ type, principal }) =>
      type === 'AWS::IAM::User' || principal.known ? [] : [principal.unread],
    ),
  ];
  let undecided: string | null = null;
  for (const { arn, unless } of bystanders) {
    const way = wayTo(
      held,
      { action: 'iam:PassRole', resource: arn, region: null, keyFacts: toDms(question) },
      question.takenAt,
    );
    if (way.is === 'closed') continue;
    if (unless.length > 0) unread.push(...unless);
    else if (way.is === 'open') {
      return { answer: 'reaches', role: arn, isAny: arn.endsWith(`/${anyRole}`), witness: way.witness };
    } else undecided ??= way.because;
  }
  if (undecided !== null) return { answer: 'undecided', because: undecided };
  return unread.length > 0 ? { answer: 'unread', unread } : { answer: 'scoped' };
}

const allowsPassing = ({ document: { statements } }: StoredPolicy): boolean =>
  statements.some(({ effect, actions }) => effect === 'Allow' && coversAction(actions, 'iam:PassRole'));

/** To DMS, or without a word to whom. (IAM User Guide, reference_policies_iam-condition-keys, iam:PassedToService) */
const toDms =
  ({ partition, regions }: PassQuestion) =>
  (key: string) =>
    key === 'iam:passedtoservice'
      ? ({
          presence: 'maybe',
          multivalued: false,
          values: {
            kind: 'listed',
            values: dmsPrincipals(partition, regions),
          },
        } as const)
      : null;

/** A name that policies do not write; stands for "any role". */
const anyRole = 'EXAMPLE4WITNESS2RESOURCE26';

function bystandersOf(
  held: Held,
  { account, partition, roles, principals }: PassQuestion,
): readonly Bystander[] | null {
  const start = `arn:${partition}:iam::${account}:role/`;
  const ofDms = new Set(roles.items.map(({ arn }) => arn));
  const uncertain = [
    ...roles.unread,
    ...roles.items.flatMap(({ role }) => (role.known ? [] : [role.unread])),
  ];
  const known = principals.items.flatMap(({ principal }) =>
    principal.known && principal.value?.type === 'AWS::IAM::Role' ? [principal.value.arn] : [],
  );
  const patterns = passPatterns(held);
  const fresh = `${start}${anyRole}`;
  const cells = cellsOf(
    [[...literally(start), anyNumberOf(inPaths), one(inNames)]],
    [...patterns, [...ofDms].map(literally)],
    [fresh],
  );
  if (cells === null) return null;
  // What is told of a DMS role is told of its whole cell.
  const kinds = new Set(
    cells.filter(({ inSets }) => inSets.at(-1) === true).map(({ inSets }) => nameOf(inSets)),
  );
  const strange = cells.filter(({ inSets }) => inSets.at(-1) !== true && !kinds.has(nameOf(inSets)));
  return [
    { arn: fresh, unless: [] },
    ...[...known.filter((arn) => !ofDms.has(arn)), ...strange.map(({ text }) => text)]
      .filter((arn) => arn !== fresh)
      .map((arn) => ({ arn, unless: uncertain })),
  ];
}

const nameOf = (inSets: readonly boolean[]): string => inSets.slice(0, -1).join();

const inPaths = characterClass('role path', (character) => /^[\w+=,.@/-]$/.test(character));
const inNames = characterClass('role name', (character) => /^[\w+=,.@-]$/.test(character));

/** What each statement about iam:PassRole writes of resources. */
const passPatterns = ({ stored }: Held): readonly TextSet[] =>
  [
    ...stored.identity,
    ...(stored.boundary === null ? [] : [stored.boundary]),
    ...stored.serviceControl.flat(),
  ].flatMap(({ document: { statements, version } }) =>
    statements
      .filter(({ actions }) => coversAction(actions, 'iam:PassRole'))
      .flatMap(({ resources }) => resources?.patterns ?? [])
      .map((pattern): TextSet => {
        const texts = textsMatching(pattern, version);
        return texts === null ? [] : [texts];
      }),
  );
