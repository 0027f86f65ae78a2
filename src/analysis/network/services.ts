import type { Facts } from '../../model/account-view.ts';
import type { AssessmentBucket } from '../../model/connections.ts';
import type { Listing } from '../../model/lookup.ts';
import type { Endpoint, ReplicationConfig, ReplicationTask } from '../../model/resources.ts';
import { secretsOf } from '../../model/secrets.ts';
import { missingFrom } from '../../model/verdict.ts';
import { type AwsService, amazonS3, awsServiceOf, secretsManager } from './aws-services.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';
import { endpointsOf, type Replicator, tasksOn } from './flows.ts';

type Task = ReplicationTask | ReplicationConfig;

/** What for an AWS service is used. */
type Purpose = 'engine' | 'staging' | 'credentials' | 'time travel logs' | 'assessments';

/** An AWS service that an instance or a serverless replication works with. */
export interface ServiceUse {
  readonly service: AwsService;
  readonly purpose: Purpose;
  /** As it reads in a sentence: `Amazon S3 (archive)`, `Amazon S3 for staging (warehouse)`. */
  readonly name: string;
  /** What uses it. */
  readonly user: Endpoint | Task;
  /** The Region that it is asked in. */
  readonly region: string;
  /** The host that the endpoint names in place of the service's own; null: none. */
  readonly host: string | null;
  /** The bucket of a task. */
  readonly bucket: string | null;
}

export interface ServiceUses {
  readonly uses: readonly ServiceUse[];
  /** Why there may be more of them. */
  readonly doubts: readonly Doubt[];
}

interface UsesAround {
  readonly region: string;
  readonly facts: Pick<Facts, 'tasks' | 'endpoints'> & {
    readonly assessmentBuckets: (region: string) => Listing<AssessmentBucket>;
  };
}

/**
 * Every AWS service that the tasks of an instance, or a serverless replication, work with at its own name: engines
 * that are one, S3 where Redshift and Neptune targets stage what they load, the secrets of endpoints, and the buckets
 * of time travel logs and assessments. Redshift and OpenSearch themselves are reached at hosts of their own, as
 * databases are; DMS documents no call of their APIs. (DMS User Guide, *Configuring VPC endpoints*, *Using an Amazon
 * Redshift database as a target*, *Using Amazon Neptune as a target*, *Using secrets to access endpoints*)
 */
export function servicesOf(resource: Replicator, { region, facts }: UsesAround): ServiceUses {
  const { endpoints, doubts } = endpointsOf(resource, facts);
  const tasks: readonly Task[] =
    resource.type === 'AWS::DMS::ReplicationConfig' ? [resource] : tasksOn(facts.tasks.items, resource.arn);
  const assessed = assessments(resource, tasks, facts.assessmentBuckets(region));
  return {
    uses: [
      ...endpoints.flatMap((endpoint) => usesOfEndpoint(endpoint, region)),
      ...tasks.flatMap((task) =>
        task.timeTravelBucket === null
          ? []
          : [use(amazonS3, 'time travel logs', { user: task, region, bucket: task.timeTravelBucket })],
      ),
      ...assessed.map(({ task, bucket }) => use(amazonS3, 'assessments', { user: task, region, bucket })),
    ],
    doubts: [
      ...doubts,
      // Settings that cannot be read may name a bucket.
      ...tasks.flatMap(({ logging }) => (logging.known ? [] : [notAnswered(logging.unread)])),
      ...assessmentDoubts(resource, tasks, facts.assessmentBuckets(region)),
    ],
  };
}

/** Engines that are reached at hosts of their own and need a way there from the same engine version on. */
const atOwnHosts: Readonly<Record<string, string>> = {
  redshift: 'Amazon Redshift',
  'redshift-serverless': 'Amazon Redshift',
  opensearch: 'Amazon OpenSearch Service',
  elasticsearch: 'Amazon OpenSearch Service',
};

/** The names of all services that must be reached by a VPC endpoint or a public route, each once. */
export function neededFrom(resource: Replicator, around: UsesAround): readonly string[] {
  const { endpoints } = endpointsOf(resource, around.facts);
  const others = endpoints.flatMap(({ engine }) => atOwnHosts[engine] ?? []);
  const { uses } = servicesOf(resource, around);
  return [...new Set([...uses.map(({ service }) => service.name), ...others])];
}

type Told = Pick<ServiceUse, 'user' | 'region'> & Partial<Pick<ServiceUse, 'host' | 'bucket'>>;

function use(
  service: AwsService,
  purpose: Purpose,
  { host = null, bucket = null, ...told }: Told,
): ServiceUse {
  const what = purpose === 'engine' ? '' : ` for ${purpose}`;
  return { service, purpose, name: `${service.name}${what} (${told.user.id})`, ...told, host, bucket };
}

const stagedEngines = ['redshift', 'redshift-serverless', 'neptune'];

function usesOfEndpoint(endpoint: Endpoint, own: string): readonly ServiceUse[] {
  const { engine, settings, credentials, extraConnectionAttributes } = endpoint;
  const service = awsServiceOf.get(engine);
  const stream = regionOf(settings.KinesisSettings?.StreamArn);
  const secrets = secretsOf(endpoint).map((secret) => regionOf(secret) ?? own);
  // An endpoint that reads a secret may not say which.
  const regions = secrets.length > 0 ? secrets : credentials === 'secret' ? [own] : [];
  const host = extraConnectionAttributes['secretsmanagerendpointoverride'] ?? null;
  return [
    ...(service === undefined
      ? []
      : [use(service, 'engine', { user: endpoint, region: (engine === 'kinesis' ? stream : null) ?? own })]),
    ...(stagedEngines.includes(engine) ? [use(amazonS3, 'staging', { user: endpoint, region: own })] : []),
    ...[...new Set(regions)].map((region) =>
      use(secretsManager, 'credentials', { user: endpoint, region, host: host === '' ? null : host }),
    ),
  ];
}

/** The Region in an ARN; null where there is none. */
function regionOf(arn: unknown): string | null {
  const [scheme, , , region = ''] = typeof arn === 'string' ? arn.split(':') : [];
  return scheme === 'arn' && region !== '' ? region : null;
}

interface Assessed {
  readonly task: Task;
  readonly bucket: string;
}

/** The results of a serverless replication go to a bucket of AWS's own. (DMS User Guide, *AWS DMS Serverless premigration*) */
function assessments(
  { type }: Replicator,
  tasks: readonly Task[],
  { items }: Listing<AssessmentBucket>,
): readonly Assessed[] {
  if (type === 'AWS::DMS::ReplicationConfig') return [];
  const current = items.filter(({ latest }) => latest !== false);
  return tasks.flatMap((task) =>
    [...new Set(current.filter(({ taskArn }) => taskArn === task.arn).map(({ bucket }) => bucket))].map(
      (bucket) => ({ task, bucket }),
    ),
  );
}

function assessmentDoubts(
  { type }: Replicator,
  tasks: readonly Task[],
  listing: Listing<AssessmentBucket>,
): readonly Doubt[] {
  if (type === 'AWS::DMS::ReplicationConfig' || tasks.length === 0) return [];
  const isUntold = listing.items.some(({ taskArn }) => taskArn === null);
  const untold = open(
    'an assessment run does not tell its task',
    'an answer of dms:DescribeReplicationTaskAssessmentRuns that holds it',
  );
  return [...missingFrom(listing).map(notAnswered), ...(isUntold ? [untold] : [])];
}
