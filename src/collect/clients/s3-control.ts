import { isIP } from 'node:net';
import {
  GetPublicAccessBlockCommand,
  S3ControlClient,
  type S3ControlClientConfig,
} from '@aws-sdk/client-s3-control';
import { type OnOperation, telling } from './operations.ts';

export type S3Control = ReturnType<typeof openS3Control>;

/** The call of S3 about an account that collection makes. */
export function openS3Control(config: S3ControlClientConfig, onOperation: OnOperation) {
  const client = new S3ControlClient(config);
  const { endpointProvider } = client.config;
  // The SDK puts the account before the host, also of another address than AWS's own, which may bear no such name.
  client.config.endpointProvider = (parameters, context) =>
    endpointProvider(
      parameters.Endpoint === undefined || bearsNames(new URL(parameters.Endpoint))
        ? parameters
        : { ...parameters, RequiresAccountId: false },
      context,
    );
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    /** What the account has set, or inherits from its organisation. */
    getPublicAccessBlock: (AccountId: string) => client.send(new GetPublicAccessBlockCommand({ AccountId })),
  };
}

/** Whether a name can stand before a host: not before an IP address, nor before a bare name such as `localhost`. */
const bearsNames = ({ hostname }: URL): boolean => hostname.includes('.') && isIP(hostname) === 0;
