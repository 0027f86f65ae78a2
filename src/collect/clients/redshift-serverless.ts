import {
  GetWorkgroupCommand,
  RedshiftServerlessClient,
  type RedshiftServerlessClientConfig,
} from '@aws-sdk/client-redshift-serverless';
import { type OnOperation, telling } from './operations.ts';

/** The one call of Redshift Serverless that collection makes; it reads. */
export function openRedshiftServerless(config: RedshiftServerlessClientConfig, onOperation: OnOperation) {
  const client = new RedshiftServerlessClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    workgroup: async (workgroupName: string) =>
      (await client.send(new GetWorkgroupCommand({ workgroupName }))).workgroup,
  };
}
