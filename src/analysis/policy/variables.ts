import { quote } from './quote.ts';
import type { PatternSet, PolicyDocument, Problem, Statement } from './shape.ts';
import { colonsBeforeVariable, readTemplate } from './template.ts';

interface Place {
  readonly path: string;
  readonly texts: readonly string[];
}

type VariableCheck = (text: string, isResource: boolean) => Pick<Problem, 'code' | 'message'> | null;

/**
 * What is wrong with the variables of a policy, at most one problem of a kind for each list of values. A
 * variable that is none is compared letter by letter, dollar sign and braces included.
 */
export function checkVariables(document: PolicyDocument, versionIsWritten: boolean): readonly Problem[] {
  const checks = document.version === '2012-10-17' ? NEW_CHECKS : [underOldVersion(versionIsWritten)];
  return document.statements.flatMap((statement) => [
    ...problemsAt(resourcesOf(statement), checks, true),
    ...statement.conditions.flatMap(({ path, values }) => problemsAt({ path, texts: values }, checks, false)),
  ]);
}

function problemsAt(
  { path, texts }: Place,
  checks: readonly VariableCheck[],
  isResource: boolean,
): Problem[] {
  const suspects = texts.filter((text) => text.includes('${'));
  if (suspects.length === 0) return [];
  return checks.flatMap((check): Problem[] => {
    for (const text of suspects) {
      const found = check(text, isResource);
      if (found !== null) return [{ ...found, weight: 'dead', path }];
    }
    return [];
  });
}

function resourcesOf({ index, resources }: Statement): Place {
  const name = (set: PatternSet): string => (set.negated ? 'NotResource' : 'Resource');
  if (resources === null) return { path: '', texts: [] };
  return { path: `Statement[${index}].${name(resources)}`, texts: resources.patterns };
}

const hasVariable = (text: string): boolean =>
  readTemplate(text, '2012-10-17').some(({ kind }) => kind !== 'text');

/** (IAM User Guide, access-analyzer-reference-policy-checks, "Variable unsupported in version") */
function underOldVersion(versionIsWritten: boolean): VariableCheck {
  const [code, why] = versionIsWritten
    ? ['variable-under-old-version', 'version 2008-10-17 has no variables']
    : ['missing-version-with-variable', 'a policy without Version has no variables'];
  return (text) =>
    hasVariable(text) ? { code, message: `${quote(text)} is compared as it is written: ${why}` } : null;
}

/** (same page, "Missing brace in variable", "Missing quote in variable", "Empty variable", "Unsupported space") */
const isMalformed: VariableCheck = (text) => {
  const parts = readTemplate(text, '2012-10-17');
  if (!parts.some((part) => part.kind === 'text' && part.text.includes('${'))) return null;
  const message = `${quote(text)} has a "\${" that begins no variable, and is compared as it is written`;
  return { code: 'malformed-variable', message };
};

/**
 * "You can't use a variable to replace parts of the ARN before the fifth colon, such as the service or
 * account." (IAM User Guide, reference_policies_variables, "Where you can use policy variables")
 */
const isBeforeTheResource: VariableCheck = (text, isResource) => {
  const template = readTemplate(text, '2012-10-17');
  if (!isResource || !template.some(({ kind }) => kind === 'variable')) return null;
  if (colonsBeforeVariable(template) >= 5) return null;
  const message = `${quote(text)} has a variable before the fifth colon of the ARN, where IAM takes none`;
  return { code: 'variable-before-resource', message };
};

const NEW_CHECKS: readonly VariableCheck[] = [isMalformed, isBeforeTheResource];
