import type { Facts } from '../../model/account-view.ts';
import type { Endpoint, ReplicationConfig, ReplicationInstance } from '../../model/resources.ts';
import { type AddressSet, everyAddress, everyIpv4, intersection } from './address-set.ts';
import { fromAddress } from './address-text.ts';
import { type Destination, destinationsOf } from './destinations.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';
import type { Place } from './places.ts';
import { anyTcpPort, type ServiceRange, tcp } from './service.ts';

/** A connection that a task needs: from where the instance stands to a server of an endpoint. */
export interface Flow {
  /** As it reads in a sentence: `tcp 5432 to db.internal (orders)`. */
  readonly name: string;
  readonly endpoint: string;
  /** The server's ports; all of them where it is not known which. */
  readonly services: ServiceRange;
  /** The server's address if it is named by it; null: a name, which may stand for any address. */
  readonly address: AddressSet | null;
  /** What must be known for an exact answer. */
  readonly settledBy: string;
}

export interface Flows {
  readonly flows: readonly Flow[];
  /** Why there may be more flows. */
  readonly doubts: readonly Doubt[];
}

type FlowFacts = Pick<Facts, 'tasks' | 'endpoints'>;

/** Every flow of an instance or a serverless replication: to both ends of each task. */
export function flowsOf(resource: ReplicationInstance | ReplicationConfig, facts: FlowFacts): Flows {
  const serverless = resource.type === 'AWS::DMS::ReplicationConfig';
  const tasks = serverless
    ? [resource]
    : facts.tasks.items.filter(({ instanceArn }) => instanceArn === resource.arn);
  const arns = new Set(tasks.flatMap((task) => [task.sourceEndpointArn, task.targetEndpointArn]));
  const named = [...arns].filter((arn) => arn !== null);
  const endpoints = [...arns].map((arn) => facts.endpoints.items.find((endpoint) => endpoint.arn === arn));
  return {
    flows: endpoints.filter((endpoint) => endpoint !== undefined).flatMap(flowsTo),
    doubts: [
      ...(serverless ? [] : facts.tasks.unread.map(notAnswered)),
      ...(arns.has(null) ? [open('a task has an endpoint that DMS does not report', 'its ARN')] : []),
      ...(endpoints.filter((endpoint) => endpoint !== undefined).length < named.length
        ? endpointsNotSeen(facts)
        : []),
    ],
  };
}

const endpointsNotSeen = ({ endpoints }: FlowFacts): readonly Doubt[] =>
  endpoints.unread.length > 0
    ? endpoints.unread.map(notAnswered)
    : [open('a task names an endpoint that DMS does not list', 'an answer of dms:DescribeEndpoints with it')];

const flowsTo = (endpoint: Endpoint): readonly Flow[] =>
  destinationsOf(endpoint).map((destination) => flowTo(endpoint.id, destination));

function flowTo(endpoint: string, { host, port, untold }: Destination): Flow {
  const server = host ?? 'a server that is not named';
  return {
    name: `tcp ${port ?? 'on some port'} to ${server} (${endpoint})`,
    endpoint,
    services: port === null ? anyTcpPort : tcp(port),
    address: host === null ? null : fromAddress(host),
    settledBy:
      untold === null
        ? `the address of ${server}, or a way out to every address`
        : `host and port of ${endpoint} in what DMS reports (${untold})`,
  };
}

/** The addresses that a server may have, as far as this place can speak to them. */
export const addressesFrom = ({ address }: Flow, { ipv6 }: Place): AddressSet =>
  intersection(address ?? everyAddress, ipv6 === false ? everyIpv4 : everyAddress);
