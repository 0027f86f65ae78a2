import type { Lookup } from './lookup.ts';
import type { NetworkInterface } from './network.ts';

/** EC2 DescribeVpcs and DescribeVpcAttribute. */
export interface Vpc {
  readonly id: string;
  /** Its owner: a VPC that another account shares shows less than an own one. */
  readonly account: string | null;
  /** IPv4 and IPv6 ranges that are associated with it. */
  readonly cidrs: readonly string[];
  /** Without it names of private addresses are not resolved inside. */
  readonly dnsSupport: Lookup<boolean>;
  readonly dnsHostnames: Lookup<boolean>;
}

/** EC2 DescribeSubnets. */
export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string | null;
  /** `euw1-az1`: the same for all accounts, each of which may give the zones names of its own. */
  readonly zoneId: string | null;
  /** IPv4 and IPv6 ranges. */
  readonly cidrs: readonly string[];
}

/** What a route leads to, by the field of EC2's answer that names it. */
export type RouteTarget =
  | { readonly kind: 'local' }
  | {
      readonly kind:
        | 'internet-gateway'
        | 'egress-only-internet-gateway'
        | 'virtual-private-gateway'
        | 'nat-gateway'
        | 'transit-gateway'
        | 'peering'
        | 'network-interface'
        | 'vpc-endpoint'
        | 'carrier-gateway'
        | 'local-gateway'
        | 'core-network'
        /** Something that EC2 names by a field, or with a prefix, that is not known here. */
        | 'other';
      /** `unnamed` where EC2 names nothing, as of a target that is gone. */
      readonly id: string;
      /** The instance behind a network interface; null otherwise. */
      readonly instanceId: string | null;
    };

export interface Route {
  /** A range, or a prefix list (`pl-…`). */
  readonly destination: string;
  readonly target: RouteTarget;
  /** `blackhole`: what it leads to is gone; `filtered`: the prefix list or the table keeps it out. null: not told. */
  readonly state: 'active' | 'blackhole' | 'filtered' | null;
  /** Learned from a virtual private gateway, not written by hand. */
  readonly propagated: boolean;
}

/** EC2 DescribeRouteTables. */
export interface RouteTable {
  readonly id: string;
  readonly vpcId: string;
  /** Holds for subnets that name no table of their own. */
  readonly main: boolean;
  /** Subnets that name it. */
  readonly subnetIds: readonly string[];
  readonly routes: readonly Route[];
}

/** EC2 DescribeNatGateways. */
export interface NatGateway {
  readonly id: string;
  readonly vpcId: string | null;
  /** null: it stands in all zones (a regional one), or EC2 does not tell. */
  readonly subnetId: string | null;
  /** Of a regional one, which has no subnet: the table that its traffic is looked up in. */
  readonly routeTableId: string | null;
  readonly state: string | null;
  readonly connectivity: 'public' | 'private' | null;
  readonly publicAddresses: readonly string[];
  readonly privateAddresses: readonly string[];
}

/** The one or the other VPC of a peering. */
export interface PeeringSide {
  readonly vpcId: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly cidrs: readonly string[];
  /** AllowDnsResolutionFromRemoteVpc: names of this side resolve to private addresses on the other. */
  readonly resolvesForPeer: boolean | null;
}

/** EC2 DescribeVpcPeeringConnections. */
export interface Peering {
  readonly id: string;
  /** `active`, `pending-acceptance`, … */
  readonly status: string | null;
  readonly requester: PeeringSide;
  readonly accepter: PeeringSide;
}

/** EC2 DescribeTransitGateways. */
export interface TransitGateway {
  readonly id: string;
  /** Its owner, who alone sees all attachments and tables. */
  readonly account: string | null;
  readonly state: string | null;
  readonly dnsSupport: boolean | null;
  readonly securityGroupReferencing: boolean | null;
}

/** EC2 DescribeTransitGatewayAttachments and DescribeTransitGatewayVpcAttachments. */
export interface TransitGatewayAttachment {
  readonly id: string;
  readonly transitGatewayId: string;
  readonly type: 'vpc' | 'vpn' | 'direct-connect-gateway' | 'peering' | 'connect' | 'other';
  /** The VPC, VPN connection, gateway or peer. */
  readonly resourceId: string | null;
  readonly resourceOwner: string | null;
  readonly state: string | null;
  /** Of a VPC attachment, one a zone; null: not told. */
  readonly subnetIds: readonly string[] | null;
  readonly dnsSupport: boolean | null;
  readonly securityGroupReferencing: boolean | null;
  /** Both directions of a flow go through one zone, for an appliance. */
  readonly applianceMode: boolean | null;
  /** The transit gateway route table that traffic from it is looked up in; null: none, or none that this account is told. */
  readonly routeTableId: string | null;
}

/** EC2 SearchTransitGatewayRoutes. */
export interface TransitGatewayRoute {
  /** A range, or a prefix list (`pl-…`). */
  readonly destination: string;
  readonly attachmentIds: readonly string[];
  readonly state: 'active' | 'blackhole' | null;
}

/** EC2 DescribeVpcEndpoints. */
export interface VpcEndpoint {
  readonly id: string;
  readonly vpcId: string;
  readonly type: 'Interface' | 'Gateway' | 'GatewayLoadBalancer' | 'Resource' | 'ServiceNetwork' | null;
  /** `com.amazonaws.eu-west-1.s3`. */
  readonly serviceName: string;
  readonly state: string | null;
  /** The endpoint policy's text; null: the default, which allows everything. */
  readonly policy: string | null;
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly routeTableIds: readonly string[];
  readonly interfaceIds: readonly string[];
  /** Whether the service's own names lead to it inside the VPC. */
  readonly privateDns: boolean | null;
}

/** EC2 DescribeNetworkInterfaces: an interface that routes lead to, of an instance or an appliance that passes traffic on. */
export interface NatHost extends NetworkInterface {
  /** null: it is no instance's. */
  readonly instanceId: string | null;
  /** `in-use`, `available`, … */
  readonly status: string | null;
  /** Only with the check off may it pass on what is not its own. */
  readonly sourceDestCheck: boolean | null;
  readonly publicAddresses: readonly string[];
}
