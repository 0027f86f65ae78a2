import {
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
  type SNSClientConfig,
} from '@aws-sdk/client-sns';

export type Sns = ReturnType<typeof openSns>;

/** The call of Amazon SNS that telling of a result takes. */
export function openSns(config: SNSClientConfig) {
  const client = new SNSClient(config);
  return { publish: (input: PublishCommandInput) => client.send(new PublishCommand(input)) };
}
