import type { Database } from '../../model/databases.ts';
import type { Table } from '../../model/lookup.ts';
import type { NetworkInterface, SecurityGroup } from '../../model/network.ts';
import type { Databases, Listings } from '../../model/snapshot.ts';
import type {
  NatGateway,
  NatHost,
  Peering,
  Route,
  RouteTable,
  RouteTarget,
  TransitGatewayAttachment,
  TransitGatewayRoute,
  VpcEndpoint,
} from '../../model/vpc.ts';
import { texts } from '../fields.ts';
import { peersOf } from './security-groups.ts';

// What the answers say that there is to ask next.

/** The answers of a table that are there. */
export const seen = <T>(table: Table<T | null>): readonly T[] =>
  Object.values(table).flatMap((lookup) => (lookup.known && lookup.value !== null ? [lookup.value] : []));

/** The things in the lists of a table. */
const listed = <T>(table: Table<readonly T[]>): readonly T[] => seen<readonly T[]>(table).flat();

/** The VPCs in which instances, serverless replications and data migrations stand. */
export function startVpcs(listings: Listings): readonly string[] {
  const { instances, subnetGroups } = listings;
  const used = subnetGroupsInUse(listings);
  return texts([
    ...instances.items.map(({ vpcId }) => vpcId),
    ...subnetGroups.items.filter(({ id }) => used.has(id)).map(({ vpcId }) => vpcId),
  ]);
}

const subnetGroupsInUse = ({
  instances,
  serverlessConfigs,
  instanceProfiles,
}: Listings): ReadonlySet<string | null> =>
  new Set(
    [...instances.items, ...serverlessConfigs.items, ...instanceProfiles.items].map(
      ({ subnetGroup }) => subnetGroup,
    ),
  );

/** The VPCs where a serverless replication names no group, so that the default one is in force. */
export const vpcsOfDefaultGroups = ({ serverlessConfigs, subnetGroups }: Listings): readonly string[] => {
  const used = new Set(
    serverlessConfigs.items
      .filter(({ securityGroups }) => securityGroups.length === 0)
      .map(({ subnetGroup }) => subnetGroup),
  );
  return texts(subnetGroups.items.filter(({ id }) => used.has(id)).map(({ vpcId }) => vpcId));
};

const routesOf = (tables: Table<readonly RouteTable[]>): readonly Route[] =>
  listed(tables).flatMap(({ routes }) => routes);

/** What routes of these tables lead to, of one kind. */
export const targetsOf = (
  tables: Table<readonly RouteTable[]>,
  kind: RouteTarget['kind'],
): readonly string[] =>
  routesOf(tables).flatMap(({ target }) =>
    target.kind !== 'local' && target.kind === kind ? [target.id] : [],
  );

const databasesIn = (databases: Databases): readonly Database[] =>
  Object.values(databases).flatMap(({ items }) => items);

interface Near {
  readonly account: string;
  readonly region: string;
  readonly start: readonly string[];
  readonly routeTables: Table<readonly RouteTable[]>;
  readonly peerings: Table<readonly Peering[]>;
  readonly attachments: Table<readonly TransitGatewayAttachment[]>;
  readonly databases: Databases;
}

/** The VPCs of this account and Region that routes lead to by a peering or a transit gateway, and those of the databases. */
export function farVpcs({ account, region, start, ...near }: Near): readonly string[] {
  const routed = new Set(targetsOf(near.routeTables, 'peering'));
  const peers = listed(near.peerings)
    .filter(({ id }) => routed.has(id))
    .flatMap(({ requester, accepter }) => [requester, accepter])
    .filter((side) => side.account === account && (side.region ?? region) === region);
  const far = new Set(
    texts([
      ...peers.map(({ vpcId }) => vpcId),
      ...ownVpcAttachments(near.attachments, account).map(({ resourceId }) => resourceId),
      ...databasesIn(near.databases).map(({ vpcId }) => vpcId),
    ]),
  );
  return [...far].filter((id) => !start.includes(id)).sort();
}

const ownVpcAttachments = (attachments: Table<readonly TransitGatewayAttachment[]>, account: string) =>
  listed(attachments).filter(({ type, resourceOwner }) => type === 'vpc' && resourceOwner === account);

/** What stands around the instances' own interfaces. */
interface Around {
  readonly interfaces: Table<NetworkInterface | null>;
  readonly databases: Databases;
  readonly vpcEndpoints: Table<readonly VpcEndpoint[]>;
  readonly natHosts: Table<NatHost | null>;
}

/** The groups on the interfaces, those that DMS lists, and those of databases, VPC endpoints and NAT hosts. */
export const groupsAround = (
  { instances, serverlessConfigs }: Listings,
  { interfaces, databases, vpcEndpoints, natHosts }: Around,
): readonly string[] => [
  ...[...instances.items, ...serverlessConfigs.items].flatMap(({ securityGroups }) => securityGroups),
  ...[...seen(interfaces), ...databasesIn(databases), ...listed(vpcEndpoints), ...seen(natHosts)].flatMap(
    ({ groupIds }) => groupIds,
  ),
];

interface Hops extends Around {
  readonly account: string;
  readonly natGateways: Table<readonly NatGateway[]>;
  readonly attachments: Table<readonly TransitGatewayAttachment[]>;
}

/**
 * The subnets of the interfaces, of the groups of subnets where a standby or a serverless replication may
 * stand, and of all that a flow may go through or end at.
 */
export function subnetsAround(listings: Listings, hops: Hops): readonly string[] {
  const { instances, serverlessConfigs, subnetGroups } = listings;
  const used = new Set(
    [...instances.items, ...serverlessConfigs.items].map(({ subnetGroup }) => subnetGroup),
  );
  return texts([
    ...subnetGroups.items
      .filter(({ id }) => used.has(id))
      .flatMap(({ subnets }) => subnets.map(({ id }) => id)),
    ...[...seen(hops.interfaces), ...seen(hops.natHosts), ...listed(hops.natGateways)].map(
      ({ subnetId }) => subnetId,
    ),
    ...[...databasesIn(hops.databases), ...listed(hops.vpcEndpoints)].flatMap(({ subnetIds }) => subnetIds),
    ...ownVpcAttachments(hops.attachments, hops.account).flatMap(({ subnetIds }) => subnetIds ?? []),
  ]);
}

interface NamingLists {
  readonly groups: Table<SecurityGroup | null>;
  readonly routeTables: Table<readonly RouteTable[]>;
  readonly transitGatewayRoutes: Table<readonly TransitGatewayRoute[]>;
}

/** The prefix lists that rules and routes name. */
export function prefixListsIn({ groups, routeTables, transitGatewayRoutes }: NamingLists): readonly string[] {
  const peers = seen(groups).flatMap(peersOf);
  const routes = [...routesOf(routeTables), ...listed(transitGatewayRoutes)];
  return [
    ...peers.flatMap((peer) => (peer.kind === 'prefix-list' ? [peer.id] : [])),
    ...routes.flatMap(({ destination }) => (destination.startsWith('pl-') ? [destination] : [])),
  ];
}
