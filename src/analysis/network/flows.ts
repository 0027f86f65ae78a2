import type { Facts } from '../../model/account-view.ts';
import type {
  Endpoint,
  ReplicationConfig,
  ReplicationInstance,
  ReplicationTask,
} from '../../model/resources.ts';
import type { EndpointServer, Settings } from '../../model/settings.ts';
import { indexedBy } from '../indexed.ts';
import { mapPer, once, oncePer } from '../once.ts';
import { declaredServer, destinationsOf, type Server } from './destinations.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';

/** A connection that a task needs: to a server of an endpoint. */
export interface Flow extends Server {
  /** As it reads in a sentence: `tcp 5432 to db.internal (orders)`. */
  readonly name: string;
  readonly endpoint: Endpoint;
  /** The settings say where the server is, and DMS does not. */
  readonly isDeclared: boolean;
}

export interface Flows {
  readonly flows: readonly Flow[];
  /** Why there may be more flows. */
  readonly doubts: readonly Doubt[];
}

type FlowFacts = Pick<Facts, 'tasks' | 'endpoints'>;

/** What flows follow from. */
export interface FlowSource {
  readonly facts: FlowFacts;
  readonly settings: Pick<Settings, 'endpointServers'>;
}

/** What replicates: an instance, or a serverless replication. */
export type Replicator = ReplicationInstance | ReplicationConfig;

/** The tasks that run on the instance of this ARN. */
export const tasksOn = indexedBy<ReplicationTask>(({ instanceArn }) => [instanceArn]);
/** The tasks whose instance DMS does not report: any may be theirs. */
const adrift = 'adrift';
const tasksAdrift = indexedBy<ReplicationTask>(({ instanceArn }) => [instanceArn === null ? adrift : null]);
const endpointsWith = indexedBy<Endpoint>(({ arn }) => [arn]);

/** The endpoints that an instance or a serverless replication connects to, each once. */
export function endpointsOf(
  resource: Replicator,
  facts: FlowFacts,
): { readonly endpoints: readonly Endpoint[]; readonly doubts: readonly Doubt[] } {
  const serverless = resource.type === 'AWS::DMS::ReplicationConfig';
  const tasks = serverless ? [resource] : tasksOn(facts.tasks.items, resource.arn);
  const arns = new Set(tasks.flatMap((task) => [task.sourceEndpointArn, task.targetEndpointArn]));
  const named = [...arns].filter((arn) => arn !== null);
  const endpoints = named.flatMap((arn) => endpointsWith(facts.endpoints.items, arn).slice(0, 1));
  return {
    endpoints,
    doubts: [
      ...(serverless ? [] : facts.tasks.unread.map(notAnswered)),
      ...(serverless || tasksAdrift(facts.tasks.items, adrift).length === 0
        ? []
        : [open('a task has an instance that DMS does not report', 'its ARN')]),
      ...(arns.has(null) ? [open('a task has an endpoint that DMS does not report', 'its ARN')] : []),
      ...(endpoints.length < named.length ? endpointsNotSeen(facts) : []),
    ],
  };
}

/** Every flow of an instance or a serverless replication: to both ends of each task. */
export function flowsOf(resource: Replicator, { facts, settings }: FlowSource): Flows {
  const { endpoints, doubts } = endpointsOf(resource, facts);
  return { flows: endpoints.flatMap((endpoint) => flowsTo(endpoint, settings)), doubts };
}

const endpointsNotSeen = ({ endpoints }: FlowFacts): readonly Doubt[] =>
  endpoints.unread.length > 0
    ? endpoints.unread.map(notAnswered)
    : [open('a task names an endpoint that DMS does not list', 'an answer of dms:DescribeEndpoints with it')];

/** The same for each who connects to the endpoint. */
function flowsTo(endpoint: Endpoint, { endpointServers }: FlowSource['settings']): readonly Flow[] {
  const declared = declaredServer(endpoint, endpointServers);
  return declared === null
    ? flowsAsReported(endpoint)
    : once(flowsAsDeclared(endpoint), JSON.stringify(declared), () => flowsAt(endpoint, declared));
}

const flowsAsReported = oncePer((endpoint: Endpoint) => flowsAt(endpoint, null));
const flowsAsDeclared = mapPer<Endpoint, string, readonly Flow[]>();

const flowsAt = (endpoint: Endpoint, declared: EndpointServer | null): readonly Flow[] =>
  destinationsOf(endpoint, declared).map((server) => ({
    ...server,
    endpoint,
    isDeclared: declared !== null,
    name: flowName(server, endpoint.id),
  }));

/** `tcp 5432 to db.internal (orders)`. */
export const flowName = ({ host, port }: Pick<Server, 'host' | 'port'>, endpoint: string): string =>
  `tcp ${port ?? 'on some port'} to ${host ?? 'a server that is not named'} (${endpoint})`;
