import { Refusal } from '../model/refusal.ts';
import type { Dynamo } from './clients/dynamodb.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { calling, SinkError } from './sink-error.ts';

/**
 * The table in which functions keep what they must remember: string key `account`, so that a policy can let each
 * account in to its own items alone (`dynamodb:LeadingKeys`), and string sort key `item`; `expires` is its time to live.
 */
export interface StateTable {
  readonly name: string;
  readonly dynamo: () => Promise<Dynamo>;
}

/** `name` is the table's name, or its ARN where it is another account's; the Region is that of the options. */
export const openStateTable = (name: string, options: SinkOptions): StateTable => ({
  name,
  dynamo: openLazily(options, async (config) => (await import('./clients/dynamodb.ts')).openDynamo(config)),
});

/**
 * Calls DynamoDB for the table.
 *
 * @throws Refusal if there is no such table; SinkError if DynamoDB fails.
 */
export async function askingState<T>(
  action: string,
  { name, dynamo }: StateTable,
  send: (dynamo: Dynamo) => Promise<T>,
): Promise<T> {
  const client = await dynamo();
  try {
    return await calling(`${action} of ${name}`, () => send(client));
  } catch (error) {
    if (error instanceof SinkError && error.code === 'ResourceNotFoundException')
      throw new Refusal(
        `there is no table ${name} to keep state in; create it, or correct DMS_AUDITOR_STATE_TABLE`,
      );
    throw error;
  }
}

/** The same for a write with a condition: false if it does not hold, and nothing was written. */
export async function writingState(
  action: string,
  table: StateTable,
  send: (dynamo: Dynamo) => Promise<unknown>,
): Promise<boolean> {
  try {
    await askingState(action, table, send);
    return true;
  } catch (error) {
    if (error instanceof SinkError && error.code === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

/** Who holds an item, and until when whatever happens; moments are ISO 8601, UTC, to the millisecond. */
export interface Hold {
  readonly owner: string;
  readonly now: string;
  readonly until: string;
}

/** How an item is taken: where it is free, has run out, or is the owner's own from before. */
export const taking = ({ owner, now, until }: Hold) => ({
  UpdateExpression: 'SET #owner = :owner, #until = :until',
  ConditionExpression: 'attribute_not_exists(#owner) OR #owner = :owner OR #until <= :now',
  ExpressionAttributeNames: { '#owner': 'owner', '#until': 'heldUntil' },
  ExpressionAttributeValues: { ':owner': owner, ':until': until, ':now': now },
});
