import type { Dynamo } from '../../src/publish/clients/dynamodb.ts';
import type { StateTable } from '../../src/publish/state-table.ts';
import { awsError } from './a-config.ts';

type Item = Record<string, unknown>;

/** What `#owner` and `:owner` stand for. */
interface Words {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Terms joined by OR: that there is no such attribute, or how it compares with a value. */
function holds(condition: string, item: Item | undefined, { names, values }: Words): boolean {
  return condition.split(' OR ').some((term) => {
    const absent = /^attribute_not_exists\((#\w+)\)$/.exec(term)?.[1];
    if (absent !== undefined) return item?.[names[absent] ?? ''] === undefined;
    const [name = '', operator = '', value = ''] = term.split(' ');
    const [is, wanted] = [item?.[names[name] ?? ''], values[value]];
    if (typeof is !== 'string' || typeof wanted !== 'string') return false;
    if (operator === '=') return is === wanted;
    if (operator === '<') return is < wanted;
    if (operator === '<=') return is <= wanted;
    throw new Error(`this table knows no ${operator}`);
  });
}

/** A state table in memory: GetItem and UpdateItem, with the conditions that the lock writes under. */
export function aStateTable(): StateTable & { readonly client: Dynamo; readonly items: Map<string, Item> } {
  const items = new Map<string, Item>();
  const keyOf = (key: Item | undefined): string => JSON.stringify([key?.['account'], key?.['item']]);
  const unknown = (): never => {
    throw new Error('this table knows GetItem and UpdateItem alone');
  };
  const client: Dynamo = {
    get: ({ Key }) => Promise.resolve({ $metadata: {}, Item: items.get(keyOf(Key)) }),
    update: (input) =>
      Promise.resolve().then(() => {
        const words = {
          names: input.ExpressionAttributeNames ?? {},
          values: input.ExpressionAttributeValues ?? {},
        };
        const before = items.get(keyOf(input.Key));
        if (!holds(input.ConditionExpression ?? '', before, words))
          throw awsError('ConditionalCheckFailedException');
        const set = (input.UpdateExpression ?? '').replace(/^SET /, '').split(', ');
        const entries = set.map((assignment) => {
          const [name = '', value = ''] = assignment.split(' = ');
          return [words.names[name] ?? '', words.values[value]] as const;
        });
        items.set(keyOf(input.Key), { ...before, ...Object.fromEntries(entries) });
        return { $metadata: {} };
      }),
    put: unknown,
    query: unknown,
  };
  return { name: 'state', dynamo: () => Promise.resolve(client), client, items };
}
