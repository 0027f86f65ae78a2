import type { VpcEndpoint } from '../../model/vpc.ts';
import { type AddressSet, difference, everyIpv4, intersection, noAddress, union } from './address-set.ts';
import { fromCidr, fromCidrs } from './address-text.ts';
import { type AwsService, isServiceOf } from './aws-services.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';
import type { Destination } from './ends.ts';
import { internetIpv4 } from './internet.ts';
import type { Network } from './network.ts';
import { tcp } from './service.ts';

interface Wanted {
  /** As it reads in a sentence. */
  readonly name: string;
  readonly service: AwsService;
  readonly region: string;
  /** Where it is asked from; null: not known. */
  readonly vpcId: string | null;
}

/** Where a service is, and the interface endpoints of which one may stand there. */
export interface LocatedService {
  readonly destination: Destination;
  readonly endpoints: readonly VpcEndpoint[];
}

const https = tcp(443);

/**
 * Where an AWS service is, seen from a VPC: at an interface endpoint that has its name there, else at its public
 * addresses, which a gateway endpoint's prefix list tells. An endpoint without private DNS has its name where somebody
 * has set up a private hosted zone, which nothing here tells. (AWS PrivateLink Guide, *Access an AWS service using an
 * interface VPC endpoint*, "Private DNS"; *Gateway endpoints*, "Routing")
 */
export function findService(wanted: Wanted, network: Network): LocatedService {
  const { name, service, region, vpcId } = wanted;
  const endpoints = vpcId === null ? null : network.facts.vpcEndpointsOf(vpcId);
  if (vpcId === null || endpoints === null)
    return anywhere(name, [open(`from which VPC it is asked for is not known`, 'the VPC of the instance')]);
  if (!endpoints.known) return anywhere(name, [notAnswered(endpoints.unread)]);
  const own = endpoints.value.filter(
    (each) => isServiceOf(service, each.serviceName, region) && mayBeInUse(each),
  );
  const interfaces = own.filter(({ type }) => type === 'Interface');
  const gateways = own.filter(({ type }) => type === 'Gateway');
  const where: Where = { vpcId, network };
  const publicly = publicAddresses(gateways, endpoints.value, where);
  if (interfaces.length === 0) {
    return { destination: { name, services: https, sides: [], surely: false, ...publicly }, endpoints: [] };
  }
  const dns = dnsDoubts(vpcId, network);
  const named = interfaces.filter(({ state, privateDns }) => isAvailable(state) && privateDns === true);
  // With both kinds, which of them names lead to is a setting of its own ("private DNS only for inbound resolver").
  const surely = named.length > 0 && gateways.length === 0 && dns.length === 0;
  const inUse = surely ? named : interfaces;
  const inside = at(name, inUse, where);
  if (surely) return { destination: inside, endpoints: inUse };
  const ids = interfaces.map(({ id }) => id).join(', ');
  const unsure = open(
    `whether the name of ${service.name} leads to ${ids} is not known`,
    `private DNS of ${ids}, and DNS support and DNS hostnames of ${vpcId}`,
  );
  return {
    destination: {
      ...{ ...inside, surely: false },
      addresses: union(inside.addresses, publicly.addresses),
      doubts: [...dns, unsure, ...inside.doubts, ...publicly.doubts],
    },
    endpoints: inUse,
  };
}

/** As `findService`, without the endpoints. */
export const locateService = (wanted: Wanted, network: Network): Destination =>
  findService(wanted, network).destination;

/**
 * Where the VPC endpoint is that a host names: `vpce-0a1b-2c3d.secretsmanager.eu-west-1.vpce.amazonaws.com`, or one of
 * its zones, `vpce-0a1b-2c3d-eu-west-1a…`. Null for other hosts. (AWS PrivateLink Guide, *Access an AWS service using
 * an interface VPC endpoint*, "DNS hostnames")
 */
export function findEndpointHost(
  host: string,
  { name, vpcId }: Pick<Wanted, 'name' | 'vpcId'>,
  network: Network,
): LocatedService | null {
  const [, label = ''] =
    /^(vpce-[0-9a-z-]+)\.(?:[0-9a-z-]+\.)+vpce\.amazonaws\.com(?:\.cn)?\.?$/i.exec(host) ?? [];
  const id = label.toLowerCase().split('-').slice(0, 2).join('-');
  if (id === '') return null;
  const endpoints = vpcId === null ? null : network.facts.vpcEndpointsOf(vpcId);
  if (endpoints?.known === false) return anywhere(name, [notAnswered(endpoints.unread)]);
  const endpoint = endpoints?.value.find((each) => each.id === id && mayBeInUse(each));
  if (endpoint === undefined || vpcId === null) {
    const why = `${id} is not among the VPC endpoints of ${vpcId ?? 'the VPC of the instance, which is not known'}`;
    return anywhere(name, [open(why, `the VPC endpoint ${id}`)]);
  }
  const subnets = network.subnets(vpcId);
  const zone = subnets.known
    ? subnets.value.find((each) => each.zone !== null && label.toLowerCase().endsWith(`-${each.zone}`))?.zone
    : undefined;
  const inZone = (subnetId: string): boolean =>
    zone === undefined ||
    (subnets.known && subnets.value.some((each) => each.id === subnetId && each.zone === zone));
  const named = { ...endpoint, subnetIds: endpoint.subnetIds.filter(inZone) };
  return { destination: at(name, [named], { vpcId, network }), endpoints: [endpoint] };
}

