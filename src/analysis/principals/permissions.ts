import type { WayOfWorking } from '../../model/settings.ts';
import { cannotRead, compliant, nonCompliant, unknown, type Verdict } from '../../model/verdict.ts';
import type { Held } from '../permissions/holder.ts';
import { asPrinted, inShort } from './in-short.ts';
import type { Way, Wish } from './may.ts';
import { type Requirement, requirementsOf } from './requirements.ts';
import type { Situation } from './situation.ts';
import { waysOf } from './ways.ts';

interface Answer {
  readonly way: Way;
  /** What the answer is about. */
  readonly wish: Wish;
}

/** Whether a principal may do everything that the guide lists for how it works. */
export function judgePermissions(
  held: Held,
  uses: WayOfWorking,
  situation: Situation,
  takenAt: string,
): Verdict {
  const requirements = requirementsOf(uses, situation);
  const ways = waysOf(held, takenAt);
  const answers = requirements.flatMap((requirement) => answersTo(requirement, ways));
  const lacking = answers.filter(({ way }) => way.is === 'closed');
  if (lacking.length > 0) {
    const names = asPrinted(
      lacking.map(({ wish }) => wish.action),
      [...new Set(requirements.map(({ printed }) => printed))],
    );
    return nonCompliant(
      `it lacks ${inShort(names)}`,
      { kind: 'list', items: lacking.map(inFull) },
      { assumes: held.assumes },
    );
  }
  for (const answer of answers) {
    if (answer.way.is !== 'unknown') continue;
    return unknown(
      `whether it may do ${inFull(answer)} is not decided: ${answer.way.because}`,
      'policies without conditions on what is not known',
    );
  }
  if (situation.unread.length > 0) return cannotRead(situation.unread);
  const keys = answers.flatMap(({ way }) => (way.is === 'open' ? way.on : []));
  const names = [...new Set(keys)].sort().join(', ');
  return compliant(`it may do all that the guide lists for ${working[uses]}`, {
    assumes: [...held.assumes, ...(names === '' ? [] : [`requests with ${names} as its policies ask`])],
  });
}

const working: Readonly<Record<WayOfWorking, string>> = {
  cli: 'the command line and the API',
  console: 'the console',
};

/** The answer for each wish; where one of them is enough, the best. */
function answersTo(requirement: Requirement, ways: (wish: Wish) => Way): readonly Answer[] {
  const answers = requirement.wishes.map((wish) => ({
    way: ways(wish),
    wish,
  }));
  if (!requirement.any) return answers;
  const best = (['open', 'unknown', 'closed'] as const).map((is) => answers.find(({ way }) => way.is === is));
  return best.filter((found) => found !== undefined).slice(0, 1);
}

const inFull = ({ wish: { action, resource } }: Answer): string => `${action} on ${resource ?? '*'}`;
