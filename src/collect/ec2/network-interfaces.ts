import type { NetworkInterface as Raw } from '@aws-sdk/client-ec2';
import type { Table } from '../../model/lookup.ts';
import type { NetworkInterface } from '../../model/network.ts';
import type { ReplicationInstance } from '../../model/resources.ts';
import { objects, required, text, texts } from '../fields.ts';
import { askInBatches, type Ec2Source } from './ask-in-batches.ts';

/** The network interfaces behind the private addresses of instances: by VPC too, for VPCs use the same ranges. */
export function readNetworkInterfaces(
  instances: readonly ReplicationInstance[],
  source: Ec2Source,
): Promise<Table<NetworkInterface | null>> {
  const keys = instances.flatMap(({ vpcId, privateAddresses }) =>
    vpcId === null ? [] : privateAddresses.map((address) => `${vpcId}/${address}`),
  );
  return askInBatches<Raw, NetworkInterface>(keys, source, {
    call: 'ec2:DescribeNetworkInterfaces',
    page: (ec2, batch, marker) =>
      ec2.networkInterfaces('addresses.private-ip-address', addressesIn(batch), marker),
    map: (raw) => {
      const found = toNetworkInterface(raw);
      return found.privateAddresses.map((address) => [`${String(found.vpcId)}/${address}`, found]);
    },
  });
}

/** The addresses of such keys: two VPCs may use the same one. */
const addressesIn = (keys: readonly string[]): readonly string[] => [
  ...new Set(keys.map((key) => key.slice(key.indexOf('/') + 1))),
];

/** EC2 API, NetworkInterface. */
export const toNetworkInterface = (raw: Raw): NetworkInterface => ({
  id: required(raw.NetworkInterfaceId, 'NetworkInterfaceId'),
  vpcId: text(raw.VpcId),
  subnetId: text(raw.SubnetId),
  groupIds: texts(objects(raw.Groups).map(({ GroupId }) => GroupId)),
  privateAddresses: [
    ...new Set(
      texts([
        raw.PrivateIpAddress,
        ...objects(raw.PrivateIpAddresses).map(({ PrivateIpAddress }) => PrivateIpAddress),
      ]),
    ),
  ],
  ipv6Addresses: texts(objects(raw.Ipv6Addresses).map(({ Ipv6Address }) => Ipv6Address)),
});

/** The addresses that stand for an interface on the internet. */
export const publicAddressesOf = (raw: Raw): readonly string[] => [
  ...new Set(
    texts([
      raw.Association?.PublicIp,
      ...objects(raw.PrivateIpAddresses).map(({ Association }) => Association?.PublicIp),
    ]),
  ),
];
