import { describe, isObject, type JsonObject, readJson, reportUnknownElements } from './json.ts';
import type { PolicyDocument, PolicyVersion, Problem } from './shape.ts';
import { readStatement } from './statement.ts';

export type { Condition, PolicyDocument, PrincipalSet, Statement } from './shape.ts';

export interface ParsedPolicy {
  /** Null when some part that bears on the verdict could not be read. */
  readonly document: PolicyDocument | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads a policy, plain or URL-encoded, and notes what IAM would refuse. It never throws.
 * (IAM User Guide, reference_policies_grammar)
 */
export function parsePolicy(text: string): ParsedPolicy {
  const raw = readJson(text);
  if (raw === undefined) return unreadable('not-json', 'the policy is not JSON');
  if (!isObject(raw)) return unreadable('not-an-object', `the policy is ${describe(raw)}, not an object`);
  const problems: Problem[] = [];
  reportUnknownElements(raw, ['Version', 'Id', 'Statement'], '', problems);
  const version = readVersion(raw, problems);
  const items = readStatementList(raw, problems);
  const statements = items.map((item, index) =>
    readStatement(item, index, version ?? '2012-10-17', problems),
  );
  const readable = statements.filter((statement) => statement !== undefined);
  const isWhole = readable.length === items.length && Object.hasOwn(raw, 'Statement');
  if (version === undefined || !isWhole) return { document: null, problems };
  return { document: { version, statements: readable }, problems };
}

function unreadable(code: string, message: string): ParsedPolicy {
  return { document: null, problems: [{ code, path: '', message }] };
}

/**
 * 2008-10-17 when absent. Any other version is undecided: it would settle whether `${…}` is a variable.
 * (IAM User Guide, reference_policies_elements_version)
 */
function readVersion(raw: JsonObject, problems: Problem[]): PolicyVersion | undefined {
  const version = Object.hasOwn(raw, 'Version') ? raw['Version'] : '2008-10-17';
  if (version === '2012-10-17' || version === '2008-10-17') return version;
  const message = `${describe(version)} is not a version of the policy language`;
  problems.push({ code: 'unknown-version', path: 'Version', message });
  return undefined;
}

function readStatementList(raw: JsonObject, problems: Problem[]): readonly unknown[] {
  const statement = raw['Statement'];
  const items: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  if (Object.hasOwn(raw, 'Statement') && items.length > 0) return items;
  problems.push({ code: 'no-statement', path: 'Statement', message: 'the policy has no statement' });
  return [];
}
