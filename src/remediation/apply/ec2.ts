import { known } from '../../model/lookup.ts';
import type { AclEntry, GroupRule, Peer } from '../../model/network.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import type { Route, RouteTarget } from '../../model/vpc.ts';
import type { Inputs, IpPermission } from '../calls.ts';
import { isSame } from '../same.ts';
import { inLookup, inTable } from './edit.ts';

type Applied<K extends keyof Inputs> = (facts: RegionFacts, input: Inputs[K]) => RegionFacts;
type Direction = 'ingress' | 'egress';

/**
 * EC2 has each rule once, a rule being of one other side: it refuses a call as a whole where one of its rules is
 * there. (EC2 API, error InvalidPermission.Duplicate)
 */
export const authorize =
  (direction: Direction): Applied<'ec2:AuthorizeSecurityGroupIngress'> =>
  (facts, { GroupId, IpPermissions }) => ({
    ...facts,
    securityGroups: inTable(facts.securityGroups, GroupId, (group) => {
      const added = IpPermissions.map(ruleOf);
      const isRefused = added.some((rule) =>
        rule.peers.some((peer) => hasRule(group[direction], rule, peer)),
      );
      return isRefused ? group : { ...group, [direction]: [...group[direction], ...added] };
    }),
  });

/** Whether a group has a rule of this protocol and these ports for this other side. */
export const hasRule = (rules: readonly GroupRule[], like: GroupRule, peer: Peer): boolean =>
  rules.some((rule) => isLike(rule, like) && rule.peers.some((each) => isSame(each, peer)));

/** The same protocol and ports. */
const isLike = (one: GroupRule, other: GroupRule): boolean =>
  one.protocol === other.protocol &&
  (one.protocol === '-1' || (one.fromPort === other.fromPort && one.toPort === other.toPort));

export const revoke =
  (direction: Direction): Applied<'ec2:RevokeSecurityGroupIngress'> =>
  (facts, { GroupId, IpPermissions }) => ({
    ...facts,
    securityGroups: inTable(facts.securityGroups, GroupId, (group) => ({
      ...group,
      [direction]: IpPermissions.map(ruleOf).reduce(withoutRule, group[direction]),
    })),
  });

/** EC2 revokes what is just so: the same protocol and ports, for these peers. (EC2 API, RevokeSecurityGroupIngress) */
function withoutRule(rules: readonly GroupRule[], gone: GroupRule): readonly GroupRule[] {
  const peers = new Set(gone.peers.map((peer) => JSON.stringify(peer)));
  return rules.flatMap((rule) => {
    if (!isLike(rule, gone)) return [rule];
    const left = rule.peers.filter((peer) => !peers.has(JSON.stringify(peer)));
    return left.length === 0 ? [] : [{ ...rule, peers: left }];
  });
}

/** As EC2 tells it back. */
export function ruleOf(permission: IpPermission): GroupRule {
  const { IpProtocol, FromPort, ToPort, IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs } = permission;
  const peers: readonly Peer[] = [
    ...(IpRanges ?? []).map(({ CidrIp }) => ({ kind: 'address' as const, cidr: CidrIp })),
    ...(Ipv6Ranges ?? []).map(({ CidrIpv6 }) => ({ kind: 'address' as const, cidr: CidrIpv6 })),
    ...(PrefixListIds ?? []).map(({ PrefixListId }) => ({ kind: 'prefix-list' as const, id: PrefixListId })),
    ...(UserIdGroupPairs ?? []).map(({ GroupId, UserId }) => ({
      kind: 'group' as const,
      id: GroupId,
      account: UserId ?? null,
    })),
  ];
  return { protocol: IpProtocol, fromPort: FromPort ?? null, toPort: ToPort ?? null, peers };
}

export const createNetworkAclEntry: Applied<'ec2:CreateNetworkAclEntry'> = (facts, input) => {
  const entry: AclEntry = {
    number: input.RuleNumber,
    egress: input.Egress,
    allow: true,
    protocol: input.Protocol,
    cidr: input.CidrBlock ?? input.Ipv6CidrBlock ?? '',
    fromPort: input.PortRange.From,
    toPort: input.PortRange.To,
  };
  const networkAcls = Object.fromEntries(
    Object.entries(facts.networkAcls).map(([subnet, lookup]) => [
      subnet,
      inLookup(lookup, (acl) =>
        acl.id === input.NetworkAclId ? { ...acl, entries: inOrder([...acl.entries, entry]) } : acl,
      ),
    ]),
  );
  return { ...facts, networkAcls };
};

/** As they are evaluated: by number. */
const inOrder = (entries: readonly AclEntry[]): readonly AclEntry[] =>
  entries.toSorted((one, other) => one.number - other.number);

/** EC2 refuses a second route for the same block. (EC2 API, error RouteAlreadyExists) */
export const createRoute: Applied<'ec2:CreateRoute'> = (facts, input) => {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock } = input;
  const route: Route = {
    destination: DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? '',
    target: targetOf(input),
    state: 'active',
    propagated: false,
  };
  const routeTables = Object.fromEntries(
    Object.entries(facts.routeTables).map(([vpc, lookup]) => [
      vpc,
      lookup.known
        ? known(
            lookup.value.map((table) =>
              table.id === input.RouteTableId &&
              table.routes.every((each) => each.destination !== route.destination)
                ? { ...table, routes: [...table.routes, route] }
                : table,
            ),
          )
        : lookup,
    ]),
  );
  return { ...facts, routeTables };
};

function targetOf(input: Inputs['ec2:CreateRoute']): RouteTarget {
  const { GatewayId, NatGatewayId, TransitGatewayId, VpcPeeringConnectionId } = input;
  const at = (kind: Exclude<RouteTarget['kind'], 'local'>, id: string): RouteTarget => ({
    kind,
    id,
    instanceId: null,
  });
  if (NatGatewayId !== undefined) return at('nat-gateway', NatGatewayId);
  if (TransitGatewayId !== undefined) return at('transit-gateway', TransitGatewayId);
  if (VpcPeeringConnectionId !== undefined) return at('peering', VpcPeeringConnectionId);
  if (input.NetworkInterfaceId !== undefined) return at('network-interface', input.NetworkInterfaceId);
  if (input.EgressOnlyInternetGatewayId !== undefined)
    return at('egress-only-internet-gateway', input.EgressOnlyInternetGatewayId);
  const id = GatewayId ?? '';
  return at(id.startsWith('vgw-') ? 'virtual-private-gateway' : 'internet-gateway', id);
}

export const modifyNetworkInterface: Applied<'ec2:ModifyNetworkInterfaceAttribute'> = (facts, input) => ({
  ...facts,
  natHosts: inTable(facts.natHosts, input.NetworkInterfaceId, (host) => ({
    ...host,
    sourceDestCheck: input.SourceDestCheck.Value,
  })),
});
