import { coversAction } from '../callers/covers-action.ts';
import { isDmsService } from '../callers/service-principals.ts';
import type { Condition, PolicyDocument, Statement } from '../policy/document.ts';
import { readOperator } from '../policy/operator-name.ts';

/** An Allow by which DMS can assume a role. */
export const letsDmsAssume = ({ effect, principals, actions }: Statement): boolean =>
  effect === 'Allow' &&
  principals !== null &&
  (principals.any || principals.negated || principals.services.some(isDmsService)) &&
  coversAction(actions, 'sts:AssumeRole');

export const statementsForDms = ({ statements }: PolicyDocument): readonly Statement[] =>
  statements.filter(letsDmsAssume);

/** Conditions of a statement that look at a key, named in lower case. */
export const conditionsOn = ({ conditions }: Statement, key: string): readonly Condition[] =>
  conditions.filter((condition) => condition.key.toLowerCase() === key);

/** Whether a condition lists what a key may be: neither what it may not be, nor whether it is there. */
export function isListing({ operator }: Condition): boolean {
  const use = readOperator(operator);
  return use !== null && !use.base.negated && use.base.family !== 'null';
}

/** A statement as people find it: by its place, and its Sid where it has one. */
export const nameOfStatement = ({ index, sid }: Statement): string =>
  sid === null || sid === '' ? `Statement[${index}]` : `Statement[${index}] "${sid}"`;
