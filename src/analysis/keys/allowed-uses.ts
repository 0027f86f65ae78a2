import { cannotRead, compliant, nonCompliant, unknown, type Verdict } from '../../model/verdict.ts';
import type { Held } from '../permissions/holder.ts';
import { type Use, useWitness } from './key-use.ts';
import type { StoredKeyPolicy } from './stored-policy.ts';

/** What somebody may do with a key, action by action. */
export interface Answer {
  readonly action: string;
  readonly use: Use;
}

export const isAllowed = ({ use }: Answer): boolean => use.answer === 'allowed';
export const isRefused = ({ use }: Answer): boolean => use.answer === 'refused';

/** The verdict on a user or role that must be allowed all of these. */
export function allMustBeAllowed(answers: readonly Answer[], held: Held, policy: StoredKeyPolicy): Verdict {
  const who = held.holder.arn;
  const refused = answers.filter(isRefused);
  const [first] = refused.flatMap((each) => (each.use.answer === 'refused' ? [each.use.witness] : []));
  const { assumes } = held;
  if (first !== undefined) {
    return nonCompliant(`${who} may not call ${actionsOf(refused)}`, useWitness(held, first, policy), {
      assumes,
    });
  }
  const unread = answers.flatMap((each) => (each.use.answer === 'unread' ? [each.use.unread] : []));
  if (unread.length > 0) return cannotRead(unread);
  const open = answers.filter((each) => each.use.answer === 'open');
  if (open.length > 0) return hangs(who, open);
  return compliant(`${who} may call ${actionsOf(answers)}`, { assumes });
}

/** UNKNOWN because these are allowed in some requests alone, or it is not known. */
function hangs(who: string, open: readonly Answer[]): Verdict {
  const on = open.flatMap(({ use }) => (use.answer === 'open' ? use.on : []));
  return unknown(
    `whether ${who} may call ${actionsOf(open)} hangs on ${[...new Set(on)].join(', ')}`,
    'a key policy, or a policy of its own, that allows it whatever that is',
  );
}

const actionsOf = (answers: readonly Answer[]): string => answers.map(({ action }) => action).join(', ');
