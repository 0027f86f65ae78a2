/** Where the other side of a security-group rule may be. */
export type Peer =
  | { readonly kind: 'address'; readonly cidr: string }
  | { readonly kind: 'prefix-list'; readonly id: string }
  /** A group of this account's VPC, or of a peered one (then with its account). */
  | { readonly kind: 'group'; readonly id: string; readonly account: string | null };

/** One permission of a security group: a protocol, its ports, and the other sides it holds for. */
export interface GroupRule {
  /** `-1` all, or the protocol's name or number as EC2 writes it. */
  readonly protocol: string;
  /** null with protocol `-1`: all ports. For ICMP the type, and in `toPort` the code; -1 all. */
  readonly fromPort: number | null;
  readonly toPort: number | null;
  readonly peers: readonly Peer[];
}

/** EC2 DescribeSecurityGroups. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string | null;
  readonly vpcId: string | null;
  readonly ingress: readonly GroupRule[];
  readonly egress: readonly GroupRule[];
}

/** EC2 DescribeManagedPrefixLists and GetManagedPrefixListEntries. */
export interface PrefixList {
  readonly id: string;
  readonly cidrs: readonly string[];
}

/** EC2 DescribeNetworkInterfaces: one that carries an address of a replication instance. */
export interface NetworkInterface {
  readonly id: string;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly groupIds: readonly string[];
  readonly privateAddresses: readonly string[];
  /** Without one it cannot send or receive IPv6. */
  readonly ipv6Addresses: readonly string[];
}

/** One entry of a network ACL; the lowest number that matches decides. */
export interface AclEntry {
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  /** `-1` all, else the protocol's number. */
  readonly protocol: string;
  readonly cidr: string;
  /** null: all ports. For ICMP the type, and in `toPort` the code; -1 all. */
  readonly fromPort: number | null;
  readonly toPort: number | null;
}

/** EC2 DescribeNetworkAcls. */
export interface NetworkAcl {
  readonly id: string;
  readonly vpcId: string | null;
  readonly subnetIds: readonly string[];
  readonly entries: readonly AclEntry[];
}
