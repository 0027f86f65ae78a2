import { textsIn, type WrittenStatement } from '../policy-json.ts';
import { isSame } from '../same.ts';

/** Its actions go into the statement that differs in nothing else; what is new gets a Sid that is free. */
export function withAdded(
  statements: readonly WrittenStatement[],
  added: WrittenStatement,
): readonly WrittenStatement[] {
  const index = statements.findIndex((each) => isSame(withoutActions(each), withoutActions(added)));
  return index < 0
    ? [...statements, withFreeSid(added, statements)]
    : statements.map((each, at) => (at === index ? withActionsOf(each, added) : each));
}

const withoutActions = (statement: WrittenStatement): WrittenStatement =>
  Object.fromEntries(Object.entries(statement).filter(([name]) => name !== 'Action'));

function withActionsOf(statement: WrittenStatement, added: WrittenStatement): WrittenStatement {
  const present = textsIn(statement['Action']);
  const missing = textsIn(added['Action']).filter((action) => !present.includes(action));
  return missing.length === 0 ? statement : { ...statement, Action: [...present, ...missing] };
}

/** "In IAM, the Sid value must be unique within a JSON policy." (IAM User Guide, reference_policies_elements_sid) */
function withFreeSid(statement: WrittenStatement, beside: readonly WrittenStatement[]): WrittenStatement {
  const taken = new Set(beside.map((each) => each['Sid']));
  const own = statement['Sid'];
  if (typeof own !== 'string' || !taken.has(own)) return statement;
  let number = 2;
  while (taken.has(`${own}${number}`)) number += 1;
  return { ...statement, Sid: `${own}${number}` };
}

/** Statements that allow actions on resources: one for those on which the same actions are wanted. */
export function allowingOn(
  wanted: readonly { readonly action: string; readonly resource: string }[],
): readonly WrittenStatement[] {
  const actions = new Map<string, Set<string>>();
  for (const { action, resource } of wanted)
    actions.set(resource, (actions.get(resource) ?? new Set()).add(action));
  const statements = new Map<string, { readonly Action: readonly string[]; readonly on: string[] }>();
  for (const [resource, set] of actions) {
    const Action = [...set];
    const key = JSON.stringify(Action);
    const statement = statements.get(key) ?? { Action, on: [] };
    statement.on.push(resource);
    statements.set(key, statement);
  }
  return [...statements.values()].map(({ Action, on }) => ({
    ...{ Effect: 'Allow', Action },
    Resource: on.length === 1 ? on[0] : on,
  }));
}
