import { expect } from 'vitest';
import type { Destination, Source } from '../../../src/analysis/network/ends.ts';
import type { Peer } from '../../../src/model/network.ts';
import { anAclEntry, tcpOf } from '../../support/builders.ts';
import { type Change, everything, group, routes } from './configurations.ts';
import { aDestination, aRoute, aSide, aSource, ladder, reachIn } from './estate.ts';

export const deny = (over = {}) =>
  anAclEntry({ number: 90, allow: false, protocol: '6', fromPort: 5432, toPort: 5432, ...over });
export const open = [anAclEntry(), anAclEntry({ egress: false })] as const;
export const without = (destination: string) =>
  routes('rtb-1', (all) => all.filter((each) => each.destination !== destination));
export const more = (
  id: string,
  destination: string,
  ...[target, over]: [Parameters<typeof aRoute>[1], Parameters<typeof aRoute>[2]?]
) => routes(id, (all) => [aRoute(destination, target, over), ...all]);
/** The database lets in these, on its port, and nobody else. */
export const admitting = (...peers: readonly Peer[]): Change =>
  group({ id: 'sg-db', ingress: [tcpOf(5432, ...peers)] });
export const same: Change = (estate) => estate;

export const oneVpc = aDestination('10.1.1.5');
export const peered = aDestination('10.2.0.5', {
  sides: [aSide({ vpcId: 'vpc-2', subnetIds: ['subnet-21'] })],
});
export const transit = aDestination('10.3.0.5', {
  sides: [aSide({ vpcId: 'vpc-3', subnetIds: ['subnet-31'] })],
});
export const onPremises = aDestination('192.168.4.4', { sides: [] });
export const bridged = aDestination('172.20.0.1', { sides: [] });
export const stranger = aDestination('93.184.216.34', { sides: [] });
export const publicly = aDestination('52.9.9.9', {
  sides: [aSide({ vpcId: 'vpc-2', subnetIds: ['subnet-21'], groupIds: ['sg-by-address'] })],
});
export const atPublicSubnet: Partial<Source> = {
  subnets: ['subnet-public'],
  addresses: ['10.1.3.9'],
  publicAddresses: ['52.2.2.2'],
};

export type Case = readonly [
  name: string,
  change: Change,
  destination: Destination,
  /** The hops that do not let it through; none: it is allowed. */
  stops: readonly string[],
  source?: Partial<Source>,
];

export const titled = (cases: readonly Case[]) => cases.map((each) => ({ name: each[0], each }));

export const check = ([, change, destination, stops, source]: Case, configuration: string | null) => {
  const found = reachIn(change(everything), aSource(source), destination);
  const stopping = ladder(found).filter((hop) => hop.startsWith('stopped: ') || hop.startsWith('unknown: '));
  expect(stopping).toEqual(stops);
  const isStopped = stops.some((hop) => hop.startsWith('stopped'));
  expect(found.outcome).toBe(isStopped ? 'stopped' : stops.length > 0 ? 'unknown' : 'allowed');
  if (configuration !== null) expect(found.paths.map((path) => path.configuration)).toEqual([configuration]);
};
