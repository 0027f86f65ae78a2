import type { ScanState } from '../model/scan-state.ts';
import { askingState, type Hold, type StateTable, taking, writingState } from './state-table.ts';

const keyOf = (account: string) => ({ account, item: 'scan' });

/** One item of the state table an account: who may scan it now, and until when changes of it are known of. */
export const openScanLock = (table: StateTable) => ({
  read: (account: string): Promise<ScanState> => readState(table, account),

  take: async (account: string, hold: Hold): Promise<ScanState & { readonly taken: boolean }> => {
    const taken = await writingState('dynamodb:UpdateItem', table, (dynamo) =>
      dynamo.update({ TableName: table.name, Key: keyOf(account), ...taking(hold) }),
    );
    // Read after the lock was taken, so that what was noted before is seen.
    return { ...(await readState(table, account)), taken };
  },

  /** Nobody else may scan until then. What another has taken since stays theirs. */
  giveBack: async (account: string, owner: string, until: string): Promise<void> => {
    await writingState('dynamodb:UpdateItem', table, (dynamo) =>
      dynamo.update({
        TableName: table.name,
        Key: keyOf(account),
        UpdateExpression: 'SET #until = :until',
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner', '#until': 'heldUntil' },
        ExpressionAttributeValues: { ':owner': owner, ':until': until },
      }),
    );
  },
});

/** Notes that the account changed at a moment: what was read before must not be published any more. An older one changes nothing. */
export async function noteChange(table: StateTable, account: string, changedAt: string): Promise<void> {
  await writingState('dynamodb:UpdateItem', table, (dynamo) =>
    dynamo.update({
      TableName: table.name,
      Key: keyOf(account),
      UpdateExpression: 'SET #changedAt = :at',
      ConditionExpression: 'attribute_not_exists(#changedAt) OR #changedAt < :at',
      ExpressionAttributeNames: { '#changedAt': 'changedAt' },
      ExpressionAttributeValues: { ':at': new Date(changedAt).toISOString() },
    }),
  );
}

async function readState(table: StateTable, account: string): Promise<ScanState> {
  const { Item: item } = await askingState('dynamodb:GetItem', table, (dynamo) =>
    dynamo.get({ TableName: table.name, Key: keyOf(account), ConsistentRead: true }),
  );
  return { changedAt: textIn(item, 'changedAt'), heldUntil: textIn(item, 'heldUntil') };
}

const textIn = (item: Readonly<Record<string, unknown>> | undefined, name: string): string | null => {
  const value = item?.[name];
  return typeof value === 'string' ? value : null;
};
