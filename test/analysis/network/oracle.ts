import {
  type Attachment,
  allSubnets,
  type Block,
  firstOf,
  hostAddress,
  natAddress,
  type SubnetName,
  type Target,
  type Tiny,
  type TinyRule,
  type VpcName,
  vpcOf,
  zoneOf,
} from './tiny-network.ts';

// Follows one packet address by address and port by port, without a set anywhere. A hop is true, false, or null
// where the network itself leaves it open: answers that leave by another gateway than the packets came by, and a
// host that may or may not translate.

type Tri = boolean | null;
interface Run {
  readonly hops: readonly Tri[];
  /** Whether the groups of the instance may name the group of the database. */
  readonly named: Tri;
}
interface Packet {
  readonly subnet: SubnetName;
  readonly from: readonly number[];
  readonly publics: readonly number[];
  readonly isInstance: boolean;
  readonly nameIn: boolean;
  readonly nameOut: boolean;
  readonly behindNat: boolean;
  readonly link: 'local' | 'igw' | 'pcx' | 'tgw';
}

const holds = ({ index, bits }: Block, address: number): boolean =>
  Math.floor(address / 2 ** bits) === Math.floor(index / 2 ** bits);
const hasPort = ([from, until]: readonly [number, number], port: number): boolean =>
  from <= port && port <= until;
const subnetWith = (address: number): SubnetName | undefined =>
  allSubnets.find((subnet) => Math.floor(address / 2) * 2 === firstOf[subnet]);
/** True or false if it is so for all of them. */
const forAll = (values: readonly Tri[]): Tri => {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
};

export function oracle(tiny: Tiny): Tri {
  const start: Packet = {
    ...{ subnet: 'A1', from: [8], publics: tiny.publicAddress ? [0] : [], isInstance: true, nameIn: true },
    ...{ nameOut: true, behindNat: false, link: 'local' },
  };
  const runs = new Follower(tiny).walk(start, []);
  return forAll(
    runs.map(({ hops, named }) => {
      const byAddress = tiny.source.some(
        ({ ports, peer }) =>
          typeof peer !== 'string' && hasPort(ports, tiny.port) && holds(peer, tiny.address),
      );
      const byName = tiny.source.filter(
        ({ ports, peer }) => typeof peer === 'string' && hasPort(ports, tiny.port),
      );
      const isNamed = named === true && byName.some(({ peer }) => peer === 'sg-db');
      const out = byAddress || isNamed ? true : named === null && byName.length > 0 ? null : false;
      const all = [out, ...hops];
      return all.includes(false) ? false : all.includes(null) ? null : true;
    }),
  );
}

class Follower {
  readonly #tiny: Tiny;
  constructor(tiny: Tiny) {
    this.#tiny = tiny;
  }

