import type { STSClientConfig } from '@aws-sdk/client-sts';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Account } from './clients/account.ts';
import type { Dms } from './clients/dms.ts';
import type { Ec2 } from './clients/ec2.ts';
import type { Iam } from './clients/iam.ts';
import type { Kms } from './clients/kms.ts';
import type { Sts } from './clients/sts.ts';

export type AwsCredentials = NonNullable<STSClientConfig['credentials']>;

/** An operation put to AWS, told before it is sent. */
export interface Call {
  readonly service: 'dms' | 'ec2' | 'iam' | 'kms' | 'sts' | 'account';
  readonly operation: string;
  readonly region: string;
}

export interface ClientOptions {
  readonly credentials: AwsCredentials;
  /** Where the services without a Region of their own are asked. */
  readonly region: string;
  /** Another address than AWS's own, for tests. */
  readonly endpoint?: string;
  /** To share with the clients of other accounts in the same run; else one of its own. */
  readonly limit?: LimitFunction;
  readonly onCall?: (call: Call) => void;
}

/** Everything that can be asked of one account, each client made when it is first needed. */
export interface Clients {
  readonly dms: (region: string) => Promise<Dms>;
  readonly ec2: (region: string) => Promise<Ec2>;
  readonly iam: () => Promise<Iam>;
  readonly kms: (region: string) => Promise<Kms>;
  readonly sts: () => Promise<Sts>;
  readonly account: () => Promise<Account>;
  /** What all calls of the run wait for. */
  readonly limit: LimitFunction;
  /** Operations put to AWS so far; a retry is not another one. */
  readonly calls: number;
}

/** How many operations a run may have in flight. */
export const maxInFlight = 16;

export const createLimit = (): LimitFunction => pLimit(maxInFlight);

/**
 * Throttling is the SDK's business: adaptive retries slow a client down to what AWS admits. A request that
 * hangs is given up and tried again; a listing of DMS takes a second or two.
 */
const patience = {
  retryMode: 'adaptive',
  maxAttempts: 8,
  requestHandler: {
    connectionTimeout: 5_000,
    requestTimeout: 20_000,
    socketTimeout: 20_000,
    throwOnRequestTimeout: true,
  },
};

export function createClients({ credentials, region, endpoint, limit, onCall }: ClientOptions): Clients {
  let calls = 0;
  const config = (at: string) => ({
    ...patience,
    credentials,
    region: at,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const count = (service: Call['service'], at: string) => (operation: string) => {
    calls += 1;
    onCall?.({ service, operation, region: at });
  };
  // Each SDK client is behind a local module, so that a bundle loads it only where it is used.
  const open = {
    dms: async (at: string) => (await import('./clients/dms.ts')).openDms(config(at), count('dms', at)),
    ec2: async (at: string) => (await import('./clients/ec2.ts')).openEc2(config(at), count('ec2', at)),
    iam: async (at: string) => (await import('./clients/iam.ts')).openIam(config(at), count('iam', at)),
    kms: async (at: string) => (await import('./clients/kms.ts')).openKms(config(at), count('kms', at)),
    sts: async (at: string) => (await import('./clients/sts.ts')).openSts(config(at), count('sts', at)),
    account: async (at: string) =>
      (await import('./clients/account.ts')).openAccount(config(at), count('account', at)),
  };
  const [dms, ec2, iam, kms, sts, account] = [
    oncePerRegion(open.dms),
    oncePerRegion(open.ec2),
    oncePerRegion(open.iam),
    oncePerRegion(open.kms),
    oncePerRegion(open.sts),
    oncePerRegion(open.account),
  ];
  return {
    dms,
    ec2,
    iam: () => iam(region),
    kms,
    sts: () => sts(region),
    account: () => account(region),
    limit: limit ?? createLimit(),
    get calls() {
      return calls;
    },
  };
}

function oncePerRegion<T>(open: (region: string) => Promise<T>): (region: string) => Promise<T> {
  const opened = new Map<string, Promise<T>>();
  return (region) => {
    const client = opened.get(region) ?? open(region);
    opened.set(region, client);
    return client;
  };
}
