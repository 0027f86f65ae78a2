import type { Database } from '../../model/databases.ts';
import type { NamedAddresses } from '../../model/settings.ts';
import { indexedBy } from '../indexed.ts';
import { globMatches } from '../policy/glob.ts';
import { type AddressSet, areDisjoint, everyAddress, everyIpv4, noAddress, union } from './address-set.ts';
import { firstAddress, fromAddress, fromCidr } from './address-text.ts';
import { type Doubt, open } from './doubt.ts';
import type { Destination, Side } from './ends.ts';
import { internetIpv4 } from './internet.ts';
import type { Network } from './network.ts';
import { resolvesPrivately } from './private-names.ts';
import type { ResolvedName } from './resolved-names.ts';
import { addressesFor } from './sender.ts';
import { anyTcpPort, tcp } from './service.ts';

export interface Inventory {
  readonly databases: readonly Database[];
  /** Why there may be more databases. */
  readonly doubts: readonly Doubt[];
  readonly named: readonly NamedAddresses[];
  readonly resolved: ReadonlyMap<string, ResolvedName>;
}

/** A server as an endpoint names it, seen from a VPC. */
export interface Wanted {
  /** As it reads in a sentence. */
  readonly name: string;
  readonly host: string | null;
  readonly port: number | null;
  /** Why host or port is not known. */
  readonly untold: string | null;
  /** Where it is asked from; null: not known. */
  readonly vpcId: string | null;
}

/** Names are the same in either case, and with the dot of the root. (RFC 4343; RFC 1034, 3.1) */
const normalized = (host: string): string => host.toLowerCase().replace(/\.$/, '');

const databasesNamed = indexedBy<Database>(({ names }) => names.map(({ host }) => normalized(host)));

/**
 * Where a server is: among the databases that were read, else where the settings say, else where DNS says.
 * What nobody tells may be anywhere.
 */
export function locate(wanted: Wanted, inventory: Inventory, network: Network): Destination {
  const { name, port, untold } = wanted;
  const services = port === null ? anyTcpPort : tcp(port);
  const found =
    wanted.host === null ? null : placeOf(normalized(wanted.host), { wanted, inventory, network });
  const reason = untold === null ? [] : [open(`${name}: ${untold}`, `host and port of ${name}`)];
  if (found === null) {
    const asked = wanted.host === null ? undefined : inventory.resolved.get(normalized(wanted.host));
    const unanswered = asked === undefined ? '' : `, and ${silence(asked)}`;
    const where = open(
      `nothing that was read tells the address of ${name}${unanswered}`,
      `the address of ${name}`,
    );
    const doubts = [...(reason.length > 0 ? reason : [where]), ...inventory.doubts];
    return { name, services, addresses: everyAddress, sides: [], surely: false, doubts };
  }
  return { name, services, ...found, doubts: [...found.doubts, ...reason] };
}

const silence = ({ error }: ResolvedName): string =>
  error === undefined ? 'DNS has no such name where the scan ran' : `DNS did not answer (${error})`;

type Found = Pick<Destination, 'addresses' | 'sides' | 'surely' | 'doubts'>;

interface Asked {
  readonly wanted: Wanted;
  readonly inventory: Inventory;
  readonly network: Network;
}

function placeOf(host: string, asked: Asked): Found | null {
  const { databases, named, resolved, doubts } = asked.inventory;
  const literal = fromAddress(host);
  if (literal !== null) return at(literal, databases, doubts);
  const { port, vpcId } = asked.wanted;
  // A database that answers on another port is still the one that is meant.
  const byName = databasesNamed(databases, host);
  const matches = byName.filter(({ names }) =>
    names.some(
      (each) => normalized(each.host) === host && (each.port ?? port ?? 0) === (port ?? each.port ?? 0),
    ),
  );
  const [match] = matches.length > 0 ? matches : byName;
  if (match !== undefined) return addressed(match, asked);
  const said = named.filter(
    (each) => (each.vpcId === null || each.vpcId === vpcId) && globMatches(normalized(each.host), host),
  );
  // What is said of a VPC goes before what is said of all.
  const [best] = said.toSorted((one, other) => Number(one.vpcId === null) - Number(other.vpcId === null));
  if (best !== undefined) {
    const ranges = union(...best.addresses.map((text) => fromAddress(text) ?? fromCidr(text) ?? noAddress));
    return ranges.length === 0 ? null : at(ranges, databases, doubts);
  }
  return byDns(resolved.get(host), { host, databases, doubts });
}

