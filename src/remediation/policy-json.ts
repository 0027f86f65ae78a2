/** A policy's statement as its JSON has it. */
export type WrittenStatement = Readonly<Record<string, unknown>>;

interface WrittenPolicy {
  readonly whole: Readonly<Record<string, unknown>>;
  readonly statements: readonly WrittenStatement[];
}

/** A policy's text as JSON, with nothing of it lost; null where it is none. */
export function readPolicy(text: string): WrittenPolicy | null {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(whole)) return null;
  const listed = Array.isArray(whole['Statement']) ? whole['Statement'] : [whole['Statement']];
  return listed.every(isRecord) ? { whole, statements: listed } : null;
}

/** The same policy with other statements; what is around them stays. */
export const withStatements = ({ whole }: WrittenPolicy, statements: readonly WrittenStatement[]): string =>
  JSON.stringify({ ...whole, Statement: statements }, null, 2);

/** The policy with one more statement. */
export function withStatement(text: string, statement: WrittenStatement): string | null {
  const policy = readPolicy(text);
  return policy === null ? null : withStatements(policy, [...policy.statements, statement]);
}

/** The policy with one statement changed, or taken out where that gives null; null where nothing is left of it. */
export function withChangedStatement(
  text: string,
  index: number,
  change: (statement: WrittenStatement) => WrittenStatement | null,
): string | null {
  const policy = readPolicy(text);
  const statement = policy?.statements[index];
  if (policy === null || statement === undefined) return null;
  const changed = change(statement);
  const statements = policy.statements.flatMap((each, at) =>
    at !== index ? [each] : changed === null ? [] : [changed],
  );
  return statements.length === 0 ? null : withStatements(policy, statements);
}

/** A condition more, beside those that are there; null where it is asked already. */
export function withCondition(
  statement: WrittenStatement,
  operator: string,
  key: string,
  values: readonly string[],
): WrittenStatement | null {
  const conditions = isRecord(statement['Condition']) ? statement['Condition'] : {};
  const asked = isRecord(conditions[operator]) ? conditions[operator] : {};
  if (Object.hasOwn(asked, key)) return null;
  const value = values.length === 1 ? values[0] : values;
  return { ...statement, Condition: { ...conditions, [operator]: { ...asked, [key]: value } } };
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One text, or a list of them. */
export const textsIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
