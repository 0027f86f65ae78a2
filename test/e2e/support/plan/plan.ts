import {
  AcceptVpcPeeringConnectionCommand,
  AllocateAddressCommand,
  AssociateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AttachVpnGatewayCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTransitGatewayCommand,
  CreateTransitGatewayRouteCommand,
  CreateTransitGatewayVpcAttachmentCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  type CreateVpcEndpointCommandInput,
  CreateVpcPeeringConnectionCommand,
  CreateVpnGatewayCommand,
  DeleteVpcPeeringConnectionCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  type IpPermission,
  ModifyNetworkInterfaceAttributeCommand,
  ModifyVpcAttributeCommand,
  ReplaceNetworkAclAssociationCommand,
  RevokeSecurityGroupEgressCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { type FreshAccount, region } from '../aws.ts';
import { type Names, names } from './names.ts';

/** What a group admits on a port: a block of addresses, or the members of another group by its name. */
export interface GroupRule {
  readonly port: number;
  readonly peer: string;
}

/** An entry of a network ACL, for tcp from or to anywhere. */
export interface AclEntry {
  readonly number: number;
  readonly way: 'in' | 'out';
  readonly does: 'allow' | 'deny';
  readonly ports: readonly [from: number, to: number];
}

type Target = Partial<
  Record<
    'GatewayId' | 'NatGatewayId' | 'VpcPeeringConnectionId' | 'TransitGatewayId' | 'NetworkInterfaceId',
    string
  >
>;

/** A network that is put up thing by thing over the API of EC2; each thing has a name of its own. */
export type Plan = ReturnType<typeof planOf>;

export const planOf = ({ ec2 }: FreshAccount, known: Names = names()) => ({
  ...places(ec2, known),
  ...filters(ec2, known),
  ...gateways(ec2, known),
  ...hosts(ec2, known),
  ...known,
});

type Ec2 = FreshAccount['ec2'];

const places = (ec2: Ec2, { name, id }: Names) => ({
  /** A VPC whose own network ACL and main route table are named after it. */
  vpc: async (own: string, CidrBlock: string): Promise<void> => {
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock }));
    const VpcId = name(own, Vpc?.VpcId);
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];
    const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand({ Filters }));
    name(`${own}-acl`, NetworkAcls?.[0]?.NetworkAclId);
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
    name(`${own}-main`, RouteTables?.[0]?.RouteTableId);
  },
  subnet: async (own: string, vpc: string, CidrBlock: string, zone = 'a'): Promise<void> => {
    const input = { VpcId: id(vpc), CidrBlock, AvailabilityZone: `${region}${zone}` };
    const { Subnet } = await ec2.send(new CreateSubnetCommand(input));
    name(own, Subnet?.SubnetId);
  },
  /** A route table for these subnets. */
  table: async (own: string, vpc: string, subnets: readonly string[]): Promise<void> => {
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: id(vpc) }));
    const RouteTableId = name(own, RouteTable?.RouteTableId);
    for (const subnet of subnets)
      await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: id(subnet) }));
  },
  /** A route to what is named; the field says what kind of thing it is. */
  route: async (table: string, DestinationCidrBlock: string, target: Target): Promise<void> => {
    const [[field, to] = ['', '']] = Object.entries(target);
    const input: CreateRouteCommandInput = { RouteTableId: id(table), DestinationCidrBlock, [field]: id(to) };
    await ec2.send(new CreateRouteCommand(input));
  },
});

const filters = (ec2: Ec2, { name, id }: Names) => ({
  /** A group that admits these and nothing else. */
  group: async (
    own: string,
    vpc: string,
    {
      ingress = [],
      egress = [],
    }: { readonly ingress?: readonly GroupRule[]; readonly egress?: readonly GroupRule[] },
  ): Promise<void> => {
    const created = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: own, Description: own, VpcId: id(vpc) }),
    );
    const GroupId = name(own, created.GroupId);
    const all = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: all }));
    const permissions = (rules: readonly GroupRule[]): IpPermission[] =>
      rules.map(({ port, peer }) => ({
        ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port },
        ...(peer.includes('/')
          ? { IpRanges: [{ CidrIp: peer }] }
          : { UserIdGroupPairs: [{ GroupId: id(peer) }] }),
      }));
    if (ingress.length > 0) {
      const IpPermissions = permissions(ingress);
      await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    }
    if (egress.length > 0) {
      const IpPermissions = permissions(egress);
      await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions }));
    }
  },
  /** A network ACL of these subnets with these entries, and at the end the one that denies the rest. */
  acl: async (
    own: string,
    vpc: string,
    { subnets, entries }: { readonly subnets: readonly string[]; readonly entries: readonly AclEntry[] },
  ): Promise<void> => {
    const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId: id(vpc) }));
    const NetworkAclId = name(own, NetworkAcl?.NetworkAclId);
    for (const { number, way, does, ports } of entries) {
      await ec2.send(
        new CreateNetworkAclEntryCommand({
          ...{ NetworkAclId, RuleNumber: number, Egress: way === 'out', RuleAction: does },
          ...{ Protocol: '6', CidrBlock: '0.0.0.0/0', PortRange: { From: ports[0], To: ports[1] } },
        }),
      );
    }
    for (const subnet of subnets) {
      const Filters = [{ Name: 'association.subnet-id', Values: [id(subnet)] }];
      const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand({ Filters }));
      const associations = NetworkAcls?.flatMap(({ Associations }) => Associations ?? []) ?? [];
      const { NetworkAclAssociationId: AssociationId } =
        associations.find(({ SubnetId }) => SubnetId === id(subnet)) ?? {};
      await ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
    }
  },
});