/** Any database that has one of these addresses may be the one; what has it in another VPC is not. */
function at(addresses: AddressSet, databases: readonly Database[], doubts: readonly Doubt[]): Found {
  const [range, ...more] = addresses;
  const isOne = range !== undefined && more.length === 0 && range.first === range.last;
  const holders = isOne
    ? databasesAt(databases, firstAddress(addresses) ?? '')
    : databases.filter((database) => addressesOf(database).some((own) => !areDisjoint(own, addresses)));
  return { addresses, sides: holders.map(sideOf), surely: false, doubts };
}

const addressesOf = ({ privateAddresses, publicAddresses }: Database): readonly AddressSet[] => [
  addressesFor(privateAddresses),
  addressesFor(publicAddresses),
];

const databasesAt = indexedBy<Database>(({ privateAddresses, publicAddresses }) =>
  [...privateAddresses, ...publicAddresses].map((text) => firstAddress(fromAddress(text) ?? noAddress)),
);

/** What a private zone answers may be anything, so that only what is the same for every address is certain. */
function byDns(
  answer: ResolvedName | undefined,
  { host, databases, doubts }: Pick<Inventory, 'databases' | 'doubts'> & { readonly host: string },
): Found | null {
  if (answer === undefined || answer.addresses.length === 0) return null;
  const found = at(addressesFor(answer.addresses), databases, doubts);
  if (answer.sameInside) return found;
  const why = open(
    `${host} is ${answer.addresses.join(', ')} in the DNS that the scan asked, and a private hosted zone or a resolver rule may answer otherwise inside the VPC`,
    `the address of ${host} in the settings (endpoint-addresses)`,
  );
  return { ...found, addresses: everyAddress, sides: [], doubts: [why, ...doubts] };
}

const isLoadBalancer = ({ type }: Database): boolean => type === 'AWS::ElasticLoadBalancingV2::LoadBalancer';

const sideOf = (database: Database): Side => {
  const { id: name, vpcId, subnetIds, groupIds } = database;
  return { name, vpcId, subnetIds, groupIds, ...(isLoadBalancer(database) ? { passesOn: true } : {}) };
};

/**
 * The name of a publicly accessible database is private in its own VPC and where the link between the VPCs
 * resolves it so, and public elsewhere. (Amazon RDS User Guide, *Hiding a DB instance in a VPC from the internet*)
 */
function addressed(database: Database, { wanted, network }: Asked): Found {
  const privately = isPrivateFrom(database, wanted, network);
  const isPrivate = privately === true ? true : database.publiclyAccessible === null ? null : privately;
  const own = privateOf(database, network);
  const outside = publicOf(database);
  const doubt = open(
    `whether ${wanted.name} resolves to its private address is not known`,
    `whether ${database.id} is publicly accessible, and DNS resolution between the VPCs`,
  );
  return {
    addresses:
      isPrivate === true ? own.addresses : isPrivate === false ? outside : union(own.addresses, outside),
    sides: [sideOf(database)],
    surely: true,
    doubts: isPrivate === null ? [doubt, ...own.doubts] : isPrivate ? own.doubts : [],
  };
}

/**
 * Whether a name stands for a private address where it is asked: null where that is not known. Names of an
 * internet-facing load balancer are public everywhere, private names of EC2 nowhere. (Application Load Balancers
 * Guide, *Load balancer scheme*; EC2 User Guide, *EC2 instance hostnames and domains*)
 */
function isPrivateFrom(database: Database, { host, vpcId }: Wanted, network: Network): boolean | null {
  if (database.publiclyAccessible === false) return true;
  if (isLoadBalancer(database)) return database.publiclyAccessible === true ? false : null;
  if (/\.(compute|ec2)\.internal$/.test(normalized(host ?? ''))) return true;
  return resolvesPrivately({ from: vpcId, to: database.vpcId }, network.facts);
}

/** Its addresses; where AWS does not tell them, any of its subnets. */
function privateOf(
  { id, privateAddresses, subnetIds, vpcId }: Database,
  network: Network,
): { readonly addresses: AddressSet; readonly doubts: readonly Doubt[] } {
  const told = addressesFor(privateAddresses);
  if (told.length > 0) return { addresses: told, doubts: [] };
  const doubt = open(`the private address of ${id} is not told`, `the network interface of ${id}`);
  const subnets = vpcId === null ? null : network.subnets(vpcId);
  if (subnets?.known !== true) return { addresses: everyIpv4, doubts: [doubt, ...(subnets?.doubts ?? [])] };
  const own = subnets.value.filter((subnet) => subnetIds.includes(subnet.id));
  const ranges = own.map(({ addresses }) => addresses ?? everyIpv4);
  return { addresses: ranges.length === 0 ? everyIpv4 : union(...ranges), doubts: [doubt] };
}

const publicOf = ({ publicAddresses }: Database): AddressSet => {
  const told = addressesFor(publicAddresses);
  return told.length > 0 ? told : internetIpv4;
};
