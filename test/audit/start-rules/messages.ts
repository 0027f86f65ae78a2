import { ACCOUNT, REGION } from '../../support/builders.ts';

/** When the messages of these tests say that something changed. */
export const AT = '2026-11-02T05:00:20.000Z';
export const WINDOW_END = '2026-11-02T05:01:00.000Z';
export const startsQueue = 'dms-auditor-starts.fifo';
export const changesQueue = 'dms-auditor-changes';

const anEvent = (type: string, detail: unknown, over: object): object => ({
  version: '0',
  id: 'e3f1',
  'detail-type': type,
  source: 'aws.config',
  account: ACCOUNT,
  time: AT,
  region: REGION,
  resources: [],
  detail,
  ...over,
});

/** AWS Config recorded a change (EventBridge, *Config Configuration Item Change*). */
export const recordedChange = (resourceType: string, over: object = {}): object =>
  anEvent(
    'Config Configuration Item Change',
    {
      recordVersion: '1.3',
      messageType: 'ConfigurationItemChangeNotification',
      configurationItemDiff: null,
      configurationItem: { resourceType, resourceId: 'id', configurationItemStatus: 'OK', awsRegion: REGION },
    },
    over,
  );

/** Of an item that is too large to send. */
export const oversizedChange = (resourceType: string, over: object = {}): object =>
  anEvent(
    'Config Configuration Item Change',
    {
      messageType: 'OversizedConfigurationItemChangeNotification',
      configurationItemSummary: { resourceType, resourceId: 'id', changeType: 'UPDATE' },
    },
    over,
  );

/** Somebody called IAM (EventBridge, *AWS API Call via CloudTrail*). */
export const iamCall = (eventName: string, detail: object = {}, over: object = {}): object =>
  anEvent(
    'AWS API Call via CloudTrail',
    { eventVersion: '1.08', eventSource: 'iam.amazonaws.com', eventName, ...detail },
    { source: 'aws.iam', region: 'us-east-1', ...over },
  );

/** One message of a queue, as AWS Lambda hands it over. */
export const aRecord = (
  queue: string,
  body: unknown,
  { id = 'm1', sentAt = AT }: { readonly id?: string; readonly sentAt?: string } = {},
): object => ({
  messageId: id,
  receiptHandle: 'handle',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: { SentTimestamp: String(Date.parse(sentAt)), ApproximateReceiveCount: '1' },
  messageAttributes: {},
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:${queue}`,
  awsRegion: REGION,
});

/** A batch of messages m1, m2, … of a queue. */
const aBatch = (queue: string, ...bodies: readonly unknown[]): object => ({
  Records: bodies.map((body, index) => aRecord(queue, body, { id: `m${index + 1}` })),
});

export const changes = (...bodies: readonly unknown[]): object => aBatch(changesQueue, ...bodies);
export const starts = (...bodies: readonly unknown[]): object => aBatch(startsQueue, ...bodies);