const gateways = (ec2: Ec2, { name, id }: Names) => ({
  internetGateway: async (own: string, vpc: string): Promise<void> => {
    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
    const InternetGatewayId = name(own, InternetGateway?.InternetGatewayId);
    await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: id(vpc) }));
  },
  /** A public NAT gateway with this address on the internet. */
  natGateway: async (own: string, subnet: string, Address: string): Promise<void> => {
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc', Address }));
    const input = { SubnetId: id(subnet), AllocationId };
    const { NatGateway } = await ec2.send(new CreateNatGatewayCommand(input));
    name(own, NatGateway?.NatGatewayId);
  },
  virtualGateway: async (own: string, vpc: string): Promise<void> => {
    const { VpnGateway } = await ec2.send(new CreateVpnGatewayCommand({ Type: 'ipsec.1' }));
    const VpnGatewayId = name(own, VpnGateway?.VpnGatewayId);
    await ec2.send(new AttachVpnGatewayCommand({ VpnGatewayId, VpcId: id(vpc) }));
  },
  peering: async (own: string, vpc: string, peer: string): Promise<void> => {
    const { VpcPeeringConnection } = await ec2.send(
      new CreateVpcPeeringConnectionCommand({ VpcId: id(vpc), PeerVpcId: id(peer) }),
    );
    const VpcPeeringConnectionId = name(own, VpcPeeringConnection?.VpcPeeringConnectionId);
    await ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  },
  endPeering: async (own: string): Promise<void> => {
    await ec2.send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id(own) }));
  },
  /** A transit gateway with VPCs attached to it by a subnet each, and a route to a range of each in its table. */
  transitGateway: async (
    own: string,
    attached: readonly { readonly vpc: string; readonly subnet: string; readonly range: string }[],
  ): Promise<void> => {
    const { TransitGateway } = await ec2.send(new CreateTransitGatewayCommand({}));
    const TransitGatewayId = name(own, TransitGateway?.TransitGatewayId);
    const TransitGatewayRouteTableId = name(
      `${own}-table`,
      TransitGateway?.Options?.AssociationDefaultRouteTableId,
    );
    for (const { vpc, subnet, range } of attached) {
      const { TransitGatewayVpcAttachment } = await ec2.send(
        new CreateTransitGatewayVpcAttachmentCommand({
          ...{ TransitGatewayId, VpcId: id(vpc), SubnetIds: [id(subnet)] },
        }),
      );
      const TransitGatewayAttachmentId = TransitGatewayVpcAttachment?.TransitGatewayAttachmentId;
      await ec2.send(
        new CreateTransitGatewayRouteCommand({
          ...{ TransitGatewayRouteTableId, TransitGatewayAttachmentId, DestinationCidrBlock: range },
        }),
      );
    }
  },
  vpcEndpoint: async (
    own: string,
    vpc: string,
    service: string,
    more: Partial<CreateVpcEndpointCommandInput>,
  ): Promise<void> => {
    const ServiceName = `com.amazonaws.${region}.${service}`;
    const input = { VpcId: id(vpc), ServiceName, ...more };
    const { VpcEndpoint } = await ec2.send(new CreateVpcEndpointCommand(input));
    name(own, VpcEndpoint?.VpcEndpointId);
  },
});

const hosts = (ec2: Ec2, { name, id }: Names) => ({
  /** What stands at an address: an interface with this group. */
  server: async (own: string, subnet: string, address: string, group: string): Promise<void> => {
    const input = { SubnetId: id(subnet), PrivateIpAddress: address, Groups: [id(group)] };
    const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand(input));
    name(own, NetworkInterface?.NetworkInterfaceId);
  },
  /** Gives an interface this address on the internet. */
  publish: async (own: string, Address: string): Promise<void> => {
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc', Address }));
    await ec2.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId: id(own) }));
  },
  /** An EC2 instance that can be routed through; the interface is named after it. */
  host: async (
    own: string,
    {
      subnet,
      group,
      forwards,
    }: { readonly subnet: string; readonly group: string; readonly forwards: boolean },
  ): Promise<void> => {
    const { Instances } = await ec2.send(
      new RunInstancesCommand({
        ...{ ImageId: 'ami-12345678', MinCount: 1, MaxCount: 1 },
        ...{ SubnetId: id(subnet), SecurityGroupIds: [id(group)] },
      }),
    );
    name(own, Instances?.[0]?.InstanceId);
    const NetworkInterfaceId = name(
      `${own}-interface`,
      Instances?.[0]?.NetworkInterfaces?.[0]?.NetworkInterfaceId,
    );
    const SourceDestCheck = { Value: !forwards };
    await ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, SourceDestCheck }));
  },
});
