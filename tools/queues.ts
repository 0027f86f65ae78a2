import { arnOf, type Resource, ref } from './cloudformation.ts';

/** What a queue or function is called in the form that is deployed: `starts` is `dms-auditor-prod-starts`. */
export type Named = (name: string) => unknown;

interface Queue {
  /** What it is called if messages are to come out in order: the name of such a queue has to say so (`.fifo`). */
  readonly fifo?: { readonly name: string; readonly named: Named };
  /** Seconds that a message waits before it can be received. */
  readonly delay?: number;
  /** Of the function that reads it, seconds. */
  readonly functionTimeout: number;
  /** How often a message is tried before it is laid aside. */
  readonly tries: number;
  /** Who may send beside the functions' own roles. */
  readonly senders?: readonly object[];
}

const day = 86_400;

/** A queue, the queue where its failures are laid aside, and what both let in: nobody without TLS. */
export function queueOf(
  id: string,
  { fifo, delay, functionTimeout, tries, senders = [] }: Queue,
): Readonly<Record<string, Resource>> {
  const laidAside = `${id}DeadLetters`;
  const Properties = {
    ...ordered(fifo?.named(`${fifo.name}.fifo`)),
    SqsManagedSseEnabled: true,
    ...(delay === undefined ? {} : { DelaySeconds: delay }),
    // Six times the function's own, so that no message is given to two (Lambda Developer Guide, *Using Lambda with SQS*).
    VisibilityTimeout: 6 * functionTimeout,
    MessageRetentionPeriod: 4 * day,
    RedrivePolicy: { deadLetterTargetArn: arnOf(laidAside), maxReceiveCount: tries },
  };
  return {
    [id]: { Type: 'AWS::SQS::Queue', Properties },
    [laidAside]: deadLetters(fifo?.named(`${fifo.name}-dead-letters.fifo`)),
    [`${id}Policy`]: queuePolicy(id, senders),
    [`${laidAside}Policy`]: queuePolicy(laidAside, []),
  };
}

const ordered = (fifoName: unknown): object =>
  fifoName === undefined ? {} : { QueueName: fifoName, FifoQueue: true };

/** Messages of a FIFO queue are laid aside in order too. */
export const deadLetters = (fifoName?: unknown): Resource => ({
  Type: 'AWS::SQS::Queue',
  Properties: {
    ...ordered(fifoName),
    SqsManagedSseEnabled: true,
    MessageRetentionPeriod: 14 * day,
  },
});

export const queuePolicy = (queue: string, senders: readonly object[]): Resource => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [ref(queue)],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: arnOf(queue),
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        ...senders,
      ],
    },
  },
});

/** A function that gets what a queue holds; what it could not do goes back, the rest does not. */
export const reads = (queue: string, functionId: string, batch: object): Resource => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    EventSourceArn: arnOf(queue),
    FunctionName: ref(functionId),
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...batch,
  },
});
