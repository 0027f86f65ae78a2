import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { type OnOperation, telling } from './operations.ts';

export type Sts = ReturnType<typeof openSts>;

/** The call of AWS STS that collection makes. */
export function openSts(config: STSClientConfig, onOperation: OnOperation) {
  const client = new STSClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return { getCallerIdentity: () => client.send(new GetCallerIdentityCommand({})) };
}

/** The Region that the SDK finds in the configuration files; null if there is none. */
export async function regionOfProfile(profile: string | undefined): Promise<string | null> {
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    // "Region is missing", or no configuration file to look into.
    return null;
  } finally {
    client.destroy();
  }
}
