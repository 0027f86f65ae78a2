import { known } from '../../model/lookup.ts';
import type {
  AclEntry,
  GroupRule,
  NetworkAcl,
  NetworkInterface,
  SecurityGroup,
} from '../../model/network.ts';
import type { SubnetGroup } from '../../model/resources.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import { dmsArn, vpcId } from './parts.ts';
import { publicSubnetId } from './plan.ts';

const everywhere = [{ kind: 'address', cidr: '0.0.0.0/0' }] as const;
const allTraffic: GroupRule = { protocol: '-1', fromPort: null, toPort: null, peers: everywhere };
export const port = (number: number, peers: GroupRule['peers'] = everywhere): GroupRule => ({
  protocol: 'tcp',
  fromPort: number,
  toPort: number,
  peers,
});

export const group = (
  id: string,
  name: string,
  rules: Pick<SecurityGroup, 'ingress' | 'egress'>,
): SecurityGroup => ({
  id,
  name,
  vpcId,
  ...rules,
});

/** Lets everything out and nothing in. */
export const outbound = group('sg-0f00000000000d115', 'dms-outbound', { ingress: [], egress: [allTraffic] });
/** Opened for a look from home, and never closed again. */
export const withShell = group('sg-0f000000000005e11', 'dms-debug', {
  ingress: [port(22)],
  egress: [allTraffic],
});
/** Lets HTTPS out, and forgets the databases. */
export const httpsOnly = group('sg-0f00000000000443f', 'dms-https', { ingress: [], egress: [port(443)] });

/** What databases carry: their own port, for those who carry the instance's group. */
export const forDatabases = (portOfDatabase: number, admitted: SecurityGroup): SecurityGroup =>
  group('sg-0f000000000000db5', 'databases', {
    ingress: [port(portOfDatabase, [{ kind: 'group', id: admitted.id, account: null }])],
    egress: [allTraffic],
  });

export const entry = (egress: boolean, number: number, allow: boolean): AclEntry => ({
  number,
  egress,
  allow,
  protocol: '-1',
  cidr: '0.0.0.0/0',
  fromPort: null,
  toPort: null,
});

const subnetIds = ['subnet-0f0000000000d115a', 'subnet-0f0000000000d115b'] as const;
/** The first subnet is 10.20.0.0/20, the second 10.20.16.0/20. */
const subnetWith = (address: string): string => subnetIds[Number(address.split('.')[2]) < 16 ? 0 : 1];

export const subnetGroup = (region: string): SubnetGroup => ({
  type: 'AWS::DMS::ReplicationSubnetGroup',
  id: 'dms-private',
  arn: dmsArn(region, 'subgrp:dms-private'),
  roles: [],
  keys: [],
  vpcId,
  subnets: subnetIds.map((id, index) => ({ id, zone: `${region}${['a', 'b'][index] ?? ''}` })),
  readOnly: false,
});

/** The ACL that a VPC begins with: all in, all out. */
const defaultAcl: NetworkAcl = {
  id: 'acl-0f00000000000d115',
  vpcId,
  subnetIds: [...subnetIds, publicSubnetId],
  entries: [true, false].flatMap((egress) => [entry(egress, 100, true), entry(egress, 32_767, false)]),
};

/** An instance's interface: its addresses and the groups on it. */
export interface Standing {
  readonly addresses: readonly string[];
  readonly groups: readonly SecurityGroup[];
}

type NetworkTables = Pick<
  RegionFacts,
  'networkInterfaces' | 'securityGroups' | 'networkAcls' | 'prefixLists'
>;

export function network(...instances: readonly Standing[]): NetworkTables {
  const interfaces = instances.flatMap(({ addresses, groups }) =>
    addresses.map(
      (address): NetworkInterface => ({
        id: `eni-${address.replaceAll('.', '')}`,
        vpcId,
        subnetId: subnetWith(address),
        groupIds: groups.map(({ id }) => id),
        privateAddresses: [address],
        ipv6Addresses: [],
      }),
    ),
  );
  const groups = instances.flatMap((instance) => instance.groups);
  return {
    networkInterfaces: Object.fromEntries(
      interfaces.map((one) => [`${vpcId}/${one.privateAddresses[0] ?? ''}`, known(one)]),
    ),
    securityGroups: Object.fromEntries(groups.map((one) => [one.id, known(one)])),
    networkAcls: Object.fromEntries(defaultAcl.subnetIds.map((id) => [id, known(defaultAcl)])),
    prefixLists: {},
  };
}
