import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { openStateTable, type StateTable } from '../../../src/publish/state-table.ts';
import { type FreshAccount, region } from './aws.ts';

/** An item as it is kept, attributes by name. */
type Item = Readonly<Record<string, unknown>>;

interface SeenTable extends StateTable {
  readonly items: () => Promise<readonly Item[]>;
  readonly empty: () => Promise<void>;
}

/** The table in which functions keep what they must remember, as infra/state.yml makes it. */
export async function makeStateTable(
  { credentials }: FreshAccount,
  TableName = 'dms-auditor-state',
): Promise<SeenTable> {
  const client = new DynamoDBClient({ region, credentials });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'account', AttributeType: 'S' },
        { AttributeName: 'item', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'account', KeyType: 'HASH' },
        { AttributeName: 'item', KeyType: 'RANGE' },
      ],
    }),
  );
  const documents = DynamoDBDocumentClient.from(client);
  const items = async (): Promise<readonly Item[]> => {
    const found: Item[] = [];
    for await (const { Items = [] } of paginateScan({ client: documents }, { TableName }))
      found.push(...Items);
    return found;
  };
  return {
    ...openStateTable(TableName, { region, credentials: () => Promise.resolve(credentials) }),
    items,
    empty: async () => {
      for (const { account, item } of await items())
        await documents.send(new DeleteCommand({ TableName, Key: { account, item } }));
    },
  };
}
