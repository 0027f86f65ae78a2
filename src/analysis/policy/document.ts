import { describe, isObject, readPolicyText, reportUnknownElements } from './json.ts';
import { cannotRead, type Notes, refuse } from './notes.ts';
import type { PolicyDocument, PolicyVersion, Problem } from './shape.ts';
import { readStatement } from './statement.ts';
import type { JsonObject, JsonValue } from './strict-json.ts';
import { checkVariables } from './variables.ts';

export type { Condition, PolicyDocument, PrincipalSet, Statement } from './shape.ts';

export interface ParsedPolicy {
  /** Null when some part that bears on the verdict could not be read. */
  readonly document: PolicyDocument | null;
  /** What makes it unreadable comes first. */
  readonly problems: readonly Problem[];
  /** The policy without percent-encoding. */
  readonly text: string;
}

/**
 * Reads a policy, plain or URL-encoded, and notes what IAM would refuse and what can never work, whatever
 * the policy is attached to; `lintPolicy` adds what depends on that. It never throws, and takes time in
 * proportion to the text. (IAM User Guide, reference_policies_grammar)
 */
export function parsePolicy(source: string): ParsedPolicy {
  const { text, value, faults } = readPolicyText(source);
  const notes: Notes = { unreadable: [], others: [], refused: [] };
  for (const { code, path, message } of faults) cannotRead(notes, code, path, message);
  const document = value === undefined ? null : readDocument(value, notes);
  const isReadable = notes.unreadable.length === 0;
  return { document: isReadable ? document : null, problems: [...notes.unreadable, ...notes.others], text };
}

function readDocument(raw: JsonValue, notes: Notes): PolicyDocument | null {
  if (!isObject(raw)) {
    cannotRead(notes, 'not-an-object', '', `the policy is ${describe(raw)}, not an object`);
    return null;
  }
  reportUnknownElements(raw, ['Version', 'Id', 'Statement'], '', notes);
  if (raw.has('Id') && typeof raw.get('Id') !== 'string') {
    refuse(notes, 'bad-element', 'Id', `${describe(raw.get('Id'))} is not a string`);
  }
  const version = readVersion(raw, notes);
  // Each statement has the first reason against the policy around it; the others are among the problems.
  const around = notes.refused.slice(0, 1);
  const statements = readStatementList(raw, notes).map((item, index) =>
    readStatement(item, index, version ?? '2012-10-17', { ...notes, refused: [...around] }),
  );
  if (version === undefined) return null;
  const document = { version, statements: statements.filter((statement) => statement !== undefined) };
  notes.others.push(...checkVariables(document, raw.has('Version')));
  return document;
}

/**
 * 2008-10-17 when absent. Any other version is undecided: it would settle whether `${…}` is a variable.
 * (IAM User Guide, reference_policies_elements_version)
 */
function readVersion(raw: JsonObject, notes: Notes): PolicyVersion | undefined {
  const version = raw.has('Version') ? raw.get('Version') : '2008-10-17';
  if (version === '2012-10-17' || version === '2008-10-17') return version;
  const message = `${describe(version)} is not a version of the policy language`;
  cannotRead(notes, 'unknown-version', 'Version', message);
  return undefined;
}

function readStatementList(raw: JsonObject, notes: Notes): readonly JsonValue[] {
  const statement = raw.get('Statement');
  const items: readonly JsonValue[] = Array.isArray(statement) ? statement : [statement ?? null];
  if (raw.has('Statement') && items.length > 0) return items;
  if (raw.has('Statement')) refuse(notes, 'no-statement', 'Statement', 'the policy has no statement');
  else cannotRead(notes, 'no-statement', 'Statement', 'the policy has no statement');
  return [];
}
