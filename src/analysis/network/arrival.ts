import { aclIn, answersOut } from './acl-gates.ts';
import { type Doubt, open } from './doubt.ts';
import type { Side } from './ends.ts';
import { fixedGate, type Gate } from './gate.ts';
import { groupGate } from './group-gates.ts';
import type { SubnetPlace } from './network.ts';
import type { Configuration } from './path.ts';
import { answersRouted } from './route-hops.ts';
import { placeOf, type Sender } from './sender.ts';
import { untoldOf } from './shared-vpc.ts';
import { isNone, minus, type Traffic, within } from './traffic.ts';
import { behind, deadEnd, fixedHop, lost, nobody, type Walk, type Way } from './ways.ts';

/** Packets that a VPC takes for its own: into the subnet that has the address, past its ACL and the groups. */
export function arriveIn(
  vpcId: string,
  { sender, traffic, configuration, unread = null }: Arriving,
  walk: Walk,
): readonly Way[] {
  const { sides, surely } = walk.destination;
  const here = sides.filter((side) => side.vpcId === vpcId || side.vpcId === null);
  if (sides.length > 0 && here.length === 0 && surely) {
    const rule = `the database is not in ${vpcId}, where this leads`;
    return deadEnd(traffic, fixedHop(sender, 'vpc', { id: vpcId, outcome: 'stopped', rule }), configuration);
  }
  const subnets = walk.network.subnets(vpcId);
  if (!subnets.known) {
    const { doubts } = subnets;
    const unseen = { id: vpcId, outcome: 'unknown', rule: `the subnets of ${vpcId}` } as const;
    return lost(traffic, fixedHop(sender, 'vpc', { ...unseen, doubts: unread ?? doubts }), walk);
  }
  const unclear = subnets.value.filter(({ addresses }) => addresses === null);
  const ways: Way[] = [];
  let left = traffic;
  for (const subnet of subnets.value) {
    if (isNone(left)) break;
    if (subnet.addresses === null) continue;
    const inside = within(left, subnet.addresses);
    if (isNone(inside)) continue;
    left = minus(left, inside);
    ways.push(...enter(subnet, { sender, traffic: inside, configuration }, { sides: here, walk }));
  }
  if (isNone(left)) return ways;
  const [odd] = unclear;
  if (odd !== undefined) {
    const gate = fixedHop(sender, 'vpc', { id: vpcId, outcome: 'unknown', rule: odd.id, doubts: odd.doubts });
    return [...ways, ...lost(left, gate, walk)];
  }
  const untold = untoldOf(vpcId, walk.network.facts);
  if (untold !== null) {
    const where = { id: vpcId, outcome: 'unknown', rule: `no subnet of ${vpcId} that is told` } as const;
    return [...ways, ...lost(left, fixedHop(sender, 'vpc', { ...where, doubts: untold }), walk)];
  }
  const rule = `no subnet of ${vpcId} has the address`;
  const gate = fixedHop(sender, 'vpc', { id: vpcId, outcome: 'stopped', rule });
  return [...ways, ...deadEnd(left, gate, configuration)];
}

export interface Arriving {
  readonly sender: Sender;
  readonly traffic: Traffic;
  readonly configuration: Configuration;
  /** Why the subnets of the VPC are not read, where they never are. */
  readonly unread?: readonly Doubt[] | null;
}

interface Met {
  readonly sides: readonly Side[];
  readonly walk: Walk;
}

/** Into one subnet, where each of these sides may be the one; inside the sender's own subnet no ACL is asked. */
function enter(subnet: SubnetPlace, { sender, ...its }: Arriving, { sides, walk }: Met): readonly Way[] {
  const { network } = walk;
  const isOwn = sender.subnet.id === subnet.id && sender.link.kind !== 'internet-gateway';
  const isDirect = isOwn && sender.link.kind === 'local';
  const hops = {
    there: isOwn ? [] : [aclIn(subnet, sender, network)],
    back: isDirect ? [] : [answersRouted(subnet, sender, network)],
  };
  const answers = isOwn ? [] : [answersOut(subnet, sender, network)];
  const unseen: readonly (Side | null)[] = sides.length === 0 ? [null] : sides;
  return behind(
    hops,
    unseen.map((side) => ({
      ...its,
      there: [groupsIn(side, { subnet, sender }, walk), ...onward(side, { subnet, sender })],
      back: answers,
      end: side === null ? 'nowhere' : 'database',
      meets:
        side === null
          ? { groups: null, references: sender.references.egress }
          : {
              groups: side.groupIds.length === 0 && side.passesOn !== true ? null : side.groupIds,
              references: sender.references.egress,
            },
    })),
  );
}

function groupsIn(
  side: Side | null,
  { subnet, sender }: { readonly subnet: SubnetPlace; readonly sender: Sender },
  { network, destination }: Walk,
): Gate {
  const ids = side?.groupIds ?? [];
  const place = placeOf(sender, 'security-groups', ids, { subnet, direction: 'in' });
  if (side === null) {
    const doubt = open(
      `nothing that was read tells what ${destination.name} is in ${subnet.vpcId}`,
      `the database in the inventory, with its groups`,
    );
    return fixedGate(place, 'unknown', 'its groups are not known', {
      doubts: [doubt, ...destination.doubts],
    });
  }
  if (ids.length === 0 && side.passesOn === true)
    return fixedGate(place, 'allowed', `${side.name} has no security group`);
  return groupGate(
    place,
    {
      ...{ ids, direction: 'ingress', from: sender.addresses, groups: sender.groups },
      references: sender.references.ingress,
      doubts: [open(`the groups of ${side.name} are not known`, `the groups of ${side.name}`)],
    },
    network,
  );
}

/** What a load balancer hands connections on to, by which address, nothing that is read tells. */
function onward(
  side: Side | null,
  { subnet, sender }: { readonly subnet: SubnetPlace; readonly sender: Sender },
): readonly Gate[] {
  if (side?.passesOn !== true) return [];
  const rule = `what stands behind ${side.name} is not read`;
  const doubts = [open(rule, 'a connection test of the endpoint')];
  return [fixedGate(placeOf(sender, 'load-balancer', [side.name], { subnet }), 'unknown', rule, { doubts })];
}

/** From the internet: what has a public address of the database, or something that nobody here can see. */
export function arriveFromInternet({ sender, traffic, configuration }: Arriving, walk: Walk): readonly Way[] {
  const { sides } = walk.destination;
  if (isNone(traffic)) return [];
  if (sides.length === 0)
    return [{ traffic, there: [], back: [], end: 'outside', configuration, meets: nobody }];
  return sides.flatMap((side) => {
    const { name, vpcId, subnetIds } = side;
    const subnets = vpcId === null ? null : walk.network.subnets(vpcId);
    const own = subnets?.known === true ? subnets.value.filter(({ id }) => subnetIds.includes(id)) : [];
    if (own.length === 0 || own.length < subnetIds.length) {
      const unseen = open(`the subnets of ${name} are not known`, `the subnets of ${name}`);
      const doubts = subnets?.known === false ? subnets.doubts : [unseen];
      const gate = fixedHop(sender, 'vpc', {
        ...{ id: vpcId, outcome: 'unknown', rule: `the subnets of ${name}`, doubts },
      });
      return lost(traffic, gate, { ...walk, destination: { ...walk.destination, sides: [side] } });
    }
    return own.flatMap((subnet) =>
      enter(subnet, { sender, traffic, configuration }, { sides: [side], walk }),
    );
  });
}
