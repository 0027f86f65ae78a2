import type { STSClientConfig } from '@aws-sdk/client-sts';
import pLimit, { type LimitFunction } from 'p-limit';
import type { OnOperation } from './clients/operations.ts';

export type AwsCredentials = NonNullable<STSClientConfig['credentials']>;

interface Config extends Patience {
  readonly credentials: AwsCredentials;
  readonly region: string;
  readonly endpoint?: string;
}

// Each SDK client is behind a local module, so that a bundle loads it only where it is used.
const openers = {
  account: async (to: Config, tell: OnOperation) =>
    (await import('./clients/account.ts')).openAccount(to, tell),
  cloudtrail: async (to: Config, tell: OnOperation) =>
    (await import('./clients/cloudtrail.ts')).openCloudTrail(to, tell),
  dms: async (to: Config, tell: OnOperation) => (await import('./clients/dms.ts')).openDms(to, tell),
  ec2: async (to: Config, tell: OnOperation) => (await import('./clients/ec2.ts')).openEc2(to, tell),
  elasticache: async (to: Config, tell: OnOperation) =>
    (await import('./clients/elasticache.ts')).openElastiCache(to, tell),
  events: async (to: Config, tell: OnOperation) =>
    (await import('./clients/event-bridge.ts')).openEventBridge(to, tell),
  iam: async (to: Config, tell: OnOperation) => (await import('./clients/iam.ts')).openIam(to, tell),
  kafka: async (to: Config, tell: OnOperation) => (await import('./clients/kafka.ts')).openKafka(to, tell),
  kms: async (to: Config, tell: OnOperation) => (await import('./clients/kms.ts')).openKms(to, tell),
  elasticloadbalancing: async (to: Config, tell: OnOperation) =>
    (await import('./clients/load-balancers.ts')).openLoadBalancers(to, tell),
  es: async (to: Config, tell: OnOperation) =>
    (await import('./clients/opensearch.ts')).openOpenSearch(to, tell),
  organizations: async (to: Config, tell: OnOperation) =>
    (await import('./clients/organizations.ts')).openOrganizations(to, tell),
  rds: async (to: Config, tell: OnOperation) => (await import('./clients/rds.ts')).openRds(to, tell),
  redshift: async (to: Config, tell: OnOperation) =>
    (await import('./clients/redshift.ts')).openRedshift(to, tell),
  'redshift-serverless': async (to: Config, tell: OnOperation) =>
    (await import('./clients/redshift-serverless.ts')).openRedshiftServerless(to, tell),
  s3: async (to: Config, tell: OnOperation) => (await import('./clients/s3.ts')).openS3(to, tell),
  s3control: async (to: Config, tell: OnOperation) =>
    (await import('./clients/s3-control.ts')).openS3Control(to, tell),
  secretsmanager: async (to: Config, tell: OnOperation) =>
    (await import('./clients/secrets-manager.ts')).openSecretsManager(to, tell),
  sns: async (to: Config, tell: OnOperation) => (await import('./clients/sns.ts')).openTopics(to, tell),
  sts: async (to: Config, tell: OnOperation) => (await import('./clients/sts.ts')).openSts(to, tell),
};

/** By the prefix that IAM gives their actions; `s3control` is where S3 is asked about an account. */
type Service = keyof typeof openers;
type ClientOf<S extends Service> = Awaited<ReturnType<(typeof openers)[S]>>;
/** Services without a Region of their own: they are asked where the run begins. */
type Global = 'account' | 'iam' | 'organizations' | 's3control' | 'sts';

/** An operation put to AWS, told before it is sent. */
export interface Call {
  readonly service: Service;
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
export type Clients = {
  readonly [S in Service]: S extends Global
    ? () => Promise<ClientOf<S>>
    : (region: string) => Promise<ClientOf<S>>;
} & {
  /** What all calls of the run wait for. */
  readonly limit: LimitFunction;
  /** Operations put to AWS so far; a retry is not another one. */
  readonly calls: number;
};

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
type Patience = typeof patience;

export function createClients({ credentials, region, endpoint, limit, onCall }: ClientOptions): Clients {
  let calls = 0;
  const config = (at: string): Config => ({
    ...patience,
    credentials,
    region: at,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const once = <S extends Service>(
    service: S,
    open: (to: Config, tell: OnOperation) => Promise<ClientOf<S>>,
  ) =>
    oncePerRegion((at) =>
      open(config(at), (operation) => {
        calls += 1;
        onCall?.({ service, operation, region: at });
      }),
    );
  const [account, iam, organizations, s3control, sts] = [
    once('account', openers.account),
    once('iam', openers.iam),
    once('organizations', openers.organizations),
    once('s3control', openers.s3control),
    once('sts', openers.sts),
  ];
  return {
    account: () => account(region),
    cloudtrail: once('cloudtrail', openers.cloudtrail),
    dms: once('dms', openers.dms),
    ec2: once('ec2', openers.ec2),
    elasticache: once('elasticache', openers.elasticache),
    events: once('events', openers.events),
    iam: () => iam(region),
    kafka: once('kafka', openers.kafka),
    kms: once('kms', openers.kms),
    elasticloadbalancing: once('elasticloadbalancing', openers.elasticloadbalancing),
    es: once('es', openers.es),
    organizations: () => organizations(region),
    rds: once('rds', openers.rds),
    redshift: once('redshift', openers.redshift),
    'redshift-serverless': once('redshift-serverless', openers['redshift-serverless']),
    s3: once('s3', openers.s3),
    s3control: () => s3control(region),
    secretsmanager: once('secretsmanager', openers.secretsmanager),
    sns: once('sns', openers.sns),
    sts: () => sts(region),
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