  walk(packet: Packet, left: readonly SubnetName[]): readonly Run[] {
    const { address } = this.#tiny;
    if (left.includes(packet.subnet)) return end(false);
    const on = [...left, packet.subnet];
    if (subnetWith(address) === packet.subnet) return this.#arrive(vpcOf(packet.subnet), packet);
    const out = this.#acl(packet.subnet, true, address, this.#tiny.port);
    const back = this.#answers(packet.subnet, false, [address], packet.behindNat);
    const route = this.#route(packet.subnet, address);
    if (route === null || route.dead) return end(out, back, false);
    const inside = route.target === 'tgw' && this.#entrance(packet) === packet.subnet;
    return after([out, ...(inside ? [] : [back])], this.#over(route.target, packet, on));
  }

  #over(target: Target | 'local', packet: Packet, left: readonly SubnetName[]): readonly Run[] {
    const { peering } = this.#tiny;
    const vpc = vpcOf(packet.subnet);
    switch (target) {
      case 'local':
        return this.#arrive(vpc, packet);
      case 'pcx': {
        const far = vpc === 'A' ? 'B' : 'A';
        const { sameRegion } = peering;
        const across = { ...packet, link: 'pcx' as const, nameIn: packet.nameIn && sameRegion };
        return after(
          [peering.active],
          this.#arrive(far, { ...across, nameOut: packet.nameOut && sameRegion }),
        );
      }
      case 'vgw':
      case 'vpce':
        return this.#outside(packet.isInstance ? null : false);
      case 'lgw':
        return this.#lost(packet.isInstance ? null : false);
      case 'eigw':
        return end(false);
      case 'igw':
        return this.#internet(packet);
      case 'nat': {
        const publics = this.#tiny.natPublic ? [1] : [];
        const natted: Packet = {
          ...{ subnet: 'A2', from: [natAddress], publics, isInstance: false, nameIn: false, nameOut: false },
          ...{ behindNat: true, link: 'local' },
        };
        return after(this.#enter('A2', packet), this.walk(natted, left));
      }
      case 'eni':
        return this.#host(packet, left);
      case 'tgw':
        return this.#transit(packet, left);
    }
  }

  #host(packet: Packet, left: readonly SubnetName[]): readonly Run[] {
    const { address, port, hostIn, hostOut, forwards } = this.#tiny;
    const admitted = this.#rules(hostIn, packet);
    const before = [...this.#enter('A2', packet), admitted, forwards];
    const route = this.#route('A2', address);
    const isLost = route === null || ['igw', 'nat', 'eni'].includes(route.target);
    if (address >= 8 && isLost) return after(before, this.#outside(false));
    const out = hostOut.some(
      ({ ports, peer }) => typeof peer !== 'string' && hasPort(ports, port) && holds(peer, address),
    );
    const forwarded: Packet = {
      ...{ ...packet, subnet: 'A2', from: [...packet.from, hostAddress], publics: [], isInstance: false },
      ...{ nameIn: false, nameOut: false, link: 'local' },
    };
    return after([...before, out], this.walk(forwarded, left));
  }

  /** To another network: nobody knows whether that leads to a database of ours, but its groups must let it in. */
  #outside(named: Tri): readonly Run[] {
    return this.#tiny.home === null ? end(true) : this.#lost(named);
  }

  /** Nobody knows where to; a group of a database that lets nobody in stops it wherever it goes. */
  #lost(named: Tri): readonly Run[] {
    const { home, database, port } = this.#tiny;
    if (home === null) return [{ hops: [null], named }];
    return [{ hops: [null, database.some(({ ports }) => hasPort(ports, port)) ? null : false], named }];
  }

