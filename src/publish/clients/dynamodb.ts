import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';

export type Dynamo = ReturnType<typeof openDynamo>;

/** The calls of Amazon DynamoDB that keeping state takes, with plain values for attributes. */
export function openDynamo(config: DynamoDBClientConfig) {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return {
    get: (input: GetCommandInput) => client.send(new GetCommand(input)),
    put: (input: PutCommandInput) => client.send(new PutCommand(input)),
    update: (input: UpdateCommandInput) => client.send(new UpdateCommand(input)),
    query: (input: QueryCommandInput) => client.send(new QueryCommand(input)),
  };
}
