import { coversAction } from '../callers/covers-action.ts';
import { mapPer, once } from '../once.ts';
import type { Statement } from '../policy/document.ts';
import { type Guardrails, type Levels, noGuardrails } from './guardrails.ts';

/**
 * Guardrails with only those statements that bear on some of these actions: what an organisation says of buckets
 * tells nothing apart in a question about a role. None where they refuse nothing of it.
 */
export const bearingOn = (guardrails: Guardrails, actions: readonly string[]): Guardrails =>
  once(trimmed(guardrails), actions.join(), () => trim(guardrails, actions));

/** The same guardrails are the same object, for answers that are remembered. */
const trimmed = mapPer<Guardrails, string, Guardrails>();

function trim({ serviceControl, resourceControl }: Guardrails, actions: readonly string[]): Guardrails {
  const bears = ({ actions: on }: Statement): boolean => actions.some((action) => coversAction(on, action));
  const trimLevels = (levels: Levels, namesPrincipals: boolean): Levels => {
    const left = levels.map((level) =>
      level.map((policy) => ({
        ...policy,
        document: { ...policy.document, statements: policy.document.statements.filter(bears) },
      })),
    );
    return left.every((level) => letsAllThrough(level, namesPrincipals)) ? [] : left;
  };
  const left = {
    serviceControl: trimLevels(serviceControl, false),
    resourceControl: trimLevels(resourceControl, true),
  };
  return left.serviceControl.length + left.resourceControl.length === 0 ? noGuardrails : left;
}

/** As FullAWSAccess and RCPFullAWSAccess do. */
function letsAllThrough(level: Levels[number], namesPrincipals: boolean): boolean {
  const statements = level.flatMap(({ document }) => document.statements);
  return (
    statements.every(({ effect }) => effect === 'Allow') &&
    statements.some((each) => isWithoutBounds(each) && (!namesPrincipals || isForEverybody(each)))
  );
}

const isForEverybody = ({ principals }: Statement): boolean =>
  principals?.any === true && !principals.negated;

const isWithoutBounds = ({ actions, resources, conditions, refused }: Statement): boolean =>
  actions?.negated === false &&
  actions.patterns.includes('*') &&
  resources?.negated === false &&
  resources.patterns.includes('*') &&
  conditions.length === 0 &&
  refused.length === 0;