  #entrance({ subnet }: Packet): SubnetName | undefined {
    return this.#tiny.attached[vpcOf(subnet)].find((each) => zoneOf(each) === zoneOf(subnet));
  }

  #transit(packet: Packet, left: readonly SubnetName[]): readonly Run[] {
    const { address, port, attached, referencing } = this.#tiny;
    const entrance = this.#entrance(packet);
    if (entrance === undefined) return end(false);
    const own: Attachment = vpcOf(packet.subnet) === 'A' ? 'att-A' : 'att-B';
    const into = [
      forAll(packet.from.map((from) => this.#acl(entrance, false, from, port))),
      ...(entrance === packet.subnet
        ? []
        : [this.#answers(entrance, true, packet.from, packet.behindNat), this.#routedBack(entrance, packet)]),
    ];
    const far = this.#transitRoute(own, address);
    if (far === null) return after(into, end(false));
    const back = forAll(
      packet.from.map((from) => {
        const attachment = this.#transitRoute(far, from);
        return attachment === null ? false : attachment === own ? true : null;
      }),
    );
    if (far === 'att-vpn') return after([...into, back], this.#outside(packet.isInstance ? null : false));
    const exits = attached[far === 'att-A' ? 'A' : 'B'];
    const inZone = exits.filter((exit) => zoneOf(exit) === zoneOf(packet.subnet));
    const across = {
      ...packet,
      publics: [],
      nameIn: packet.nameIn && referencing,
      nameOut: false,
      link: 'tgw' as const,
    };
    const runs = (inZone.length > 0 ? inZone : exits).flatMap((subnet) =>
      this.walk({ ...across, subnet }, left),
    );
    return after([...into, back], runs);
  }

  #internet(packet: Packet): readonly Run[] {
    const { address, home } = this.#tiny;
    if (address >= 8 || packet.publics.length === 0) return end(false);
    if (home === null) return end(true);
    const outside: Packet = {
      ...{ ...packet, from: packet.publics, isInstance: false, nameIn: false, nameOut: false, link: 'igw' },
    };
    return this.#into(home, outside, true);
  }

  #arrive(vpc: VpcName, packet: Packet): readonly Run[] {
    const subnet = subnetWith(this.#tiny.address);
    if (subnet === undefined || vpcOf(subnet) !== vpc) return end(false);
    return this.#into(subnet, packet, packet.subnet !== subnet);
  }

  #into(subnet: SubnetName, packet: Packet, asked: boolean): readonly Run[] {
    const { port, database } = this.#tiny;
    const hops = asked
      ? [
          forAll(packet.from.map((from) => this.#acl(subnet, false, from, port))),
          this.#answers(subnet, true, packet.from, packet.behindNat),
        ]
      : [];
    const back = asked || packet.link !== 'local' ? [this.#routedBack(subnet, packet)] : [];
    const admitted = this.#rules(database, packet);
    return [{ hops: [...hops, ...back, admitted], named: packet.nameOut }];
  }

  /** Into the subnet of something on the way, and answers back out of it. */
  #enter(subnet: SubnetName, packet: Packet): readonly Tri[] {
    if (packet.subnet === subnet) return [];
    return [
      forAll(packet.from.map((from) => this.#acl(subnet, false, from, this.#tiny.port))),
      this.#answers(subnet, true, packet.from, packet.behindNat),
      this.#routedBack(subnet, packet),
    ];
  }

  #rules(rules: readonly TinyRule[], packet: Packet): Tri {
    return forAll(
      packet.from.map((from) =>
        rules.some(
          ({ ports, peer }) =>
            hasPort(ports, this.#tiny.port) &&
            (typeof peer === 'string'
              ? peer === 'sg-source' && packet.isInstance && packet.nameIn
              : holds(peer, from)),
        ),
      ),
    );
  }

  #acl(subnet: SubnetName, egress: boolean, address: number, port: number | 'nat'): boolean {
    const entries = this.#tiny.acls[subnet].toSorted((one, other) => one.number - other.number);
    const deciding = entries.find(
      (entry) =>
        entry.egress === egress &&
        holds(entry.block, address) &&
        (entry.ports === null || (port !== 'nat' && hasPort(entry.ports, port))),
    );
    return deciding?.allow ?? false;
  }

  #answers(subnet: SubnetName, egress: boolean, addresses: readonly number[], behindNat: boolean): Tri {
    const ports = behindNat ? (['nat'] as const) : [4, 5, 6, 7];
    return forAll(
      addresses.map((address) => ports.every((port) => this.#acl(subnet, egress, address, port))),
    );
  }

  #route(
    subnet: SubnetName,
    address: number,
  ): { readonly target: Target | 'local'; readonly dead: boolean } | null {
    const own = { block: { index: firstOf[vpcOf(subnet)], bits: 2 }, target: 'local' as const, dead: false };
    return mostSpecific([own, ...this.#tiny.tables[subnet]], address);
  }

  #transitRoute(table: Attachment, address: number): Attachment | null {
    const route = mostSpecific(this.#tiny.transit[table], address);
    return route === null || route.dead ? null : route.attachment;
  }

  #routedBack(subnet: SubnetName, { from, link }: Packet): Tri {
    return forAll(
      from.map((address) => {
        const route = this.#route(subnet, address);
        if (route === null || route.dead) return false;
        if (route.target === link) return true;
        return ['local', 'igw', 'eigw', 'nat'].includes(route.target) ? false : null;
      }),
    );
  }
}

/** The fewest bits win; among equals the first. */
function mostSpecific<R extends { readonly block: Block }>(routes: readonly R[], address: number): R | null {
  let best: R | null = null;
  for (const route of routes) {
    if (holds(route.block, address) && (best === null || route.block.bits < best.block.bits)) best = route;
  }
  return best;
}

const end = (...hops: readonly Tri[]): readonly Run[] => [{ hops, named: false }];
const after = (hops: readonly Tri[], runs: readonly Run[]): readonly Run[] =>
  runs.map((run) => ({ ...run, hops: [...hops, ...run.hops] }));
