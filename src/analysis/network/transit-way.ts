import type { TransitGateway, TransitGatewayAttachment, TransitGatewayRoute } from '../../model/vpc.ts';
import { aclIn, answersOut } from './acl-gates.ts';
import { noAddress } from './address-set.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';
import { elsewhere } from './elsewhere.ts';
import type { Gate } from './gate.ts';
import type { SubnetPlace } from './network.ts';
import type { Outcome } from './path.ts';
import { answersRouted } from './route-hops.ts';
import { partsOf } from './routes.ts';
import { type Hops, type Sender, worseOf } from './sender.ts';
import { untoldOf } from './shared-vpc.ts';
import { addressesIn, within } from './traffic.ts';
import { routesBack, transitRouting } from './transit-routes.ts';

import { behind, deadEnd, fixedHop, lost, named, outOfSight, type Travelling, type Way } from './ways.ts';
import { inOneZone } from './zones.ts';

interface Transit {
  readonly id: string;
  readonly gateway: TransitGateway | null;
  readonly attachments: readonly TransitGatewayAttachment[];
  /** The attachment that the packets come in by. */
  readonly own: TransitGatewayAttachment;
}

interface Over {
  readonly ways: readonly Way[];
  /** From the gateway into its own subnet no ACL is asked. */
  readonly answersUnasked: boolean;
}

/**
 * Into a transit gateway by the attachment in the sender's zone, along its route table, and out by another one.
 * (VPC Transit Gateways, *How transit gateways work*, *Network ACLs*: the subnet of an attachment has an ACL that
 * is asked about packets from other subnets into the gateway and from it to other subnets, and inside its own
 * subnet about those into the gateway alone)
 */
export function overTransitGateway(id: string, { sender, traffic, walk }: Travelling): Over {
  const { facts } = walk.network;
  const unseen = (gate: Gate): Over => ({ ways: lost(traffic, gate, walk), answersUnasked: true });
  const hop = (rule: string, doubts: readonly Doubt[]) =>
    fixedHop(sender, 'transit-gateway', { id, outcome: 'unknown', rule, doubts });
  const attachments = facts.attachmentsOf(id);
  if (!attachments.known) return unseen(hop(id, [notAnswered(attachments.unread)]));
  const { vpcId } = sender.subnet;
  const own = attachments.value.find(({ type, resourceId }) => type === 'vpc' && resourceId === vpcId);
  const stopped = (rule: string): Over => ({
    ways: deadEnd(
      traffic,
      fixedHop(sender, 'transit-gateway', { id, outcome: 'stopped', rule }),
      'several VPCs',
    ),
    answersUnasked: false,
  });
  if (own === undefined) {
    const untold = untoldOf(vpcId, facts);
    return untold === null ? stopped(`${vpcId} is not attached to it`) : unseen(hop(id, untold));
  }
  if (own.state !== null && own.state !== 'available') return stopped(`${own.id} is ${own.state}`);
  const entrance = entranceOf(own, { sender, traffic, walk });
  if ('doubt' in entrance) return unseen(hop(own.id, [entrance.doubt]));
  if (entrance.subnet === null)
    return stopped(`${own.id} has no subnet in ${String(sender.subnet.zone)}, where ${sender.name} is`);
  const gateway = facts.transitGateway(id);
  const transit: Transit = {
    ...{ id, own, attachments: attachments.value },
    gateway: gateway.known ? gateway.value : null,
  };
  const { subnet } = entrance;
  return {
    ways: behind(into(subnet, { sender, traffic, walk }), through(transit, { sender, traffic, walk })),
    answersUnasked: subnet.id === sender.subnet.id,
  };
}

function into(subnet: SubnetPlace, { sender, walk: { network } }: Travelling): Hops {
  const there = [aclIn(subnet, sender, network)];
  if (subnet.id === sender.subnet.id) return { there, back: [] };
  return { there, back: [answersOut(subnet, sender, network), answersRouted(subnet, sender, network)] };
}

type Entrance = { readonly subnet: SubnetPlace | null } | { readonly doubt: Doubt };

function entranceOf({ id, subnetIds }: TransitGatewayAttachment, { sender, walk }: Travelling): Entrance {
  const { vpcId } = sender.subnet;
  const subnets = walk.network.subnets(vpcId);
  const why = `in which zones ${id} has a subnet is not known`;
  const doubt = open(why, `the subnets of ${id}, with their zones`);
  if (subnetIds === null || !subnets.known) return { doubt };
  const attached = subnetIds.map((each) => subnets.value.find((subnet) => subnet.id === each));
  const answers = attached.map((subnet) => (subnet === undefined ? null : inOneZone(subnet, sender.subnet)));
  const inZone = attached[answers.indexOf(true)];
  if (inZone !== undefined) return { subnet: inZone };
  return answers.every((answer) => answer === false) ? { subnet: null } : { doubt };
}

