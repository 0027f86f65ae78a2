import type { Facts } from '../../model/account-view.ts';
import type { NetworkInterface } from '../../model/network.ts';
import type { ReplicationConfig, ReplicationInstance, SubnetGroup } from '../../model/resources.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';
import type { Replicator } from './flows.ts';

/** A place where an instance stands, or may come to stand. */
export interface Place {
  /** As it reads in a sentence: `eni-1`, `the standby in subnet-2`. */
  readonly name: string;
  /** The lists of groups of which one is in force there; none: not known at all. */
  readonly groups: readonly (readonly string[])[];
  /** The subnets of which one is its own; none: not known at all. */
  readonly subnets: readonly string[];
  /** Its own addresses, or those of which one is its own, as far as they are known. */
  readonly addresses: readonly string[];
  /** Whether it can speak IPv6; null: not known. */
  readonly ipv6: boolean | null;
  /** Why its groups, or its subnet, are not known. */
  readonly groupDoubts: readonly Doubt[];
  readonly subnetDoubts: readonly Doubt[];
}

export interface PlaceSource {
  readonly region: string;
  readonly facts: Pick<Facts, 'networkInterfaces' | 'subnetGroups' | 'defaultGroups'>;
}

/** Every place of an instance or a serverless replication; traffic must get through at each of them. */
export const placesOf = (resource: Replicator, source: PlaceSource): readonly Place[] =>
  resource.type === 'AWS::DMS::ReplicationConfig'
    ? [serverlessPlace(resource, source)]
    : instancePlaces(resource, source);

/** The VPC that all of these places are in; null: not known. */
export function vpcOf(resource: Replicator, { facts }: PlaceSource): string | null {
  const own = resource.type === 'AWS::DMS::ReplicationConfig' ? null : resource.vpcId;
  return own ?? facts.subnetGroups.items.find(({ id }) => id === resource.subnetGroup)?.vpcId ?? null;
}

/** Where the groups on an interface are not those that DMS lists; empty where they agree. */
export function differencesOf(resource: Replicator, places: readonly Place[]): readonly string[] {
  if (resource.type === 'AWS::DMS::ReplicationConfig') return [];
  const listed = namesOf(resource.securityGroups);
  return places
    .filter(({ groups: [first, ...more] }) => first !== undefined && more.length === 0)
    .map(({ name, groups: [carried] }) => ({ name, carried: namesOf(carried ?? []) }))
    .filter(({ carried }) => carried !== listed)
    .map(({ name, carried }) => `${name} carries ${carried}, DMS lists ${listed}`);
}

const namesOf = (groups: readonly string[]): string =>
  groups.length === 0 ? 'no group' : groups.toSorted().join(', ');

/** DMS names the addresses of an instance, and EC2 the interfaces behind them: their groups are those in force. */
function instancePlaces(instance: ReplicationInstance, source: PlaceSource): readonly Place[] {
  const found: NetworkInterface[] = [];
  const doubts: Doubt[] = [];
  const { vpcId, privateAddresses } = instance;
  if (vpcId === null) doubts.push(notToldByDms('the VPC'));
  else if (privateAddresses.length === 0) doubts.push(notToldByDms('a private address'));
  for (const address of vpcId === null ? [] : privateAddresses) {
    const lookup = source.facts.networkInterfaces(source.region, vpcId ?? '', address);
    if (!lookup.known) doubts.push(notAnswered(lookup.unread));
    else if (lookup.value === null) doubts.push(noInterface(address, vpcId ?? ''));
    else found.push(lookup.value);
  }
  const seen = [...new Map(found.map((each) => [each.id, each])).values()];
  const places = seen.map(interfacePlace);
  // An interface that is not seen may be the standby's.
  if (doubts.length > 0) return [...places, unseenPlace(instance, doubts, source)];
  return [...places, ...standbyPlaces(instance, seen, source)];
}

const interfacePlace = ({ id, subnetId, groupIds, ...its }: NetworkInterface): Place => ({
  name: id,
  groups: groupIds.length === 0 ? [] : [groupIds],
  subnets: subnetId === null ? [] : [subnetId],
  addresses: [...its.privateAddresses, ...its.ipv6Addresses],
  ipv6: its.ipv6Addresses.length > 0,
  groupDoubts: groupIds.length === 0 ? [notTold(id, 'its groups')] : [],
  subnetDoubts: subnetId === null ? [notTold(id, 'its subnet')] : [],
});

/** DMS puts an instance into one of the subnets of its group, and lets none go that is in use (DMS API, SubnetAlreadyInUse). */
function unseenPlace(
  { subnetGroup, privateAddresses, multiAz }: ReplicationInstance,
  doubts: readonly Doubt[],
  source: PlaceSource,
): Place {
  const own = subnetsOf(subnetGroup, source);
  return {
    name: 'an interface that was not seen',
    groups: [],
    subnets: own.subnets.map(({ id }) => id),
    // A standby has another one.
    addresses: multiAz === false ? privateAddresses : [],
    ipv6: null,
    groupDoubts: doubts,
    subnetDoubts: own.doubts,
  };
}

