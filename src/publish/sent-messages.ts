import { createHash } from 'node:crypto';
import type { Claim, SentMessages } from '../model/notice.ts';
import { askingState, type StateTable, writingState } from './state-table.ts';

/** Whose messages are remembered, and who sends them. */
export interface Sender {
  readonly account: string;
  /** What the message's item begins with: `told` where an alert was handed on, `alert` where it was posted. */
  readonly kind: 'told' | 'alert';
  /** The same in each try of one run. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** When the run is over, whatever happens, and another may take its place; milliseconds since 1970. */
  readonly until: number;
}

const day = 24 * 60 * 60;
/** No run is repeated after that: AWS Lambda keeps an event for six hours, SQS a message for fourteen days. */
const keptFor = 15 * day;
/** An item of DynamoDB has at most 400 KB. */
const mostTransitions = 30_000;

/**
 * Messages that were sent, one item of the state table each. A claim is written before a message goes out, and that
 * it is out afterwards: two runs never send it at once, and only a crash between the two repeats it.
 */
export function openSentMessages(table: StateTable, sender: Sender): SentMessages {
  const { account, kind, owner, now, until } = sender;
  const keyOf = (id: string) => ({ account, item: `${kind}#${id}` });
  const seconds = (): number => Math.floor(now() / 1000);
  return {
    claim: async (id) => {
      const isMine = await writingState('dynamodb:PutItem', table, (dynamo) =>
        dynamo.put({
          TableName: table.name,
          Item: { ...keyOf(id), owner, heldUntil: until, expires: seconds() + keptFor },
          // One that was sent has neither owner nor end.
          ConditionExpression: 'attribute_not_exists(#item) OR #owner = :owner OR #until <= :now',
          ExpressionAttributeNames: { '#item': 'item', '#owner': 'owner', '#until': 'heldUntil' },
          ExpressionAttributeValues: { ':owner': owner, ':now': now() },
        }),
      );
      if (isMine) return { state: 'mine' };
      const { Item: item } = await askingState('dynamodb:GetItem', table, (dynamo) =>
        dynamo.get({ TableName: table.name, Key: keyOf(id), ConsistentRead: true }),
      );
      return claimIn(item);
    },
    done: async (id, transitions) => {
      await askingState('dynamodb:PutItem', table, (dynamo) =>
        dynamo.put({
          TableName: table.name,
          Item: {
            ...keyOf(id),
            sentAt: new Date(now()).toISOString(),
            expires: seconds() + keptFor,
            ...(transitions.length > mostTransitions ? {} : { toldOf: transitions.map(markOf).join('') }),
          },
        }),
      );
    },
  };
}

function claimIn(item: Readonly<Record<string, unknown>> | undefined): Claim {
  if (item?.['sentAt'] === undefined) return { state: 'busy' };
  const marks = item['toldOf'];
  if (typeof marks !== 'string') return { state: 'sent', toldOf: null };
  const told = new Set(marks.match(/.{11}/g));
  return { state: 'sent', toldOf: (transition) => told.has(markOf(transition)) };
}

/** 64 bits of a transition's id, in eleven characters. */
const markOf = (transition: string): string =>
  createHash('sha256').update(transition).digest().subarray(0, 8).toString('base64url');