/** EC2 writes the state in either case (EC2 API, VpcEndpoint). */
export const isAvailable = (state: string | null): boolean => state?.toLowerCase() === 'available';

const gone = ['deleting', 'deleted', 'failed', 'rejected', 'expired'];

const mayBeInUse = ({ state }: VpcEndpoint): boolean => state === null || !gone.includes(state.toLowerCase());

/** "To use private DNS, you must enable DNS hostnames and DNS resolution for your VPC." */
function dnsDoubts(vpcId: string, { facts }: Network): readonly Doubt[] {
  const vpc = facts.vpc(vpcId);
  if (!vpc.known) return [notAnswered(vpc.unread)];
  if (vpc.value === null) return [open(`EC2 knows no VPC ${vpcId}`, `the VPC ${vpcId}`)];
  return [vpc.value.dnsSupport, vpc.value.dnsHostnames].flatMap((lookup): readonly Doubt[] => {
    if (!lookup.known) return [notAnswered(lookup.unread)];
    const off = `DNS support or DNS hostnames of ${vpcId} are off, so that private names do not hold there`;
    return lookup.value ? [] : [open(off, `DNS support and DNS hostnames of ${vpcId} switched on`)];
  });
}

interface Located {
  readonly addresses: AddressSet;
  readonly doubts: readonly Doubt[];
}

interface Where {
  readonly vpcId: string;
  readonly network: Network;
}

const anywhere = (name: string, doubts: readonly Doubt[]): LocatedService => ({
  ...{ destination: { name, services: https, addresses: everyIpv4, sides: [], surely: false, doubts } },
  endpoints: [],
});

/** At one of these interface endpoints. */
function at(name: string, endpoints: readonly VpcEndpoint[], where: Where): Destination {
  const { vpcId } = where;
  const sides = endpoints.map(({ id, subnetIds, groupIds }) => ({ name: id, vpcId, subnetIds, groupIds }));
  return { ...{ name, services: https, surely: true, sides }, ...addressesOf(endpoints, where) };
}

/** They have an address in each of their subnets. */
function addressesOf(endpoints: readonly VpcEndpoint[], { vpcId, network }: Where): Located {
  const subnets = network.subnets(vpcId);
  if (!subnets.known) return { addresses: everyIpv4, doubts: subnets.doubts };
  const ids = new Set(endpoints.flatMap(({ subnetIds }) => subnetIds));
  const own = subnets.value.filter(({ id }) => ids.has(id));
  const isWhole = ids.size > 0 && own.length === ids.size && own.every(({ addresses }) => addresses !== null);
  const untold = open(
    `in which subnets ${endpoints.map(({ id }) => id).join(', ')} is is not known`,
    'its subnets',
  );
  return {
    // Of IPv4, as those of the services are taken to be everywhere here.
    addresses: isWhole
      ? intersection(union(...own.map(({ addresses }) => addresses ?? noAddress)), everyIpv4)
      : everyIpv4,
    doubts: [...own.flatMap(({ doubts }) => doubts), ...(isWhole ? [] : [untold])],
  };
}

/** Those that its own gateway endpoints route; else any of the internet that no other service's do. */
function publicAddresses(
  gateways: readonly VpcEndpoint[],
  endpoints: readonly VpcEndpoint[],
  where: Where,
): Located {
  const own = routedTo(gateways, where);
  // A part of its lists is not where it is.
  if (own.addresses.length > 0 && own.doubts.length === 0) return own;
  const others = routedTo(
    endpoints.filter((each) => each.type === 'Gateway' && !gateways.includes(each)),
    where,
  );
  const rest = difference(internetIpv4, others.addresses);
  return {
    // Lists that hold all of the internet tell nothing.
    addresses: rest.length > 0 ? rest : internetIpv4,
    doubts: [...own.doubts, ...others.doubts],
  };
}

/** What route tables of the VPC lead to these gateway endpoints: each is routed by a prefix list. */
function routedTo(gateways: readonly VpcEndpoint[], { vpcId, network }: Where): Located {
  const { facts } = network;
  const tables = facts.routeTablesOf(vpcId);
  if (gateways.length === 0) return { addresses: noAddress, doubts: [] };
  if (!tables.known) return { addresses: noAddress, doubts: [notAnswered(tables.unread)] };
  const ids = new Set(gateways.map(({ id }) => id));
  const lists = tables.value.flatMap(({ routes }) =>
    routes.flatMap(({ target, destination }) =>
      target.kind === 'vpc-endpoint' && ids.has(target.id) ? [destination] : [],
    ),
  );
  const found = [...new Set(lists)].map((id): Located => {
    if (!id.startsWith('pl-')) return { addresses: fromCidr(id) ?? noAddress, doubts: [] };
    const list = facts.prefixList(id);
    if (!list.known) return { addresses: noAddress, doubts: [notAnswered(list.unread)] };
    return {
      addresses: fromCidrs(list.value?.cidrs ?? []),
      doubts: [],
    };
  });
  return {
    addresses: union(...found.map(({ addresses }) => addresses)),
    doubts: found.flatMap(({ doubts }) => doubts),
  };
}
