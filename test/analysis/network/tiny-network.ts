import fc from 'fast-check';
import type { GroupRule, Peer, PrefixList } from '../../../src/model/network.ts';
import type { NatHost, Route, RouteTarget } from '../../../src/model/vpc.ts';
import {
  aNetworkAcl,
  anAclEntry,
  aPrefixList,
  aSecurityGroup,
  cidr,
  members,
  prefixList,
} from '../../support/builders.ts';
import { aRoute, aVpc, type Estate, local, nothing, to } from './estate.ts';

// A universe of 16 addresses and 8 ports. The first 8 addresses are public; the others are two VPCs of 4 with two
// subnets of 2 each, in two zones. Ports from 4 on are those that clients take.

const subnetsOf = { A: ['A1', 'A2'], B: ['B1', 'B2'] } as const;
export type VpcName = keyof typeof subnetsOf;
export type SubnetName = 'A1' | 'A2' | 'B1' | 'B2';
export const allSubnets: readonly SubnetName[] = ['A1', 'A2', 'B1', 'B2'];
export const firstOf: Readonly<Record<SubnetName | VpcName, number>> = {
  A1: 8,
  A2: 10,
  B1: 12,
  B2: 14,
  A: 8,
  B: 12,
};
export const vpcOf = (subnet: SubnetName): VpcName => (subnet.startsWith('A') ? 'A' : 'B');
export const zoneOf = (subnet: SubnetName): string => (subnet.endsWith('1') ? 'a' : 'b');
export const natAddress = 11;
export const hostAddress = 10;

/** Blocks of 1 to 8 addresses; 4 bits are all there are. */
export interface Block {
  readonly index: number;
  readonly bits: number;
}
export type Target = 'igw' | 'eigw' | 'nat' | 'pcx' | 'tgw' | 'vgw' | 'eni' | 'vpce' | 'lgw';
export interface TinyRoute {
  readonly block: Block;
  readonly target: Target;
  readonly dead: boolean;
}
interface TinyEntry {
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  /** null: all ports, those that NAT gateways take among them. */
  readonly ports: readonly [number, number] | null;
  readonly block: Block;
}
export interface TinyRule {
  readonly ports: readonly [number, number];
  /** Addresses, or the group that is named. */
  readonly peer: Block | string;
}
export type Attachment = 'att-A' | 'att-B' | 'att-vpn';
interface TinyTransitRoute {
  readonly block: Block;
  readonly attachment: Attachment;
  readonly dead: boolean;
}
export interface Tiny {
  readonly tables: Readonly<Record<SubnetName, readonly TinyRoute[]>>;
  readonly acls: Readonly<Record<SubnetName, readonly TinyEntry[]>>;
  /** What the instance's group lets out, the database's in, the host's in and out. */
  readonly source: readonly TinyRule[];
  readonly database: readonly TinyRule[];
  readonly hostIn: readonly TinyRule[];
  readonly hostOut: readonly TinyRule[];
  readonly forwards: boolean;
  readonly natPublic: boolean;
  readonly peering: { readonly active: boolean; readonly sameRegion: boolean };
  readonly attached: Readonly<Record<VpcName, readonly SubnetName[]>>;
  readonly transit: Readonly<Record<Attachment, readonly TinyTransitRoute[]>>;
  readonly referencing: boolean;
  readonly publicAddress: boolean;
  readonly port: number;
  readonly address: number;
  /** Where the database is; null: it is none of ours. */
  readonly home: SubnetName | null;
}

const block = fc
  .tuple(fc.nat(15), fc.constantFrom(0, 1, 2, 3, 3, 4, 4, 4))
  .map(([index, bits]): Block => ({ index: Math.floor(index / 2 ** bits) * 2 ** bits, bits }));
const key = ({ index, bits }: Block): string => `${index}/${bits}`;
const mostly = fc.constantFrom(true, true, true, true, true, true, true, false);

const dead = fc.nat(19).map((number) => number === 0);
const odd = (targets: readonly Target[]): fc.Arbitrary<readonly TinyRoute[]> =>
  fc.array(fc.record({ block, target: fc.constantFrom(...targets), dead }), { maxLength: 2 });