/** After a failover the instance stands in another zone, in a subnet that nobody names: each must do. */
function standbyPlaces(
  instance: ReplicationInstance,
  interfaces: readonly NetworkInterface[],
  source: PlaceSource,
): readonly Place[] {
  const { multiAz, secondaryAvailabilityZone: zone, securityGroups, subnetGroup } = instance;
  if (multiAz === false) return [];
  const { subnets, doubts } = subnetsOf(subnetGroup, source);
  const inZone = subnets.filter((subnet) => subnet.zone === zone && zone !== null);
  if (interfaces.some(({ subnetId }) => inZone.some(({ id }) => id === subnetId))) return [];
  const carried = interfaces.map(({ groupIds }) => groupIds);
  const lists = [...carried, securityGroups].filter((groups) => groups.length > 0);
  const standby = {
    name: 'the standby',
    groups: [...new Map(lists.map((groups) => [namesOf(groups), groups])).values()],
    addresses: [],
    ipv6: interfaces.some(({ ipv6Addresses }) => ipv6Addresses.length > 0),
    groupDoubts: [],
    subnetDoubts: [],
  };
  const zonesTold = zone !== null && multiAz !== null && subnets.every((subnet) => subnet.zone !== null);
  if (zonesTold && inZone.length > 0) {
    return inZone.map(({ id }) => ({ ...standby, name: `the standby in ${id}`, subnets: [id] }));
  }
  const why = notToldByDms(multiAz === null ? 'whether there is a standby' : 'where the standby stands');
  const subnetDoubts = doubts.length > 0 ? doubts : [why];
  return [{ ...standby, subnets: subnets.map(({ id }) => id), subnetDoubts }];
}

/** Its interfaces cannot be told from others of the VPC, but nobody changes groups there. */
function serverlessPlace(config: ReplicationConfig, source: PlaceSource): Place {
  const { subnets, doubts } = subnetsOf(config.subnetGroup, source);
  const { groups, groupDoubts } = serverlessGroups(config, source);
  return {
    name: 'the replication',
    groups: groups.length === 0 ? [] : [groups],
    subnets: subnets.map(({ id }) => id),
    addresses: [],
    ipv6: false,
    groupDoubts,
    subnetDoubts: doubts,
  };
}

interface InForce {
  readonly groups: readonly string[];
  readonly groupDoubts: readonly Doubt[];
}

/** Where it names no group, the default one of its VPC is in force. (DMS API, ComputeConfig) */
function serverlessGroups(config: ReplicationConfig, source: PlaceSource): InForce {
  const { securityGroups } = config;
  if (securityGroups.length > 0) return { groups: securityGroups, groupDoubts: [] };
  const untold = (why: string): InForce => ({
    groups: [],
    groupDoubts: [open(`it names no security group, and ${why}`, settledByGroups)],
  });
  const vpcId = vpcOf(config, source);
  const unread = source.facts.subnetGroups.unread.map(notAnswered);
  if (vpcId === null)
    return unread.length > 0
      ? { groups: [], groupDoubts: unread }
      : untold('of which VPC the default one is in force is not told');
  const found = source.facts.defaultGroups(source.region, vpcId);
  if (!found.known) return { groups: [], groupDoubts: [notAnswered(found.unread)] };
  return found.value === null
    ? untold(`EC2 knows no default one of ${vpcId}`)
    : { groups: [found.value], groupDoubts: [] };
}

const settledByGroups = 'ComputeConfig.VpcSecurityGroupIds with the groups that are meant';

function subnetsOf(
  name: string | null,
  { facts }: PlaceSource,
): { readonly subnets: SubnetGroup['subnets']; readonly doubts: readonly Doubt[] } {
  if (name === null) return { subnets: [], doubts: [notToldByDms('a subnet group')] };
  const group = facts.subnetGroups.items.find(({ id }) => id === name);
  if (group !== undefined && group.subnets.length > 0) return { subnets: group.subnets, doubts: [] };
  const unread = facts.subnetGroups.unread.map(notAnswered);
  return { subnets: [], doubts: unread.length > 0 ? unread : [notToldByDms(`a subnet of ${name}`)] };
}

const notToldByDms = (what: string): Doubt =>
  open(`DMS does not report ${what}`, `an answer of DMS that holds ${what}`);
const notTold = (id: string, what: string): Doubt =>
  open(`EC2 does not report ${what} for ${id}`, `an answer of ec2:DescribeNetworkInterfaces that holds it`);
const noInterface = (address: string, vpcId: string): Doubt =>
  open(
    `EC2 knows no network interface with ${address} in ${vpcId}`,
    `the network interface of the instance, then a new scan`,
  );
