import { AssumeRoleCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';

export type Sts = ReturnType<typeof openSts>;

/** The call of AWS STS that writing into another account takes. */
export function openSts(config: STSClientConfig) {
  const client = new STSClient(config);
  return {
    assumeRole: async (RoleArn: string, RoleSessionName: string) =>
      (await client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }))).Credentials,
  };
}
