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
export const withChangedStatement = (
  text: string,
  index: number,
  change: (statement: WrittenStatement) => WrittenStatement | null,
): string | null =>
  withReplacedStatement(text, index, (statement) => {
    const changed = change(statement);
    return changed === null ? [] : [changed];
  });

/** The policy with others in the place of one statement; null where there are none to be put there, or none is left. */
export function withReplacedStatement(
  text: string,
  index: number,
  replace: (statement: WrittenStatement) => readonly WrittenStatement[] | null,
): string | null {
  const policy = readPolicy(text);
  const statement = policy?.statements[index];
  const others = statement === undefined ? null : replace(statement);
  if (policy === null || others === null) return null;
  const statements = policy.statements.flatMap((each, at) => (at === index ? others : [each]));
  return statements.length === 0 ? null : withStatements(policy, statements);
}

/**
 * A statement for one principal alone, and the same for those that it names besides; null where it does not name it.
 * A Sid stands in a policy once. (IAM User Guide, reference_policies_elements_sid)
 */
export function apart(
  statement: WrittenStatement,
  kind: 'AWS' | 'Service',
  name: string,
): readonly [WrittenStatement, ...WrittenStatement[]] | null {
  const named = statement['Principal'];
  if (named === name && name === '*') return [statement];
  if (!isRecord(named) || !textsIn(named[kind]).includes(name)) return null;
  const left = { ...named, [kind]: textsIn(named[kind]).filter((each) => each !== name) };
  const others = Object.entries(left).flatMap(([each, value]) => {
    const names = textsIn(value);
    return names.length === 0 ? [] : [[each, names.length === 1 ? names[0] : names] as const];
  });
  const own = { ...statement, Principal: { [kind]: name } };
  if (others.length === 0) return [own];
  const unnamed = Object.fromEntries(Object.entries(statement).filter(([element]) => element !== 'Sid'));
  return [own, { ...unnamed, Principal: Object.fromEntries(others) }];
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
  // Names of condition keys are the same in any case.
  if (Object.keys(asked).some((each) => each.toLowerCase() === key.toLowerCase())) return null;
  const value = values.length === 1 ? values[0] : values;
  return { ...statement, Condition: { ...conditions, [operator]: { ...asked, [key]: value } } };
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One text, or a list of them. */
export const textsIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
