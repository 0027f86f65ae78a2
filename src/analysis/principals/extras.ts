import {
  cannotRead,
  compliant,
  nonCompliant,
  notApplicable,
  unknown,
  type Verdict,
} from '../../model/verdict.ts';
import type { Held } from '../permissions/holder.ts';
import { takesResource } from '../services/actions.ts';
import { actionsOf, documentedActions, type Need } from './documented-actions.ts';
import { asPrinted, inShort } from './in-short.ts';
import type { Way, Wish } from './may.ts';
import type { Fact } from './situation.ts';
import { type Spot, someResources } from './some-resource.ts';
import { waysOf } from './ways.ts';

/** What a principal needs some actions for, and whether it still does. */
export interface Occasion {
  readonly need: Need;
  /** Whether there is no more need of them. */
  readonly isOver: Fact;
  /** Why there is none: "the roles exist". */
  readonly because: string;
  /** ARNs of what these actions may be done on besides what stands for any resource. */
  readonly resources: readonly string[];
}

/** Whether a principal may do what the guide lists for an occasion that is not given, in any Region. */
export function judgeExtras(
  held: Held,
  occasions: readonly Occasion[],
  spots: readonly Spot[],
  takenAt: string,
): Verdict {
  const ways = waysOf(held, takenAt);
  const found = occasions
    .filter(({ isOver }) => isOver.is !== false)
    .map((occasion) => ({ occasion, ...usable(occasion, spots, ways) }));
  const over = found.filter(({ occasion }) => occasion.isOver.is === true);
  const extra = over.filter(({ open }) => open.length > 0);
  if (extra.length > 0) {
    return nonCompliant(
      extra
        .map(
          ({ occasion, open }) =>
            `it may do ${inShort(asPrinted(open, printedFor(occasion.need)))} though ${occasion.because}`,
        )
        .join('; '),
      { kind: 'list', items: extra.flatMap(({ open }) => open) },
      { assumes: held.assumes },
    );
  }
  const open = found.flatMap(({ occasion: { isOver }, ...usable }) =>
    isOver.is === 'unknown' ? [{ unread: isOver.unread, isOpen: isOpen(usable) }] : [],
  );
  if (over.length === 0 || open.some((each) => each.isOpen)) {
    const unread = open.flatMap((each) => each.unread);
    return unread.length > 0
      ? cannotRead(unread)
      : notApplicable('it still needs what creating roles and a Redshift target take');
  }
  const [doubt] = over.flatMap(({ unknown: doubts }) => doubts);
  if (doubt !== undefined) return unknown(doubt, 'policies without conditions on what is not known');
  return compliant(
    'it may not do what it has no more need of: create roles, or use Redshift where that is no target',
    { assumes: held.assumes },
  );
}

interface Usable {
  readonly open: readonly string[];
  readonly unknown: readonly string[];
}

const isOpen = ({ open, unknown: doubts }: Usable): boolean => open.length + doubts.length > 0;

const printedFor = (need: Need): readonly string[] =>
  documentedActions.filter((group) => group.need === need).flatMap(({ actions }) => actions);

/** Which of the actions it may do on something somewhere. */
function usable({ need, resources }: Occasion, spots: readonly Spot[], ways: (wish: Wish) => Way): Usable {
  const open: string[] = [];
  const unknown: string[] = [];
  for (const action of printedFor(need).flatMap(actionsOf)) {
    const way = bestWay(action, { resources, spots, ways });
    if (way?.is === 'open') open.push(action);
    if (way?.is === 'unknown') unknown.push(`whether it may do ${action} is not decided: ${way.because}`);
  }
  return { open, unknown };
}

interface Anywhere {
  readonly resources: readonly string[];
  readonly spots: readonly Spot[];
  readonly ways: (wish: Wish) => Way;
}

/** Open where one way is; null where none is. */
function bestWay(action: string, { resources, spots, ways }: Anywhere): Way | null {
  let best: Way | null = null;
  for (const spot of spots) {
    const some = takesResource(action) === true ? [...someResources(action, spot), ...resources] : [null];
    for (const resource of some) {
      const region = action.startsWith('iam:') ? null : spot.region;
      const way = ways({ action, resource, region });
      if (way.is === 'open') return way;
      if (way.is === 'unknown') best = way;
    }
  }
  return best;
}
