import { GetTopicAttributesCommand, SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';
import { type OnOperation, telling } from './operations.ts';

/** The one call of Amazon SNS that collection makes; it reads. */
export function openTopics(config: SNSClientConfig, onOperation: OnOperation) {
  const client = new SNSClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    attributesOf: async (TopicArn: string) =>
      (await client.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes,
  };
}