/** Along the route table of the attachment that the packets came in by. */
function through(transit: Transit, { sender, traffic, walk }: Travelling): readonly Way[] {
  const { own } = transit;
  const table = own.routeTableId;
  const hop = (outcome: Outcome, rule: string, doubts: readonly Doubt[] = []) =>
    fixedHop(sender, kind, { id: table, outcome, rule, doubts });
  if (table === null) {
    const rule = `the route table of ${own.id}`;
    return lost(traffic, hop('unknown', rule, [open(`EC2 does not report ${rule}`, rule)]), walk);
  }
  const routing = transitRouting(walk.network.facts, table);
  if (!routing.known) return lost(traffic, hop('unknown', table, routing.doubts), walk);
  return partsOf(addressesIn(traffic), routing.value).flatMap(({ addresses, routes, orNone }) => {
    const part = within(traffic, addresses);
    const none = fixedHop(sender, kind, { id: table, outcome: 'stopped', rule: 'no route' });
    return [
      ...routes.flatMap((route) =>
        along(route, table, { transit, travelling: { sender, traffic: part, walk } }),
      ),
      ...(orNone ? deadEnd(part, none, 'several VPCs') : []),
    ];
  });
}

const kind = 'transit-gateway-route-table';

interface Inside {
  readonly transit: Transit;
  readonly travelling: Travelling;
}

function along(
  { destination, attachmentIds, state }: TransitGatewayRoute,
  table: string,
  { transit, travelling }: Inside,
): readonly Way[] {
  const { sender, traffic, walk } = travelling;
  const hop = (outcome: Outcome, rule: string, doubts: readonly Doubt[] = []) =>
    fixedHop(sender, kind, { id: table, outcome, rule, doubts });
  if (state === 'blackhole')
    return deadEnd(traffic, hop('stopped', `${destination} is a blackhole`), 'several VPCs');
  const unread = open(
    `${destination} in ${table} leads to an attachment that is not read`,
    `the attachments of ${transit.id}`,
  );
  if (attachmentIds.length === 0) return lost(traffic, hop('unknown', destination, [unread]), walk);
  return attachmentIds.flatMap((id) => {
    const attachment = transit.attachments.find((each) => each.id === id);
    const text = `${destination} → ${id}`;
    if (attachment === undefined) return lost(traffic, hop('unknown', text, [unread]), walk);
    const unsure = open(`EC2 does not report whether ${text} is active`, 'the state of the route');
    const gate = state === null ? hop('unknown', text, [unsure]) : hop('allowed', text);
    return behind({ there: [gate] }, out(attachment, { transit, travelling }));
  });
}

/** Out by another attachment, and whether what comes in by that one finds back. */
function out(far: TransitGatewayAttachment, { transit, travelling }: Inside): readonly Way[] {
  const { sender, traffic, walk } = travelling;
  const { id, type, resourceId, state } = far;
  const hop = (outcome: Outcome, rule: string, doubts: readonly Doubt[] = []) =>
    fixedHop(sender, 'transit-gateway', { id: transit.id, outcome, rule, doubts });
  if (state !== null && state !== 'available')
    return deadEnd(traffic, hop('stopped', `${id} is ${state}`), 'several VPCs');
  if (type === 'peering' || type === 'other' || (type === 'vpc' && resourceId === null)) {
    const rule = `what is behind ${id} is not read`;
    return lost(traffic, hop('unknown', rule, [open(rule, `the network behind ${id}`)]), walk);
  }
  const doubt = open(`EC2 does not report the state of ${id}`, `the state of ${id}`);
  const what = `to ${resourceId ?? id} by ${id}`;
  const gate = state === null ? hop('unknown', what, [doubt]) : hop('allowed', what);
  const back = [routesBack(sender, { from: far, to: transit.own }, walk.network.facts)];
  if (type !== 'vpc' || resourceId === null)
    return outOfSight(travelling, gate, { configuration: 'VPN or Direct Connect', back });
  return behind({ there: [gate], back }, intoVpc(resourceId, far, { transit, travelling }));
}

/** It comes out in the sender's zone where the other VPC has a subnet for it, else in any of them. */
function intoVpc(
  vpcId: string,
  far: TransitGatewayAttachment,
  { transit, travelling: { sender, traffic, walk } }: Inside,
): readonly Way[] {
  const { own, gateway } = transit;
  const subnets = walk.network.subnets(vpcId);
  const exits = subnets.known ? subnets.value.filter(({ id }) => far.subnetIds?.includes(id) === true) : [];
  if (!subnets.known || exits.length === 0 || exits.length < (far.subnetIds?.length ?? 0)) {
    const rule = `in which subnets ${far.id} ends is not known`;
    const ends = [{ account: far.resourceOwner }, { account: own.resourceOwner }] as const;
    const doubts = subnets.known
      ? [open(rule, `the subnets of ${far.id}`)]
      : (elsewhere(vpcId, ...ends) ?? subnets.doubts);
    return lost(traffic, fixedHop(sender, 'vpc', { id: vpcId, outcome: 'unknown', rule, doubts }), walk);
  }
  const sameNames = own.resourceOwner !== null && own.resourceOwner === far.resourceOwner;
  // An appliance may be in any zone.
  const inZone = exits.filter(
    (exit) => far.applianceMode === false && inOneZone(exit, sender.subnet, { sameNames }) === true,
  );
  const referencing = [gateway, own, far].map((each) => each?.securityGroupReferencing ?? null);
  const across: Omit<Sender, 'subnet'> = {
    ...sender,
    publicAddresses: noAddress,
    references: { ingress: referencing.reduce(worseOf, sender.references.ingress), egress: false },
    link: { kind: 'transit-gateway', id: transit.id },
  };
  const ways = (inZone.length > 0 ? inZone : exits).flatMap((subnet) =>
    walk.onward({ ...across, subnet }, traffic, walk),
  );
  return named(ways, 'several VPCs', ['one VPC']);
}
