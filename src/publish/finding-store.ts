import type { Place, StoredFinding } from '../model/known-finding.ts';
import {
  findingItem,
  findingKey,
  findingOfItem,
  findingsPrefix,
  judgedAtOf,
  placeKey,
} from './finding-items.ts';
import { askingState, type Hold, type StateTable, taking, writingState } from './state-table.ts';

/**
 * The finding store in the state table: one item a finding, `finding#<rule>#<Region>#<id>`, and one a place in which
 * a rule judges, `place#<rule>#<Region>`, which says who is in it and when it was last judged whole. Items of findings
 * that pass are deleted 90 days later.
 */
export const openFindingStore = (table: StateTable) => ({
  enter: (place: Place, hold: Hold): Promise<{ readonly judgedAt: string | null } | null> =>
    enter(table, place, hold),

  leave: (place: Place, owner: string, judgedAt: string | null): Promise<boolean> => {
    const names = { '#owner': 'owner', '#until': 'heldUntil' };
    return writingState('dynamodb:UpdateItem', table, (dynamo) =>
      dynamo.update({
        TableName: table.name,
        Key: placeKey(place),
        ConditionExpression: '#owner = :owner',
        ...(judgedAt === null
          ? {
              UpdateExpression: 'REMOVE #owner, #until',
              ExpressionAttributeNames: names,
              ExpressionAttributeValues: { ':owner': owner },
            }
          : {
              UpdateExpression: 'SET #judgedAt = :at REMOVE #owner, #until',
              ExpressionAttributeNames: { ...names, '#judgedAt': 'judgedAt' },
              ExpressionAttributeValues: { ':owner': owner, ':at': judgedAt },
            }),
      }),
    );
  },

  findingsIn: (place: Place): Promise<readonly StoredFinding[]> => findingsIn(table, place),

  finding: async (place: Place, id: string): Promise<StoredFinding | null> => {
    const { Item } = await askingState('dynamodb:GetItem', table, (dynamo) =>
      dynamo.get({ TableName: table.name, Key: findingKey(place, id), ConsistentRead: true }),
    );
    return Item === undefined ? null : findingOfItem(Item);
  },

  write: (finding: StoredFinding): Promise<boolean> =>
    writingState('dynamodb:PutItem', table, (dynamo) =>
      dynamo.put({ TableName: table.name, Item: findingItem(finding), ...conditionOf(finding) }),
    ),
});

/** What is written must follow on what is kept. */
const conditionOf = ({ version }: StoredFinding) =>
  version === 1
    ? { ConditionExpression: 'attribute_not_exists(#item)', ExpressionAttributeNames: { '#item': 'item' } }
    : {
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': version - 1 },
      };

async function enter(
  table: StateTable,
  place: Place,
  hold: Hold,
): Promise<{ readonly judgedAt: string | null } | null> {
  let judgedAt: string | null = null;
  const isIn = await writingState('dynamodb:UpdateItem', table, async (dynamo) => {
    const { Attributes } = await dynamo.update({
      TableName: table.name,
      Key: placeKey(place),
      ...taking(hold),
      ReturnValues: 'ALL_NEW',
    });
    judgedAt = judgedAtOf(Attributes ?? {});
  });
  return isIn ? { judgedAt } : null;
}

async function findingsIn(table: StateTable, place: Place): Promise<readonly StoredFinding[]> {
  const findings: StoredFinding[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const ExclusiveStartKey = from;
    const page = await askingState('dynamodb:Query', table, (dynamo) =>
      dynamo.query({
        TableName: table.name,
        KeyConditionExpression: '#account = :account AND begins_with(#item, :prefix)',
        ExpressionAttributeNames: { '#account': 'account', '#item': 'item' },
        ExpressionAttributeValues: { ':account': place.account, ':prefix': findingsPrefix(place) },
        ConsistentRead: true,
        ExclusiveStartKey,
      }),
    );
    findings.push(...(page.Items ?? []).map(findingOfItem));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return findings;
}
