import type { Dynamo } from '../../src/publish/clients/dynamodb.ts';
import type { StateTable } from '../../src/publish/state-table.ts';

type Item = Readonly<Record<string, unknown>>;

/** A state table in memory that knows the one condition under which messages are claimed. */
export function aMessageTable(): StateTable & { readonly client: Dynamo; readonly items: Map<string, Item> } {
  const items = new Map<string, Item>();
  const keyOf = (item: Item | undefined): string => JSON.stringify([item?.['account'], item?.['item']]);
  const unknown = (): never => {
    throw new Error('this table knows GetItem and PutItem alone');
  };
  const client: Dynamo = {
    get: ({ Key }) => Promise.resolve({ $metadata: {}, Item: items.get(keyOf(Key)) }),
    put: ({ Item, ConditionExpression: condition, ExpressionAttributeValues: values = {} }) => {
      const before = items.get(keyOf(Item));
      if (condition !== undefined) {
        if (condition !== 'attribute_not_exists(#item) OR #owner = :owner OR #until <= :now')
          return unknown();
        const isMine = before?.['owner'] !== undefined && before['owner'] === values[':owner'];
        const isOver = typeof before?.['heldUntil'] === 'number' && before['heldUntil'] <= values[':now'];
        if (before !== undefined && !isMine && !isOver)
          return Promise.reject(Object.assign(new Error('no'), { name: 'ConditionalCheckFailedException' }));
      }
      items.set(keyOf(Item), { ...Item });
      return Promise.resolve({ $metadata: {} });
    },
    update: unknown,
    query: unknown,
  };
  return { name: 'state', dynamo: () => Promise.resolve(client), client, items };
}