const everything: Block = { index: 0, bits: 4 };
const blockOf = (vpc: VpcName): Block => ({ index: firstOf[vpc], bits: 2 });

/** A route to the other VPC and one to everything else, as people write them, and some that they should not. */
const table = (
  vpc: VpcName,
  across: readonly Target[],
  out: readonly Target[],
): fc.Arbitrary<readonly TinyRoute[]> =>
  fc
    .tuple(odd([...across, ...out]), fc.constantFrom(...across), fc.constantFrom(...out), dead)
    .map(([more, toVpc, toAll, isDead]) =>
      distinct([
        ...more,
        { block: blockOf(vpc === 'A' ? 'B' : 'A'), target: toVpc, dead: isDead },
        { block: everything, target: toAll, dead: false },
      ]),
    );
const distinct = <R extends { readonly block: Block }>(routes: readonly R[]): readonly R[] => [
  ...new Map(routes.map((route) => [key(route.block), route])).values(),
];
const inA = table(
  'A',
  ['pcx', 'pcx', 'tgw', 'tgw', 'vgw', 'eni'],
  ['igw', 'igw', 'nat', 'nat', 'eni', 'tgw', 'eigw', 'vpce', 'lgw'],
);
const inB = table('B', ['pcx', 'pcx', 'tgw', 'tgw', 'vgw'], ['igw', 'igw', 'tgw']);

const ports = fc
  .tuple(fc.nat(7), fc.nat(7))
  .map(([one, other]): readonly [number, number] => [Math.min(one, other), Math.max(one, other)]);
const entry = fc.record({
  number: fc.integer({ min: 1, max: 99 }),
  egress: fc.boolean(),
  allow: fc.boolean(),
  ports: fc.oneof(ports, fc.constant(null)),
  block,
});
const openEntries: readonly TinyEntry[] = [true, false].map((egress) => ({
  ...{ number: 100, egress, allow: true, ports: null, block: { index: 0, bits: 4 } },
}));
const acl = fc
  .tuple(fc.constantFrom(0, 0, 0, 1, 2, 2), fc.array(entry, { minLength: 2, maxLength: 2 }), dead)
  .map(([count, entries, closed]): readonly TinyEntry[] => [
    ...new Map(
      entries.slice(0, count).map((each) => [`${each.number}${String(each.egress)}`, each]),
    ).values(),
    ...(closed ? [] : openEntries),
  ]);

