import type { NetworkFacts } from '../../model/network-view.ts';
import type { RouteTable } from '../../model/vpc.ts';
import { mapPer, once } from '../once.ts';
import { type AnswerPorts, clientAnswers } from './acl.ts';
import { type AddressSet, everyAddress, noAddress, union } from './address-set.ts';
import { fromCidr } from './address-text.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';
import { type Admission, admission, type Direction, type GroupSource } from './groups.ts';
import { type Routing, routingOf } from './routes.ts';
import type { ServiceRange } from './service.ts';
import { box, noTraffic, plus, type Traffic } from './traffic.ts';

/** A subnet, as far as it is known. */
export interface SubnetPlace {
  /** Empty, as the id: not known. */
  readonly vpcId: string;
  readonly id: string;
  readonly zone: string | null;
  readonly zoneId: string | null;
  /** null: not known. */
  readonly addresses: AddressSet | null;
  readonly doubts: readonly Doubt[];
}

/** What groups admit together, and for members of which groups they admit what. */
export interface Groups extends Admission {
  readonly byMember: ReadonlyMap<string, Traffic>;
}

/** Facts, and what was worked out of them, each once for all flows. */
export interface Network {
  readonly facts: NetworkFacts;
  readonly clientPorts: AnswerPorts;
  readonly groups: (ids: readonly string[], direction: Direction) => Groups;
  readonly subnets: (vpcId: string) => Known<readonly SubnetPlace[]>;
  readonly routing: (subnet: SubnetPlace) => Known<Routing>;
}

/** An answer, or why there is none. */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly doubts: readonly Doubt[] };

export interface NetworkOptions {
  /** The ports that the instances' connections come from; null: what Linux takes, of what a client may take. */
  readonly ephemeralPorts: ServiceRange | null;
}

const networks = mapPer<NetworkFacts, string, Network>();

/** The network that these facts tell of; the same for the same facts and options. */
export function networkFrom(facts: NetworkFacts, { ephemeralPorts }: NetworkOptions): Network {
  const key = ephemeralPorts === null ? '' : `${ephemeralPorts.first}-${ephemeralPorts.last}`;
  return once(networks(facts), key, () => decoded(facts, ephemeralPorts));
}

function decoded(facts: NetworkFacts, ports: ServiceRange | null): Network {
  const groupSource: GroupSource = {
    region: '',
    facts: {
      securityGroups: (_, id) => facts.securityGroup(id),
      prefixLists: (_, id) => facts.prefixList(id),
    },
  };
  const subnets = new Map<string, Known<readonly SubnetPlace[]>>();
  const tables = new Map<string, Known<Routing>>();
  const groups = new Map<string, Groups>();
  const routings = new Map<RouteTable, Routing>();
  return {
    facts,
    clientPorts: ports === null ? clientAnswers : { enough: ports, needed: ports },
    groups: (ids, direction) =>
      once(groups, [direction, ...ids].join('\n'), () => groupsOf(ids, direction, groupSource)),
    subnets: (vpcId) => once(subnets, vpcId, () => subnetsOf(vpcId, facts)),
    routing: ({ vpcId, id }) =>
      once(tables, `${vpcId}\n${id}`, () => tableOf(vpcId, id, { facts, routings })),
  };
}

function groupsOf(ids: readonly string[], direction: Direction, source: GroupSource): Groups {
  const admitted = admission(ids, direction, source);
  const byMember = new Map<string, Traffic>();
  for (const { peer, services, doubt } of admitted.permits) {
    if (peer.kind !== 'group' || doubt !== null) continue;
    byMember.set(peer.id, plus(byMember.get(peer.id) ?? noTraffic, box(services, everyAddress)));
  }
  return { ...admitted, byMember };
}

function subnetsOf(vpcId: string, facts: NetworkFacts): Known<readonly SubnetPlace[]> {
  const lookup = facts.subnetsOf(vpcId);
  if (!lookup.known) return { known: false, doubts: [notAnswered(lookup.unread)] };
  const value = lookup.value.map(({ id, zone, zoneId, cidrs }) => {
    const sets = cidrs.map(fromCidr);
    const isOdd = sets.includes(null);
    return {
      ...{ vpcId, id, zone, zoneId },
      addresses: isOdd ? null : union(...sets.map((set) => set ?? noAddress)),
      doubts: isOdd ? [open(`${id} has a range that cannot be read`, `the ranges of ${id}`)] : [],
    };
  });
  return { known: true, value };
}

/** The route table that names the subnet, or else the main one. (VPC User Guide, *Subnet route tables*) */
function tableOf(
  vpcId: string,
  subnetId: string,
  { facts, routings }: { readonly facts: NetworkFacts; readonly routings: Map<RouteTable, Routing> },
): Known<Routing> {
  const lookup = facts.routeTablesOf(vpcId);
  if (!lookup.known) return { known: false, doubts: [notAnswered(lookup.unread)] };
  const table =
    lookup.value.find(({ subnetIds }) => subnetIds.includes(subnetId)) ??
    lookup.value.find(({ main }) => main);
  return table === undefined
    ? {
        known: false,
        doubts: [open(`EC2 knows no route table of ${subnetId}`, `the route table of ${subnetId}`)],
      }
    : { known: true, value: once(routings, table, () => routingOf(table, facts)) };
}
