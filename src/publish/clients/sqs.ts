import {
  SendMessageBatchCommand,
  type SendMessageBatchCommandInput,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';

export type Sqs = ReturnType<typeof openSqs>;

/** The call of Amazon SQS that filling a queue takes. */
export function openSqs(config: SQSClientConfig) {
  const client = new SQSClient(config);
  return {
    sendBatch: (input: SendMessageBatchCommandInput) => client.send(new SendMessageBatchCommand(input)),
  };
}
