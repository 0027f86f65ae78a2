import type { FactName } from '../../model/facts.ts';
import type { Listings, RegionFacts } from '../../model/snapshot.ts';
import { readNames } from '../dns/resolved-names.ts';
import type { ResolveHost } from '../dns/resolver.ts';
import type { Ec2Source } from './ask-in-batches.ts';
import { readNatGateways } from './nat-gateways.ts';
import { readNatHosts } from './nat-hosts.ts';
import { readNetworkAcls } from './network-acls.ts';
import { readNetworkInterfaces } from './network-interfaces.ts';
import { readPeerings } from './peerings.ts';
import { readPrefixLists } from './prefix-lists.ts';
import { readRouteTables } from './route-tables.ts';
import { readDefaultGroups, readSecurityGroups } from './security-groups.ts';
import { readSubnets } from './subnets.ts';
import {
  farVpcs,
  groupsAround,
  prefixListsIn,
  seen,
  startVpcs,
  subnetsAround,
  targetsOf,
  vpcsOfDefaultGroups,
} from './surroundings.ts';
import { readTransitGateways, type TransitTables } from './transit-gateways.ts';
import { readVpcEndpoints } from './vpc-endpoints.ts';
import { readVpcs } from './vpcs.ts';

export interface NetworkSource extends Ec2Source {
  readonly account: string;
  readonly facts: ReadonlySet<FactName>;
  /** Hosts of databases that the settings name. */
  readonly hosts: readonly string[];
  /** null: nobody wants DNS to be asked. */
  readonly resolveHost: ResolveHost | null;
}

type NetworkTables = Pick<
  RegionFacts,
  | 'networkInterfaces'
  | 'securityGroups'
  | 'defaultGroups'
  | 'networkAcls'
  | 'prefixLists'
  | 'vpcs'
  | 'subnets'
  | 'routeTables'
  | 'natGateways'
  | 'peerings'
  | 'vpcEndpoints'
  | 'transitGateways'
  | 'transitGatewayAttachments'
  | 'transitGatewayRoutes'
  | 'natHosts'
  | 'databases'
  | 'resolvedNames'
>;

/**
 * What surrounds the instances of a Region: first what DMS names, then what the routes of their VPCs lead to,
 * then what stands at either end. A question waits for the answers that it is made of, and for no other.
 */
export async function collectNetwork(listings: Listings, source: NetworkSource): Promise<NetworkTables> {
  const start = startVpcs(listings);
  const near = readNear(listings, start, source);
  const beyond = readBeyond(start, near, source);
  const ends = readEnds(listings, near, beyond, source);
  const resolved = near.databases.then((databases) => readNames(listings, databases, source));
  const [own, { transit, far, natHosts }, found, resolvedNames] = await Promise.all([
    allOf(near),
    allOf(beyond),
    allOf(ends),
    resolved,
  ]);
  return {
    ...own,
    ...transit,
    natHosts,
    resolvedNames,
    vpcs: { ...own.vpcs, ...far.vpcs },
    subnets: { ...own.subnets, ...far.subnets },
    routeTables: { ...own.routeTables, ...far.routeTables },
    ...found,
  };
}

type Promised<T> = { readonly [K in keyof T]: Promise<T[K]> };

type Near = Omit<
  NetworkTables,
  keyof TransitTables | 'natHosts' | 'resolvedNames' | 'securityGroups' | 'networkAcls' | 'prefixLists'
>;

/** What is asked with nothing but the answers of DMS. */
const readNear = (listings: Listings, start: readonly string[], source: NetworkSource): Promised<Near> => ({
  ...readPlan(start, source),
  networkInterfaces: ask(source, 'networkInterfaces', () =>
    readNetworkInterfaces(listings.instances.items, source),
  ),
  defaultGroups: ask(source, 'securityGroups', () =>
    readDefaultGroups(vpcsOfDefaultGroups(listings), source),
  ),
  natGateways: ask(source, 'natGateways', () => readNatGateways(start, source)),
  peerings: ask(source, 'peerings', () => readPeerings(start, source)),
  vpcEndpoints: ask(source, 'vpcEndpoints', () => readVpcEndpoints(start, source)),
  // A dozen services can hold a database; most runs ask none of them.
  databases: ask(source, 'databases', async () =>
    (await import('../databases/collect-databases.ts')).collectDatabases(listings, source),
  ),
});

