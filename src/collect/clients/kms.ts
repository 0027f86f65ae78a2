import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  type KMSClientConfig,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { required } from '../fields.ts';
import { type OnOperation, telling } from './operations.ts';

export type Kms = ReturnType<typeof openKms>;

/** The calls of KMS that collection makes; all of them read. */
export function openKms(config: KMSClientConfig, onOperation: OnOperation) {
  const client = new KMSClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    describeKey: (KeyId: string) => client.send(new DescribeKeyCommand({ KeyId })),
    getKeyPolicy: (KeyId: string) => client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
    getKeyRotationStatus: (KeyId: string) => client.send(new GetKeyRotationStatusCommand({ KeyId })),
    listGrants: async (KeyId: string, Marker: string | undefined) => {
      const { Grants, Truncated, NextMarker } = await client.send(
        new ListGrantsCommand({ KeyId, Limit: 100, Marker }),
      );
      // KMS says with `Truncated` whether there is more; without a marker the rest cannot be asked for.
      return {
        items: Grants,
        marker: Truncated === true ? required(NextMarker, 'NextMarker') : undefined,
      };
    },
  };
}
