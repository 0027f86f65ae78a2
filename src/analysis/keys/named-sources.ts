import { sourceArnKey, sourceOrganizationKeys } from '../callers/source-keys.ts';
import { understand } from '../policy/condition-checks.ts';
import type { Condition, PolicyDocument } from '../policy/document.ts';
import type { Answer } from './candidate.ts';
import { encryptionContext } from './kms-keys.ts';

// A policy may bind a service to one thing whose owner its name does not tell: a bucket, an organisation, an
// encryption context. Whose it is, nobody can say from here; that it is trusted is then an assumption.

/** A condition that names single things of unknown owner. */
export interface Naming {
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
  readonly assumption: string;
}

/** What conditions of Allows ask for, and Denies except, by name. */
export const namingsIn = ({ statements, version }: PolicyDocument): readonly Naming[] =>
  statements.flatMap(({ effect, conditions }) =>
    conditions.flatMap((condition) => {
      const use = understand(condition, version);
      if ('refused' in use || use.base.negated !== (effect === 'Deny')) return [];
      if (use.base.family !== 'string' && use.base.family !== 'arn') return [];
      return namingOf(condition);
    }),
  );

function namingOf({ key, values }: Condition): readonly Naming[] {
  const name = key.toLowerCase();
  const named = values.filter((value) => isLiteral(value) && tellsNoOwner(value, name));
  if (named.length === 0) return [];
  return [{ key: name, values: named, assumption: `what ${key} names (${named.join(', ')}) is trusted` }];
}

const isLiteral = (value: string): boolean => ['*', '?', '$'].every((wild) => !value.includes(wild));

function tellsNoOwner(value: string, name: string): boolean {
  const [, , , , account, ...resource] = value.split(':');
  const isArn = resource.length > 0;
  if (name === sourceOrganizationKeys[0]) return true;
  if (name === sourceArnKey) return isArn && account === '';
  return name.startsWith(encryptionContext) && (!isArn || account === '');
}

/** The values of one key. */
export const namedBy = (namings: readonly Naming[], key: string): readonly string[] =>
  namings.filter((naming) => naming.key === key).flatMap(({ values }) => values);

/**
 * The answer to requests that are for nothing of what the policy names. Where these are refused, the answer
 * assumes no more than it takes for that.
 */
export function assumptionsIn(
  namings: readonly Naming[],
  ask: (leftOut: readonly Naming[]) => Answer,
): Answer {
  const answer = ask(namings);
  if (answer.answer !== 'refused') return answer;
  let taken = namings;
  for (const naming of namings) {
    const fewer = taken.filter((each) => each !== naming);
    if (ask(fewer).answer === 'refused') taken = fewer;
  }
  return { ...answer, assumes: [...new Set(taken.map(({ assumption }) => assumption))] };
}
