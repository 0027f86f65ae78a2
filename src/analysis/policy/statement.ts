import { readConditions, readPatterns, readPrincipals } from './elements.ts';
import { describe, isObject, reportUnknownElements } from './json.ts';
import { cannotRead, type Notes, refuse } from './notes.ts';
import type { PolicyVersion, Statement } from './shape.ts';
import type { JsonObject, JsonValue } from './strict-json.ts';

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
  raw: JsonValue,
  index: number,
  version: PolicyVersion,
  notes: Notes,
): Statement | undefined {
  const path = `Statement[${index}]`;
  if (!isObject(raw)) {
    cannotRead(notes, 'bad-element', path, `${describe(raw)} is not an object`);
    return undefined;
  }
  reportUnknownElements(raw, ELEMENTS, path, notes);
  const sid = readSid(raw, path, notes);
  const effect = readEffect(raw, path, notes);
  const principals = readPrincipals(raw, path, notes);
  const actions = readPatterns(raw, 'Action', path, notes);
  if (actions === null) refuse(notes, 'missing-element', path, 'neither Action nor NotAction is given');
  const resources = readPatterns(raw, 'Resource', path, notes);
  const conditions = readConditions(raw, path, version, notes);
  if (effect === 'Allow' && principals?.negated === true) refuseNotPrincipal(path, notes);
  if (effect === undefined || principals === undefined) return undefined;
  if (actions === undefined || resources === undefined || conditions === undefined) return undefined;
  return { index, sid, effect, principals, actions, resources, conditions, refused: notes.refused };
}

/**
 * "NotPrincipal must be used with "Effect":"Deny". Using it with "Effect":"Allow" is not supported." Older
 * policies may still hold it. (IAM User Guide, reference_policies_elements_notprincipal)
 */
function refuseNotPrincipal(path: string, notes: Notes): void {
  const message = 'NotPrincipal with Allow lets in everyone else, and is not supported';
  refuse(notes, 'not-principal-in-allow', `${path}.NotPrincipal`, message);
}

function readSid(raw: JsonObject, path: string, notes: Notes): string | null {
  const sid = raw.get('Sid');
  if (typeof sid === 'string') return sid;
  if (raw.has('Sid')) refuse(notes, 'bad-element', `${path}.Sid`, `${describe(sid)} is not a string`);
  return null;
}

/** "The Effect value is case sensitive." (IAM User Guide, reference_policies_elements_effect) */
function readEffect(raw: JsonObject, path: string, notes: Notes): 'Allow' | 'Deny' | undefined {
  const effect = raw.get('Effect');
  if (effect === 'Allow' || effect === 'Deny') return effect;
  if (!raw.has('Effect')) {
    cannotRead(notes, 'missing-element', path, 'Effect is missing');
    return undefined;
  }
  const message = `${describe(effect)} is neither "Allow" nor "Deny"`;
  cannotRead(notes, 'bad-element', `${path}.Effect`, message);
  return undefined;
}
