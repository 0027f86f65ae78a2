/**
 * The path engine by itself: `dms-auditor/network`. It decides, from facts that the caller brings, whether a
 * connection can work, along which path, and which rule of which group, ACL or table stops it. It asks nobody.
 */

export type { AddressRange, AddressSet } from './analysis/network/address-set.ts';
export { describeAddresses, fromAddress, fromCidr } from './analysis/network/address-text.ts';
export type { Doubt } from './analysis/network/doubt.ts';
export type { Destination, Side, Source } from './analysis/network/ends.ts';
export type { NetworkFacts } from './analysis/network/facts.ts';
export {
  type Inventory,
  locate,
  type NamedAddresses,
  type ResolvedName,
  type Wanted,
} from './analysis/network/locate.ts';
export { type Network, type NetworkOptions, networkFrom } from './analysis/network/network.ts';
export type {
  Configuration,
  Hop,
  HopKind,
  HopPlace,
  Opening,
  Outcome,
  Path,
} from './analysis/network/path.ts';
export { type Reachability, reach } from './analysis/network/paths.ts';
export { type ServiceRange, tcp } from './analysis/network/service.ts';
export type { Database } from './model/databases.ts';
export type { Lookup } from './model/lookup.ts';