const rules = (...groups: readonly string[]): fc.Arbitrary<readonly TinyRule[]> =>
  fc.array(
    fc.record({
      ports: fc.oneof(ports, fc.constant<readonly [number, number]>([0, 7])),
      peer: fc.oneof(
        { weight: 2, arbitrary: block },
        { weight: 2, arbitrary: fc.constant(everything) },
        { weight: 2, arbitrary: fc.constantFrom(...groups) },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  );

const transitRoutes = (usual: Attachment, vpc: VpcName): fc.Arbitrary<readonly TinyTransitRoute[]> =>
  fc
    .tuple(
      fc.array(
        fc.record({ block, attachment: fc.constantFrom<Attachment>('att-A', 'att-B', 'att-vpn'), dead }),
        {
          maxLength: 1,
        },
      ),
      fc.constantFrom<Attachment>('att-A', 'att-vpn'),
    )
    .map(([more, rest]) =>
      distinct([
        ...more,
        { block: blockOf(vpc), attachment: usual, dead: false },
        { block: everything, attachment: rest, dead: false },
      ]),
    );
const attachedIn = (vpc: VpcName): fc.Arbitrary<readonly SubnetName[]> =>
  fc.subarray<SubnetName>([...subnetsOf[vpc]], { minLength: 1 });

export const tinyNetwork: fc.Arbitrary<Tiny> = fc
  .record({
    tables: fc.record({ A1: inA, A2: inA, B1: inB, B2: inB }),
    acls: fc.record({ A1: acl, A2: acl, B1: acl, B2: acl }),
    source: rules('sg-db', 'sg-other'),
    database: rules('sg-source', 'sg-other'),
    hostIn: rules('sg-source', 'sg-other'),
    hostOut: rules('sg-db'),
    forwards: mostly,
    natPublic: mostly,
    peering: fc.record({ active: mostly, sameRegion: mostly }),
    attached: fc.record({ A: attachedIn('A'), B: attachedIn('B') }),
    transit: fc.record({
      'att-A': transitRoutes('att-B', 'B'),
      'att-B': transitRoutes('att-A', 'A'),
      'att-vpn': transitRoutes('att-A', 'A'),
    }),
    referencing: fc.boolean(),
    publicAddress: fc.boolean(),
    port: fc.nat(3),
    ...{ address: fc.nat(15), home: fc.constantFrom(...allSubnets, null) },
  })
  .map((tiny) => {
    // A private address is in the subnet that has it; a public one is the database's or a stranger's.
    const home = allSubnets.find((subnet) => Math.floor(tiny.address / 2) * 2 === firstOf[subnet]);
    return { ...tiny, home: home ?? tiny.home };
  });

/** How the universe is written: as IPv4, or in the same way as IPv6. */
export interface Writing {
  readonly address: (index: number) => string;
  readonly cidr: (block: Block) => string;
}
export const ipv4: Writing = {
  address: (index) => (index < 8 ? `9.255.255.${248 + index}` : `10.0.0.${index - 8}`),
  cidr: ({ index, bits }) => (bits === 4 ? '0.0.0.0/0' : `${ipv4.address(index)}/${32 - bits}`),
};
export const ipv6: Writing = {
  address: (index) => (index < 8 ? `2600::${index}` : `fd00::${index - 8}`),
  cidr: ({ index, bits }) => (bits === 4 ? '::/0' : `${ipv6.address(index)}/${128 - bits}`),
};

const ids: Readonly<Record<Target, RouteTarget>> = {
  igw: to('internet-gateway', 'igw'),
  eigw: to('egress-only-internet-gateway', 'eigw'),
  nat: to('nat-gateway', 'nat'),
  pcx: to('peering', 'pcx'),
  tgw: to('transit-gateway', 'tgw'),
  vgw: to('virtual-private-gateway', 'vgw'),
  eni: to('network-interface', 'eni'),
  vpce: to('vpc-endpoint', 'vpce'),
  lgw: to('local-gateway', 'lgw'),
};
const vpcs: readonly VpcName[] = ['A', 'B'];

/** The same network as EC2 would tell of it. */
export function estateOf(tiny: Tiny, writing: Writing = ipv4): Estate {
  const vpcRange = (vpc: VpcName): string => writing.cidr({ index: firstOf[vpc], bits: 2 });
  const lists = new Map<string, PrefixList>();
  /** A prefix list that holds these blocks. */
  const listOf = (...blocks: readonly Block[]): string => {
    const id = `pl-${blocks.map(key).join('-')}`;
    lists.set(id, aPrefixList(id, ...blocks.map(writing.cidr)));
    return id;
  };
  /** Some blocks are written as the halves that a prefix list has of them. */
  const peerOf = ({ index, bits }: Block, { ports: [from] }: TinyRule): Peer =>
    from % 2 === 1 && bits > 0 && bits < 4
      ? prefixList(listOf({ index, bits: bits - 1 }, { index: index + 2 ** (bits - 1), bits: bits - 1 }))
      : cidr(writing.cidr({ index, bits }));
  const rule = (each: TinyRule): GroupRule => ({
    ...{ protocol: 'tcp', fromPort: each.ports[0], toPort: each.ports[1] },
    peers: [typeof each.peer === 'string' ? members(each.peer) : peerOf(each.peer, each)],
  });
  const groups = [
    aSecurityGroup({ id: 'sg-source', egress: tiny.source.map(rule) }),
    aSecurityGroup({ id: 'sg-db', egress: [], ingress: tiny.database.map(rule) }),
    aSecurityGroup({ id: 'sg-host', egress: tiny.hostOut.map(rule), ingress: tiny.hostIn.map(rule) }),
  ];
  // Gateway endpoints are reached by a prefix list.
  const route = ({ block: range, target, dead }: TinyRoute): Route =>
    aRoute(target === 'vpce' ? listOf(range) : writing.cidr(range), ids[target], {
      state: dead ? 'blackhole' : 'active',
    });
  const routeTables = allSubnets.map((id) => ({
    ...{ id: `rtb-${id}`, vpcId: vpcOf(id), main: false, subnetIds: [id] },
    routes: [aRoute(vpcRange(vpcOf(id)), local), ...tiny.tables[id].map(route)],
  }));
  const side = (vpc: VpcName) => ({
    ...{ vpcId: vpc, account: '1', cidrs: [vpcRange(vpc)], resolvesForPeer: true },
    region: vpc === 'A' || tiny.peering.sameRegion ? 'eu-west-1' : 'us-east-1',
  });
  return {
    ...nothing,
    vpcs: vpcs.map((id) => aVpc(id, vpcRange(id))),
    subnets: allSubnets.map((id) => ({
      ...{ id, vpcId: vpcOf(id), zone: zoneOf(id), zoneId: null },
      cidrs: [writing.cidr({ index: firstOf[id], bits: 1 })],
    })),
    routeTables,
    natGateways: [
      {
        ...{ id: 'nat', vpcId: 'A', subnetId: 'A2', routeTableId: null, state: 'available' },
        connectivity: tiny.natPublic ? 'public' : 'private',
        publicAddresses: tiny.natPublic ? [writing.address(1)] : [],
        privateAddresses: [writing.address(natAddress)],
      },
    ],
    peerings: [
      {
        ...{ id: 'pcx', status: tiny.peering.active ? 'active' : 'pending-acceptance' },
        ...{ requester: side('A'), accepter: side('B') },
      },
    ],
    vpcEndpoints: [
      {
        ...{ id: 'vpce', vpcId: 'A', type: 'Gateway', serviceName: 'com.amazonaws.eu-west-1.s3' },
        ...{ state: 'available', policy: null, subnetIds: [], groupIds: [], interfaceIds: [] },
        ...{ routeTableIds: [], privateDns: null },
      },
    ],
    transitGateways: [
      {
        ...{ id: 'tgw', account: '1', state: 'available', dnsSupport: true },
        securityGroupReferencing: tiny.referencing,
      },
    ],
    attachments: (['att-A', 'att-B', 'att-vpn'] as const).map((id) => ({
      ...{ id, transitGatewayId: 'tgw', type: id === 'att-vpn' ? ('vpn' as const) : ('vpc' as const) },
      ...{ resourceId: id.slice(4), resourceOwner: '1', state: 'available', dnsSupport: true },
      ...{ securityGroupReferencing: true, applianceMode: false, routeTableId: `tgw-rtb-${id}` },
      subnetIds: id === 'att-vpn' ? null : tiny.attached[id === 'att-A' ? 'A' : 'B'],
    })),
    transitRoutes: Object.fromEntries(
      Object.entries(tiny.transit).map(([id, list]) => [
        `tgw-rtb-${id}`,
        list.map(({ block: range, attachment, dead }) => ({
          ...{ destination: writing.cidr(range), state: dead ? ('blackhole' as const) : ('active' as const) },
          attachmentIds: dead ? [] : [attachment],
        })),
      ]),
    ),
    natHosts: [
      {
        ...{
          id: 'eni',
          vpcId: 'A',
          subnetId: 'A2',
          groupIds: ['sg-host'],
          instanceId: 'i-1',
          status: 'in-use',
        },
        ...hostAddresses(writing),
        publicAddresses: [],
        sourceDestCheck: !tiny.forwards,
      },
    ],
    groups,
    prefixLists: [...lists.values()],
    acls: allSubnets.map((id) =>
      aNetworkAcl({
        ...{ id: `acl-${id}`, subnetIds: [id] },
        entries: tiny.acls[id].map(({ ports: range, block: addresses, ...rest }) =>
          anAclEntry({
            ...{ ...rest, protocol: range === null ? '-1' : '6', cidr: writing.cidr(addresses) },
            ...{ fromPort: range?.[0] ?? null, toPort: range?.[1] ?? null },
          }),
        ),
      }),
    ),
  };
}

function hostAddresses(writing: Writing): Pick<NatHost, 'privateAddresses' | 'ipv6Addresses'> {
  const own = [writing.address(hostAddress)];
  return writing === ipv4
    ? { privateAddresses: own, ipv6Addresses: [] }
    : { privateAddresses: [], ipv6Addresses: own };
}
