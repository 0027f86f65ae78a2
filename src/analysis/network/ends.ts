import type { AddressSet } from './address-set.ts';
import type { Doubt } from './doubt.ts';
import type { Place } from './places.ts';
import type { ServiceRange } from './service.ts';

/** Where a flow begins: a place of an instance, with what the place does not tell. */
export interface Source extends Place {
  readonly vpcId: string | null;
  /** Its public IPv4 addresses; null: not known. */
  readonly publicAddresses: readonly string[] | null;
}

/** A database as the network sees it. */
export interface Side {
  readonly name: string;
  /** null: not known, or none. */
  readonly vpcId: string | null;
  /** Subnets of which it stands in one; none: not known. */
  readonly subnetIds: readonly string[];
  /** All of them are in force; none: not known. */
  readonly groupIds: readonly string[];
  /** It hands connections on to others, as a load balancer does; without groups it takes all of them. */
  readonly passesOn?: boolean;
}

/** Where a flow ends. */
export interface Destination {
  readonly name: string;
  /** Addresses of which one is meant, nobody knows which. */
  readonly addresses: AddressSet;
  readonly services: ServiceRange;
  /** What may stand at these addresses; none: nothing that was read does. */
  readonly sides: readonly Side[];
  /** It is one of these sides and nothing else, whatever has the same address elsewhere. */
  readonly surely: boolean;
  /** Why it is not known better. */
  readonly doubts: readonly Doubt[];
}
