import { askingState, type StateTable, writingState } from './state-table.ts';

/** One scheduled run of an AWS Config rule. */
export interface Run {
  readonly account: string;
  readonly region: string;
  readonly configRule: string;
  /** ISO 8601, UTC, to the millisecond. */
  readonly at: string;
}

/** What a rule that is gone leaves in the table goes by itself, after this many seconds. */
const keptFor = 90 * 24 * 3_600;

/** Notes that a run is under way, and gives when the newest one of its rule was due. To do it again changes nothing. */
export async function newestRun(
  table: StateTable,
  { account, region, configRule, at }: Run,
): Promise<string> {
  const Key = { account, item: `run#${region}#${configRule}` };
  const isNewest = await writingState('dynamodb:UpdateItem', table, (dynamo) =>
    dynamo.update({
      TableName: table.name,
      Key,
      UpdateExpression: 'SET #newest = :at, #expires = :expires',
      ConditionExpression: 'attribute_not_exists(#newest) OR #newest < :at',
      ExpressionAttributeNames: { '#newest': 'newest', '#expires': 'expires' },
      ExpressionAttributeValues: { ':at': at, ':expires': Math.floor(Date.parse(at) / 1000) + keptFor },
    }),
  );
  if (isNewest) return at;
  const { Item: item } = await askingState('dynamodb:GetItem', table, (dynamo) =>
    dynamo.get({ TableName: table.name, Key, ConsistentRead: true }),
  );
  const newest: unknown = item?.['newest'];
  return typeof newest === 'string' ? newest : at;
}
