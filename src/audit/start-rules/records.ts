import { Refusal } from '../../model/refusal.ts';
import type { RunReport } from '../../model/run-report.ts';
import { quoted } from '../config-event.ts';

/** One message of a batch that Amazon SQS gives to a function (Lambda Developer Guide, *Using Lambda with Amazon SQS*). */
export interface QueueRecord {
  readonly id: string;
  readonly body: string;
  /** When the queue got it, ISO 8601. */
  readonly sentAt: string;
}

interface Batch {
  /** The queue's name. */
  readonly queue: string;
  readonly records: readonly QueueRecord[];
}

/** What came of a batch of messages. */
export interface BatchOutcome {
  readonly report: RunReport;
  /** Ids of the messages that go back to the queue (Lambda Developer Guide, *Reporting batch item failures*). */
  readonly again: readonly string[];
}

/** What was read in a message. */
interface Read<T> {
  readonly id: string;
  readonly value: T;
}

/** Reads messages. What is refused would be refused again: it is told of, and does not go back. */
export function readAll<T>(
  records: readonly QueueRecord[],
  read: (record: QueueRecord) => T,
  warn: (message: string) => void,
): readonly Read<T>[] {
  return records.flatMap((record) => {
    try {
      return [{ id: record.id, value: read(record) }];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      warn(`message ${record.id} is passed over: ${error.message}`);
      return [];
    }
  });
}

/** A batch comes from one queue. @throws Refusal if it is none. */
export function parseBatch(event: unknown): Batch {
  const { Records: list } = fieldsOf(event);
  const records = Array.isArray(list) ? list.map(fieldsOf) : [];
  const queue = text(records[0]?.['eventSourceARN'])?.split(':').at(-1);
  if (queue === undefined)
    throw new Refusal(
      'the event is no batch of messages; let the queues of this stack alone invoke this function',
    );
  return { queue, records: records.map(recordOf) };
}

function recordOf({ messageId, body, attributes }: Fields): QueueRecord {
  const id = text(messageId);
  const sent = new Date(Number(text(fieldsOf(attributes)['SentTimestamp']) ?? Number.NaN));
  if (id === null || Number.isNaN(sent.getTime()))
    throw new Refusal(`a record of the batch has no messageId or no SentTimestamp: ${quoted(messageId)}`);
  return { id, body: text(body) ?? '', sentAt: sent.toISOString() };
}

export type Fields = Readonly<Record<string, unknown>>;

/** What is no object has no fields. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

export const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** The fields of a message's body. @throws Refusal if it is no JSON object. */
export function parseBody(body: string): Fields {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return fieldsOf(value);
  } catch {
    // Told below: what JSON.parse says quotes the text, and the text is not ours to log.
  }
  throw new Refusal('its body is no JSON object');
}

/** A Region's name, which the SDK makes a host name of; null: it is none. */
export function regionName(value: unknown): string | null {
  const name = text(value);
  return name !== null && /^[a-z\d]{1,20}(-[a-z\d]{1,20}){0,3}$/.test(name) ? name : null;
}

/** ISO 8601, UTC; null: it is no time. */
export function time(value: unknown): string | null {
  const at = new Date(text(value) ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