type Plan = Pick<NetworkTables, 'vpcs' | 'subnets' | 'routeTables'>;

/** VPCs with what is known of every one of them. */
const readPlan = (ids: readonly string[], source: NetworkSource): Promised<Plan> => ({
  vpcs: ask(source, 'vpcs', () => readVpcs(ids, source)),
  subnets: ask(source, 'subnets', () => readSubnets(ids, source)),
  routeTables: ask(source, 'routeTables', () => readRouteTables(ids, source)),
});

interface Beyond {
  readonly transit: TransitTables;
  readonly natHosts: NetworkTables['natHosts'];
  readonly far: Plan;
}

const noTransit: TransitTables = {
  transitGateways: {},
  transitGatewayAttachments: {},
  transitGatewayRoutes: {},
};

/** What routes lead to, and the VPCs at their far end. */
function readBeyond(start: readonly string[], near: Promised<Near>, source: NetworkSource): Promised<Beyond> {
  const { facts, account, region } = source;
  const readTransit = async (): Promise<TransitTables> =>
    facts.has('transitGateways')
      ? readTransitGateways(targetsOf(await near.routeTables, 'transit-gateway'), source)
      : noTransit;
  const transit = readTransit();
  const readFar = async (): Promise<Plan> => {
    const [routeTables, peerings, { transitGatewayAttachments: attachments }, databases] = await Promise.all([
      near.routeTables,
      near.peerings,
      transit,
      near.databases,
    ]);
    const far = farVpcs({ account, region, start, routeTables, peerings, attachments, databases });
    return allOf(readPlan(far, source));
  };
  return {
    transit,
    natHosts: ask(source, 'natHosts', async () =>
      readNatHosts(targetsOf(await near.routeTables, 'network-interface'), source),
    ),
    far: readFar(),
  };
}

type Ends = Pick<NetworkTables, 'securityGroups' | 'networkAcls' | 'prefixLists'>;

/** The groups and ACLs of all that a flow begins, passes or ends at, and the lists that these and routes name. */
function readEnds(
  listings: Listings,
  near: Promised<Near>,
  { transit, natHosts, far }: Promised<Beyond>,
  source: NetworkSource,
): Promised<Ends> {
  const around = async () => {
    const { networkInterfaces: interfaces, databases, vpcEndpoints } = near;
    return allOf({ interfaces, databases, vpcEndpoints, natHosts });
  };
  const securityGroups = ask(source, 'securityGroups', async () => {
    const [hops, defaultGroups] = await Promise.all([around(), near.defaultGroups]);
    const ids = [...groupsAround(listings, hops), ...seen(defaultGroups)];
    return readSecurityGroups(ids, source.account, source);
  });
  return {
    securityGroups,
    networkAcls: ask(source, 'networkAcls', async () => {
      const [hops, natGateways, { transitGatewayAttachments: attachments }] = await Promise.all([
        around(),
        near.natGateways,
        transit,
      ]);
      const { account } = source;
      return readNetworkAcls(subnetsAround(listings, { ...hops, natGateways, attachments, account }), source);
    }),
    prefixLists: ask(source, 'prefixLists', async () => {
      const [groups, own, other, { transitGatewayRoutes }] = await Promise.all([
        securityGroups,
        near.routeTables,
        far,
        transit,
      ]);
      const routeTables = { ...own, ...other.routeTables };
      return readPrefixLists(prefixListsIn({ groups, routeTables, transitGatewayRoutes }), source);
    }),
  };
}

/** Reads what is asked for, and nothing else. */
const ask = <T extends object>(
  { facts }: NetworkSource,
  fact: FactName,
  read: () => Promise<T>,
): Promise<T | Record<string, never>> => (facts.has(fact) ? read() : Promise.resolve({}));

/** All answers of a record of questions. */
async function allOf<T extends object>(questions: Promised<T>): Promise<T> {
  const answers = Object.entries<Promise<unknown>>(questions).map(
    async ([name, answer]) => [name, await answer] as const,
  );
  return Object.fromEntries(await Promise.all(answers)) as T;
}
