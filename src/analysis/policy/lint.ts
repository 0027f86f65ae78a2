import type { ParsedPolicy } from './document.ts';
import { checkActions } from './lint/action-checks.ts';
import type { AttachedTo, StatementCheck } from './lint/check.ts';
import { checkContradictions } from './lint/contradictions.ts';
import { DOCUMENT_CHECKS } from './lint/document-checks.ts';
import { ELEMENT_CHECKS } from './lint/element-checks.ts';
import { checkKeys } from './lint/key-checks.ts';
import { checkPrincipals } from './lint/principal-checks.ts';
import { namesIn } from './lint/service-names.ts';
import type { ServiceTables } from './service-tables.ts';
import type { Problem } from './shape.ts';

export interface LintOptions {
  readonly kind: AttachedTo;
  /** Null leaves out what depends on the names of actions and condition keys. */
  readonly tables: ServiceTables | null;
}

const STATEMENT_CHECKS: readonly StatementCheck[] = [
  ...ELEMENT_CHECKS,
  checkPrincipals,
  checkActions,
  checkKeys,
  checkContradictions,
];

/**
 * Every problem of a policy, those that depend on what it is attached to included, in the order of its
 * statements and paths. Of a policy that cannot be read, what the parser found and little more.
 */
export function lintPolicy(parsed: ParsedPolicy, { kind, tables }: LintOptions): readonly Problem[] {
  const { document, problems } = parsed;
  const found = [...problems, ...DOCUMENT_CHECKS.flatMap((check) => check(parsed, kind))];
  const scope = {
    kind,
    version: document?.version ?? '2012-10-17',
    names: tables && namesIn(tables),
  } as const;
  const ofStatements = (document?.statements ?? []).flatMap((statement) =>
    STATEMENT_CHECKS.flatMap((check) => check(statement, scope)),
  );
  return [...found, ...ofStatements]
    .map((problem) => ({ problem, statement: statementOf(problem) }))
    .sort((one, other) => one.statement - other.statement || compare(one.problem, other.problem))
    .map(({ problem }) => problem);
}

/** The policy itself comes before its statements. */
function statementOf({ path }: Problem): number {
  const [, index] = /^Statement\[(\d+)\]/.exec(path) ?? [];
  return index === undefined ? -1 : Number(index);
}

function compare(one: Problem, other: Problem): number {
  return compareText(one.path, other.path) || compareText(one.code, other.code);
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
