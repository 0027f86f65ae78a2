import type { Lookup } from '../../model/lookup.ts';
import type { NetworkAcl, PrefixList, SecurityGroup } from '../../model/network.ts';
import type {
  NatGateway,
  NatHost,
  Peering,
  RouteTable,
  Subnet,
  TransitGateway,
  TransitGatewayAttachment,
  TransitGatewayRoute,
  Vpc,
  VpcEndpoint,
} from '../../model/vpc.ts';

/**
 * What paths are decided from: answers of EC2, each on its own, so that one that is missing leaves the others
 * standing. `null` and a list without an item are answers: there is no such thing. An id is asked for again
 * and again, and the same object is meant to come back: what is worked out of one is kept beside it.
 */
export interface NetworkFacts {
  readonly vpc: (id: string) => Lookup<Vpc | null>;
  readonly subnetsOf: (vpcId: string) => Lookup<readonly Subnet[]>;
  readonly routeTablesOf: (vpcId: string) => Lookup<readonly RouteTable[]>;
  readonly natGatewaysOf: (vpcId: string) => Lookup<readonly NatGateway[]>;
  /** Those of which the VPC is either side. */
  readonly peeringsOf: (vpcId: string) => Lookup<readonly Peering[]>;
  readonly vpcEndpointsOf: (vpcId: string) => Lookup<readonly VpcEndpoint[]>;
  readonly transitGateway: (id: string) => Lookup<TransitGateway | null>;
  readonly attachmentsOf: (transitGatewayId: string) => Lookup<readonly TransitGatewayAttachment[]>;
  /** The routes of a transit gateway route table. */
  readonly transitRoutesOf: (routeTableId: string) => Lookup<readonly TransitGatewayRoute[]>;
  /** A network interface that routes lead to. */
  readonly natHost: (interfaceId: string) => Lookup<NatHost | null>;
  readonly securityGroup: (id: string) => Lookup<SecurityGroup | null>;
  /** The network ACL of a subnet. */
  readonly networkAcl: (subnetId: string) => Lookup<NetworkAcl | null>;
  readonly prefixList: (id: string) => Lookup<PrefixList | null>;
}
