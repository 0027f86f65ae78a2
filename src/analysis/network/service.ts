import { oncePer } from '../once.ts';
/**
 * A service is a protocol with a port, as one number, so that protocols and ports together are ranges of
 * numbers: `protocol × 65536 + port`. ICMP has a type and a code in place of a port (`type × 256 + code`);
 * a protocol that has neither always takes its 65536 numbers together.
 */
export interface ServiceRange {
  readonly first: number;
  readonly last: number;
}

const ports = 65_536;

/** IANA protocol numbers by the names that EC2 gives them (EC2 API, IpPermission, `IpProtocol`). */
const numberOf = new Map([
  ['icmp', 1],
  ['tcp', 6],
  ['udp', 17],
  ['icmpv6', 58],
]);
const nameOf = new Map([...numberOf].map(([name, number]) => [number, name]));

export const everyService: ServiceRange = { first: 0, last: 256 * ports - 1 };

const ofProtocol = (protocol: number, from: number, to: number): ServiceRange => ({
  first: protocol * ports + from,
  last: protocol * ports + to,
});

export const tcp = (from: number, to: number = from): ServiceRange => ofProtocol(6, from, to);
/** Where a server may listen: nobody can on port 0. */
export const anyTcpPort: ServiceRange = tcp(1, ports - 1);
export const anyUdpPort: ServiceRange = ofProtocol(17, 1, ports - 1);

/**
 * The services that a rule of a group or an entry of an ACL names; null if the protocol is not known.
 * (EC2 API, IpPermission and NetworkAclEntry: `-1` is everything; a port, type or code of -1 is all of them)
 */
export function serviceRange(protocol: string, from: number | null, to: number | null): ServiceRange | null {
  if (protocol === '-1') return everyService;
  const number = numberOf.get(protocol) ?? (/^\d{1,3}$/.test(protocol) ? Number(protocol) : 256);
  if (number > 255) return null;
  if (number === 1 || number === 58) return icmpRange(number, from ?? -1, to ?? -1);
  const hasPorts = number === 6 || number === 17;
  if (!hasPorts || from === null || to === null || from < 0) return ofProtocol(number, 0, ports - 1);
  return from <= to && to < ports ? ofProtocol(number, from, to) : null;
}

function icmpRange(protocol: number, type: number, code: number): ServiceRange | null {
  if (type < 0) return ofProtocol(protocol, 0, ports - 1);
  if (type > 255 || code > 255) return null;
  return code < 0
    ? ofProtocol(protocol, type * 256, type * 256 + 255)
    : ofProtocol(protocol, type * 256 + code, type * 256 + code);
}

/**
 * `all traffic`, `tcp 5432`, `tcp 1024–65535`, `udp, all ports`, `protocol 50`, `icmp type 8`: different
 * services are told differently.
 */
export const describeServices = oncePer(textOf);

function textOf({ first, last }: ServiceRange): string {
  if (first === everyService.first && last === everyService.last) return 'all traffic';
  const protocol = Math.floor(first / ports);
  const end = Math.floor(last / ports);
  const [from, to] = [first % ports, last % ports];
  if (protocol === end) return oneProtocol(protocol, from, to);
  const wholeFrom = from === 0 ? protocol : protocol + 1;
  const wholeTo = to === ports - 1 ? end : end - 1;
  return [
    ...(from === 0 ? [] : [oneProtocol(protocol, from, ports - 1)]),
    ...(wholeFrom < wholeTo ? [`protocols ${wholeFrom}–${wholeTo}`] : []),
    ...(wholeFrom === wholeTo ? [oneProtocol(wholeFrom, 0, ports - 1)] : []),
    ...(to === ports - 1 ? [] : [oneProtocol(end, 0, to)]),
  ].join(', ');
}

function oneProtocol(protocol: number, from: number, to: number): string {
  const name = nameOf.get(protocol);
  if (name === undefined) return `protocol ${protocol}`;
  const hasPorts = name === 'tcp' || name === 'udp';
  if (from === 0 && to === ports - 1) return hasPorts ? `${name}, all ports` : name;
  if (!hasPorts) return `${name} ${typesText(from, to)}`;
  return from === to ? `${name} ${from}` : `${name} ${from}–${to}`;
}

function typesText(from: number, to: number): string {
  const [type, lastType] = [Math.floor(from / 256), Math.floor(to / 256)];
  const [code, lastCode] = [from % 256, to % 256];
  if (code === 0 && lastCode === 255) return type === lastType ? `type ${type}` : `types ${type}–${lastType}`;
  return from === to
    ? `type ${type} code ${code}`
    : `type ${type} code ${code} to type ${lastType} code ${lastCode}`;
}
