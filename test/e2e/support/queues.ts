import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type FreshAccount, region } from './aws.ts';
import type { RunningFunction } from './lambda/function.ts';

/** What became of a batch that a function worked on. */
interface Worked {
  readonly messages: number;
  /** How many of them go back to the queue. */
  readonly again: number;
  /** What the function threw; null if it returned. */
  readonly error: string | null;
}

interface Queue {
  readonly url: string;
  readonly send: (body: object) => Promise<void>;
  /** Hands the messages that are due to a function, as an event source mapping does, and deletes what is done. */
  readonly handTo: (lambda: RunningFunction) => Promise<Worked>;
  /** The messages that were handed over so far. */
  readonly handed: readonly string[];
}

/** A queue in the account, made with these attributes. */
export async function makeQueue(
  { credentials }: FreshAccount,
  QueueName: string,
  Attributes: Readonly<Record<string, string>> = {},
): Promise<Queue> {
  const sqs = new SQSClient({ region, credentials });
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const account = url.split('/').at(-2) ?? '';
  const arn = `arn:aws:sqs:${region}:${account}:${QueueName}`;
  const handed: string[] = [];
  return {
    url,
    send: async (body) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(body) }));
    },
    handed,
    handTo: async (lambda) => {
      const { Messages: messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          ...{ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 },
          MessageSystemAttributeNames: ['All'],
        }),
      );
      handed.push(...messages.map(({ Body = '' }) => Body));
      if (messages.length === 0) return { messages: 0, again: 0, error: null };
      const { result, error } = await lambda.invoke({ Records: messages.map((each) => recordOf(each, arn)) });
      const { batchItemFailures = [] } = (result ?? {}) as {
        readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
      };
      const again = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const done = error === null ? messages.filter(({ MessageId = '' }) => !again.has(MessageId)) : [];
      for (const { ReceiptHandle } of done)
        await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
      return {
        messages: messages.length,
        again: messages.length - done.length,
        error: error?.errorMessage ?? null,
      };
    },
  };
}

const recordOf = ({ MessageId, ReceiptHandle, Body, Attributes }: Message, arn: string): object => ({
  messageId: MessageId,
  receiptHandle: ReceiptHandle,
  body: Body,
  attributes: Attributes ?? {},
  messageAttributes: {},
  eventSource: 'aws:sqs',
  eventSourceARN: arn,
  awsRegion: region,
});
