/** What a hop does to a flow; a path is stopped by one hop, and allowed by all. */
export type Outcome = 'allowed' | 'stopped' | 'unknown';

/**
 * The ways to connect that DMS describes (DMS User Guide, *Setting up a network for a replication instance*).
 * ClassicLink was retired in August 2022 and is named only to say so.
 */
export type Configuration =
  | 'one VPC'
  | 'several VPCs'
  | 'VPN or Direct Connect'
  | 'internet'
  | 'NAT gateway'
  | 'VPC endpoint'
  | 'ClassicLink';

export type HopKind =
  | 'interface'
  | 'security-groups'
  | 'network-acl'
  | 'route-table'
  | 'vpc'
  | 'peering'
  | 'transit-gateway'
  | 'transit-gateway-route-table'
  | 'nat-gateway'
  | 'nat-host'
  | 'internet-gateway'
  | 'egress-only-internet-gateway'
  | 'virtual-private-gateway'
  | 'vpc-endpoint'
  | 'load-balancer'
  | 'other-gateway';

/** Where a hop is, and which way the packets run that it sees. */
export interface HopPlace {
  readonly kind: HopKind;
  /** Of groups, all that are in force there. */
  readonly ids: readonly string[];
  readonly vpc: string | null;
  readonly subnet: string | null;
  readonly zone: string | null;
  /** To the database, or its answers. */
  readonly way: 'there' | 'back';
  /** Into or out of the subnet or interface; null where it is neither. */
  readonly direction: 'in' | 'out' | null;
  /** Addresses that packets come from here, as far as they are known. */
  readonly source: string;
  /** What they come from afterwards, where an address is translated. */
  readonly leavesAs: string | null;
}

/** A hop, and what it does to a flow. */
export interface HopSeen extends HopPlace {
  readonly destination: string;
  readonly outcome: Outcome;
  /** The rule that decides, or that there is none. */
  readonly rule: string;
}

/** One change that would open a hop, as narrow as the hop allows. */
export type Opening =
  | {
      readonly add: 'ingress rule' | 'egress rule';
      readonly group: string;
      readonly protocol: 'tcp';
      readonly fromPort: number;
      readonly toPort: number;
      /** A group, or blocks of addresses. */
      readonly peer: { readonly group: string } | { readonly cidrs: readonly string[] };
    }
  | {
      readonly add: 'network ACL entry';
      readonly acl: string;
      readonly egress: boolean;
      /** One for each block, from this number downwards; before what denies it now. */
      readonly numbers: readonly number[];
      readonly protocol: 'tcp';
      readonly fromPort: number;
      readonly toPort: number;
      readonly cidrs: readonly string[];
    }
  | {
      readonly add: 'route';
      readonly routeTable: string;
      readonly cidrs: readonly string[];
      /**
       * What it must lead to: an id, or a kind where any of that kind will do (`nat-gateway`); null: whatever
       * reaches the database.
       */
      readonly target: string | null;
    }
  | { readonly turnOff: 'source/destination check'; readonly networkInterface: string };

/** The connection that a path is of. */
export interface PathFlow {
  readonly from: string;
  readonly to: string;
  readonly protocol: 'tcp';
  readonly fromPort: number;
  readonly toPort: number;
  /** The addresses of the database that all of the path holds for. */
  readonly addresses: string;
  /** One of them, to try. */
  readonly address: string;
}

/**
 * What a hop belongs to: the instance's own groups and network ACL, the way between, a host on it that forwards,
 * or the database's groups and ACL.
 */
export type Part = 'departure' | 'route' | 'nat-host' | 'arrival';

/** What becomes of a flow on one way, hop by hop: enough to draw it and to check it by hand. */
export interface PathSeen {
  readonly flow: PathFlow;
  /** null: nothing that was read tells it. */
  readonly configuration: Configuration | null;
  /** Where it ends: at a database that was found, beyond AWS or the account, or where nothing more is known. */
  readonly end: 'database' | 'outside' | 'nowhere';
  readonly hops: readonly HopSeen[];
  readonly outcome: Outcome;
  /** Changes that together open every hop that stops it; null where no rule would, or it is not stopped. */
  readonly opens: readonly Opening[] | null;
}
