import type { FactName } from '../../model/facts.ts';
import type { Table } from '../../model/lookup.ts';
import type { NetworkInterface, PrefixList, SecurityGroup } from '../../model/network.ts';
import type { Listings, RegionFacts } from '../../model/snapshot.ts';
import type { Ec2Source } from './ask-in-batches.ts';
import { readNetworkAcls } from './network-acls.ts';
import { readNetworkInterfaces } from './network-interfaces.ts';
import { readPrefixList } from './prefix-lists.ts';
import { peersOf, readSecurityGroups } from './security-groups.ts';

export interface NetworkSource extends Ec2Source {
  readonly account: string;
  readonly facts: ReadonlySet<FactName>;
}

type NetworkTables = Pick<
  RegionFacts,
  'networkInterfaces' | 'securityGroups' | 'networkAcls' | 'prefixLists'
>;
type Interfaces = Table<NetworkInterface | null>;

/** What surrounds the instances of a Region: their interfaces, then groups and ACLs, then what the groups name. */
export async function collectNetwork(listings: Listings, source: NetworkSource): Promise<NetworkTables> {
  const { facts } = source;
  const networkInterfaces = facts.has('networkInterfaces')
    ? await readNetworkInterfaces(listings.instances.items, source)
    : {};
  const [{ securityGroups, prefixLists }, networkAcls] = await Promise.all([
    collectGroups(groupIds(listings, networkInterfaces), source),
    facts.has('networkAcls') ? readNetworkAcls(subnetIds(listings, networkInterfaces), source) : {},
  ]);
  return { networkInterfaces, securityGroups, networkAcls, prefixLists };
}

async function collectGroups(
  ids: readonly string[],
  source: NetworkSource,
): Promise<Pick<NetworkTables, 'securityGroups' | 'prefixLists'>> {
  const { facts, account } = source;
  const securityGroups = facts.has('securityGroups') ? await readSecurityGroups(ids, account, source) : {};
  const lists = facts.has('prefixLists') ? prefixListsOf(securityGroups) : [];
  return { securityGroups, prefixLists: await readPrefixLists(lists, source) };
}

async function readPrefixLists(
  ids: readonly string[],
  { clients, region, track }: Ec2Source,
): Promise<Table<PrefixList | null>> {
  const read = async (id: string) => readPrefixList(await clients.ec2(region), clients, id);
  const call = 'ec2:GetManagedPrefixListEntries';
  return Object.fromEntries(
    await Promise.all(ids.map(async (id) => [id, await track(region, call, read(id))] as const)),
  );
}

/** The groups on the interfaces, and those that DMS lists. */
const groupIds = ({ instances, serverlessConfigs }: Listings, interfaces: Interfaces): readonly string[] => [
  ...seen(interfaces).flatMap((each) => each.groupIds),
  ...[...instances.items, ...serverlessConfigs.items].flatMap(({ securityGroups }) => securityGroups),
];

/** The subnets of the interfaces, and of the groups of subnets where a standby or a serverless replication may stand. */
function subnetIds(
  { instances, serverlessConfigs, subnetGroups }: Listings,
  interfaces: Interfaces,
): readonly string[] {
  const used = new Set(
    [...instances.items, ...serverlessConfigs.items].map(({ subnetGroup }) => subnetGroup),
  );
  return [
    ...seen(interfaces).flatMap(({ subnetId }) => (subnetId === null ? [] : [subnetId])),
    ...subnetGroups.items
      .filter(({ id }) => used.has(id))
      .flatMap(({ subnets }) => subnets.map(({ id }) => id)),
  ];
}

const seen = (interfaces: Interfaces): readonly NetworkInterface[] =>
  Object.values(interfaces).flatMap((lookup) =>
    lookup.known && lookup.value !== null ? [lookup.value] : [],
  );

const prefixListsOf = (groups: Table<SecurityGroup | null>): readonly string[] => {
  const peers = Object.values(groups).flatMap((lookup) =>
    lookup.known && lookup.value !== null ? peersOf(lookup.value) : [],
  );
  const ids = peers.flatMap((peer) => (peer.kind === 'prefix-list' ? [peer.id] : []));
  return [...new Set(ids)].sort();
};
