import { type AddressSet, noAddress, union } from '../../../src/analysis/network/address-set.ts';
import { fromAddress, fromCidr } from '../../../src/analysis/network/address-text.ts';
import type { Destination, Side, Source } from '../../../src/analysis/network/ends.ts';
import { networkFrom } from '../../../src/analysis/network/network.ts';
import { type Reachability, reach } from '../../../src/analysis/network/paths.ts';
import { readNetwork } from '../../../src/analysis/network/read-network.ts';
import { tcp } from '../../../src/analysis/network/service.ts';
import { known, type Lookup, unread } from '../../../src/model/lookup.ts';
import type { NetworkAcl, PrefixList, SecurityGroup } from '../../../src/model/network.ts';
import type { NetworkFacts } from '../../../src/model/network-view.ts';
import type {
  NatGateway,
  NatHost,
  Peering,
  Route,
  RouteTable,
  RouteTarget,
  Subnet,
  TransitGateway,
  TransitGatewayAttachment,
  TransitGatewayRoute,
  Vpc,
  VpcEndpoint,
} from '../../../src/model/vpc.ts';

/** All that EC2 would tell of some VPCs. */
export interface Estate {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly natGateways: readonly NatGateway[];
  readonly peerings: readonly Peering[];
  readonly vpcEndpoints: readonly VpcEndpoint[];
  readonly transitGateways: readonly TransitGateway[];
  readonly attachments: readonly TransitGatewayAttachment[];
  readonly transitRoutes: Readonly<Record<string, readonly TransitGatewayRoute[]>>;
  readonly natHosts: readonly NatHost[];
  readonly groups: readonly SecurityGroup[];
  readonly acls: readonly NetworkAcl[];
  readonly prefixLists: readonly PrefixList[];
}

export const nothing: Estate = {
  vpcs: [],
  subnets: [],
  routeTables: [],
  natGateways: [],
  peerings: [],
  vpcEndpoints: [],
  transitGateways: [],
  attachments: [],
  transitRoutes: {},
  natHosts: [],
  groups: [],
  acls: [],
  prefixLists: [],
};

/** What is known where all of an estate was read. */
export const factsOf = ({ attachments, transitRoutes, groups, acls, ...lists }: Estate): NetworkFacts =>
  readNetwork({
    ...lists,
    transitGatewayAttachments: attachments,
    transitGatewayRoutes: transitRoutes,
    securityGroups: groups,
    networkAcls: acls,
  });

interface Question {
  readonly name: keyof NetworkFacts;
  readonly id: string;
}

const names = [
  'vpc',
  'subnetsOf',
  'routeTablesOf',
  'natGatewaysOf',
  'peeringsOf',
  'vpcEndpointsOf',
  'transitGateway',
  'attachmentsOf',
  'transitRoutesOf',
  'natHost',
  'securityGroup',
  'networkAcl',
  'prefixList',
] as const satisfies readonly (keyof NetworkFacts)[];

const forgotten = unread({ call: 'test:Forget', resource: null, error: 'Forgotten', transient: false });

/** The facts with something done to each question. */
function through(facts: NetworkFacts, ask: (question: Question) => Lookup<never> | null): NetworkFacts {
  const wrapped = names.map((name) => [name, (id: string) => ask({ name, id }) ?? facts[name](id)] as const);
  return Object.fromEntries(wrapped) as unknown as NetworkFacts;
}

/** The same facts with each answer forgotten that some work asks for. */
export function* forgettingEach(facts: NetworkFacts, work: (facts: NetworkFacts) => unknown) {
  const asked = new Map<string, Question>();
  work(
    through(facts, (question) => {
      asked.set(`${question.name} ${question.id}`, question);
      return null;
    }),
  );
  for (const [label, { name, id }] of asked) {
    const less = through(facts, (question) =>
      question.name === name && question.id === id ? forgotten : null,
    );
    yield { label, less };
  }
}

export const aVpc = (id: string, ...cidrs: readonly string[]): Vpc => ({
  ...{ id, account: '1', cidrs, dnsSupport: known(true), dnsHostnames: known(true) },
});

export const addresses = (...texts: readonly string[]): AddressSet =>
  union(...texts.map((text) => fromAddress(text) ?? fromCidr(text) ?? noAddress));

export const aSource = (over: Partial<Source> = {}): Source => ({
  name: 'eni-1',
  vpcId: 'vpc-1',
  subnets: ['subnet-1'],
  groups: [['sg-dms']],
  addresses: ['10.1.0.10'],
  publicAddresses: [],
  ipv6: false,
  groupDoubts: [],
  subnetDoubts: [],
  ...over,
});

export const aSide = (over: Partial<Side> = {}): Side => ({
  name: 'orders',
  vpcId: 'vpc-1',
  subnetIds: ['subnet-2'],
  groupIds: ['sg-db'],
  ...over,
});

export const aDestination = (address: string, over: Partial<Destination> = {}): Destination => ({
  name: 'orders',
  addresses: addresses(address),
  services: tcp(5432),
  sides: [aSide()],
  surely: true,
  doubts: [],
  ...over,
});

export const aRoute = (destination: string, target: RouteTarget, over: Partial<Route> = {}): Route => ({
  destination,
  target,
  state: 'active',
  propagated: false,
  ...over,
});

export const local: RouteTarget = { kind: 'local' };
export const to = (kind: Exclude<RouteTarget['kind'], 'local'>, id: string): RouteTarget => ({
  kind,
  id,
  instanceId: null,
});

/** What becomes of a flow in an estate where all was read. */
export const reachIn = (estate: Estate, source: Source, destination: Destination): Reachability =>
  reach(source, destination, networkFrom(factsOf(estate), { ephemeralPorts: null }));

/** Hops as a reader would say them: `network-acl acl-1 in: rule 100 allows it`, the stopped ones marked. */
export const ladder = ({ paths }: Reachability): readonly string[] =>
  paths.flatMap(({ hops }) =>
    hops.map(({ kind, ids, direction, way, outcome, rule }) => {
      const mark = outcome === 'allowed' ? '' : `${outcome}: `;
      const side = [...(direction === null ? [] : [direction]), ...(way === 'back' ? ['back'] : [])].join(
        ' ',
      );
      return `${mark}${[kind, ids.join('+'), side].filter((part) => part !== '').join(' ')}: ${rule}`;
    }),
  );
