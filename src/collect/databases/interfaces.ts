import type { NetworkInterface as Raw } from '@aws-sdk/client-ec2';
import type { Database } from '../../model/databases.ts';
import type { Databases } from '../../model/snapshot.ts';
import type { InterfaceFilter } from '../clients/ec2.ts';
import { publicAddressesOf, toNetworkInterface } from '../ec2/network-interfaces.ts';
import { objects, text, texts } from '../fields.ts';
import { askByFilter, type DatabaseSource, joined } from './ask-for.ts';
import type { Meaning } from './host-meaning.ts';
import { nameOf } from './name-of.ts';

/**
 * What stands at addresses, in whatever VPC: an instance, or something else that only its interface is known
 * of. An interface tells all that an instance would of it, and more exactly.
 */
export async function readInterfaces(
  meanings: readonly Meaning[],
  source: DatabaseSource,
): Promise<Databases> {
  const idsOf = (kind: Meaning['kind']) =>
    meanings.flatMap((each) => (each.kind === kind && 'id' in each ? [each.id] : []));
  const questions: readonly (readonly [InterfaceFilter, readonly string[]])[] = [
    ['addresses.private-ip-address', idsOf('ipv4')],
    ['addresses.association.public-ip', idsOf('ipv4').filter((address) => !isPrivate(address))],
    ['ipv6-addresses.ipv6-address', idsOf('ipv6')],
    ['attachment.instance-id', idsOf('ec2-instance')],
  ];
  const found = joined(
    await Promise.all(
      questions.map(([by, values]) =>
        askByFilter<Raw, Database>(values, source, {
          call: 'ec2:DescribeNetworkInterfaces',
          absent: /NotFound$/,
          page: async (batch, marker) =>
            (await source.clients.ec2(source.region)).networkInterfaces(by, batch, marker),
          map: toDatabase,
        }),
      ),
    ),
  );
  const unique = [
    ...new Map(found.items.map((each) => [`${each.id} ${each.subnetIds.join()}`, each])).values(),
  ];
  const of = (type: Database['type']) => ({ ...found, items: unique.filter((each) => each.type === type) });
  return {
    'AWS::EC2::Instance': of('AWS::EC2::Instance'),
    'AWS::EC2::NetworkInterface': of('AWS::EC2::NetworkInterface'),
  };
}

/** Addresses that the internet does not carry (RFC 1918): no interface has one of them as its public one. */
const isPrivate = (address: string): boolean => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);

/** EC2 API, NetworkInterface. */
function toDatabase(raw: Raw): Database {
  const found = toNetworkInterface(raw);
  const instance = text(raw.Attachment?.InstanceId);
  const publicAddresses = publicAddressesOf(raw);
  const hosts = texts([
    raw.PrivateDnsName,
    raw.Association?.PublicDnsName,
    ...objects(raw.PrivateIpAddresses).flatMap((each) => [
      each.PrivateDnsName,
      each.Association?.PublicDnsName,
    ]),
  ]);
  return {
    type: instance === null ? 'AWS::EC2::NetworkInterface' : 'AWS::EC2::Instance',
    id: instance ?? found.id,
    arn: null,
    names: [...new Set(hosts)].flatMap((host) => nameOf(host, null, null)),
    vpcId: found.vpcId,
    subnetIds: texts([found.subnetId]),
    groupIds: found.groupIds,
    privateAddresses: [...found.privateAddresses, ...found.ipv6Addresses],
    publicAddresses,
    publiclyAccessible: publicAddresses.length > 0,
    status: text(raw.Status),
  };
}
