import { randomInt } from 'node:crypto';
import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';

export const region = 'us-east-1';

/** An account of its own for a test: nothing that another test made is in it. */
export interface FreshAccount {
  readonly account: string;
  readonly roleArn: string;
  readonly credentials: ReturnType<typeof fromTemporaryCredentials>;
  readonly dms: DatabaseMigrationServiceClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly ec2: EC2Client;
}

export function freshAccount(): FreshAccount {
  const account = `7${randomInt(10 ** 10, 10 ** 11)}`;
  const roleArn = `arn:aws:iam::${account}:role/DmsAuditorEndToEnd`;
  const credentials = fromTemporaryCredentials({
    params: { RoleArn: roleArn, RoleSessionName: 'e2e' },
    clientConfig: { region },
  });
  return {
    account,
    roleArn,
    credentials,
    dms: new DatabaseMigrationServiceClient({ region, credentials }),
    iam: new IAMClient({ region, credentials }),
    kms: new KMSClient({ region, credentials }),
    ec2: new EC2Client({ region, credentials }),
  };
}

const endpoint = process.env['AWS_ENDPOINT_URL'] ?? '';

/** The calls that went through the fault proxy, by action. */
interface ProxyStats {
  readonly calls: number;
  readonly duplicateCalls: number;
  readonly maxInflight: number;
  readonly byAction: Readonly<Record<string, number>>;
}

/** What the proxy in front of AWS can do; null if there is none. */
interface Proxy {
  /** Sets the faults to inject; `{}` ends them. Forgets the calls so far. */
  readonly inject: (faults: object) => Promise<void>;
  readonly stats: () => Promise<ProxyStats>;
}

export async function findProxy(): Promise<Proxy | null> {
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(
      `${endpoint}/__proxy/${path}`,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    );
    return response.ok ? response.json() : null;
  };
  const stats = await ask('stats').catch(() => null);
  if (typeof stats !== 'object' || stats === null || !('calls' in stats)) return null;
  return {
    inject: async (faults) => {
      await ask('config', faults);
      await ask('reset', {});
    },
    stats: async () => (await ask('stats')) as ProxyStats,
  };
}
