/**
 * The path engine by itself: `dms-auditor/network`. It decides, from facts that the caller brings, whether a
 * connection can work, along which path, and which rule of which group, ACL or table stops it. It asks nobody,
 * and knows nothing of DMS. Its page is `docs/network.md`.
 */

export type { AddressRange, AddressSet } from './analysis/network/address-set.ts';
export { describeAddresses, fromAddress, fromCidr } from './analysis/network/address-text.ts';
export type { Doubt } from './analysis/network/doubt.ts';
export type { Destination, Side, Source } from './analysis/network/ends.ts';
export { type Inventory, locate, type Wanted } from './analysis/network/locate.ts';
export { type Network, type NetworkOptions, networkFrom } from './analysis/network/network.ts';
export type { Hop, Path } from './analysis/network/path.ts';
export { type Reachability, reach } from './analysis/network/paths.ts';
export { type NetworkLists, readNetwork } from './analysis/network/read-network.ts';
export type { ResolvedName } from './analysis/network/resolved-names.ts';
export { type ServiceRange, tcp } from './analysis/network/service.ts';
export type { Database, DatabaseName, DatabaseType } from './model/databases.ts';
export type { Lookup, Unread } from './model/lookup.ts';
export type {
  AclEntry,
  GroupRule,
  NetworkAcl,
  Peer,
  PrefixList,
  SecurityGroup,
} from './model/network.ts';
export type { NetworkFacts } from './model/network-view.ts';
export { describeOpenings } from './model/openings.ts';
export type { Configuration, HopKind, HopPlace, Opening, Outcome, PathFlow } from './model/path.ts';
export type { NamedAddresses } from './model/settings.ts';
export type {
  NatGateway,
  NatHost,
  Peering,
  PeeringSide,
  Route,
  RouteTable,
  RouteTarget,
  Subnet,
  TransitGateway,
  TransitGatewayAttachment,
  TransitGatewayRoute,
  Vpc,
  VpcEndpoint,
} from './model/vpc.ts';
