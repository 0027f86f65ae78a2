import { readConditions, readPatterns, readPrincipals } from './elements.ts';
import { describe, isObject, type JsonObject, reportUnknownElements } from './json.ts';
import type { PolicyVersion, Problem, Statement } from './shape.ts';

const ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/**
 * Undefined when a part that bears on the verdict cannot be read: to leave it out could turn a Deny into
 * nothing or widen an Allow. (IAM User Guide, reference_policies_grammar)
 */
export function readStatement(
  raw: unknown,
  index: number,
  version: PolicyVersion,
  problems: Problem[],
): Statement | undefined {
  const path = `Statement[${index}]`;
  if (!isObject(raw)) {
    problems.push({ code: 'bad-element', path, message: `${describe(raw)} is not an object` });
    return undefined;
  }
  reportUnknownElements(raw, ELEMENTS, path, problems);
  const sid = readSid(raw, path, problems);
  const effect = readEffect(raw, path, problems);
  const principals = readPrincipals(raw, path, problems);
  const actions = readPatterns(raw, 'Action', path, problems);
  if (actions === null) {
    problems.push({ code: 'missing-element', path, message: 'neither Action nor NotAction is given' });
  }
  const resources = readPatterns(raw, 'Resource', path, problems);
  const conditions = readConditions(raw, path, version, problems);
  if (effect === undefined || principals === undefined) return undefined;
  if (actions === undefined || resources === undefined || conditions === undefined) return undefined;
  return { index, sid, effect, principals, actions, resources, conditions };
}

function readSid(raw: JsonObject, path: string, problems: Problem[]): string | null {
  const sid = raw['Sid'];
  if (typeof sid === 'string') return sid;
  if (Object.hasOwn(raw, 'Sid')) {
    problems.push({ code: 'bad-element', path: `${path}.Sid`, message: `${describe(sid)} is not a string` });
  }
  return null;
}

/** "The Effect value is case sensitive." (IAM User Guide, reference_policies_elements_effect) */
function readEffect(raw: JsonObject, path: string, problems: Problem[]): 'Allow' | 'Deny' | undefined {
  const effect = raw['Effect'];
  if (effect === 'Allow' || effect === 'Deny') return effect;
  if (!Object.hasOwn(raw, 'Effect')) {
    problems.push({ code: 'missing-element', path, message: 'Effect is missing' });
  } else {
    const message = `${describe(effect)} is neither "Allow" nor "Deny"`;
    problems.push({ code: 'bad-element', path: `${path}.Effect`, message });
  }
  return undefined;
}
