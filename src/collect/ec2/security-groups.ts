import type { IpPermission, SecurityGroup as Raw } from '@aws-sdk/client-ec2';
import type { Table } from '../../model/lookup.ts';
import type { GroupRule, Peer, SecurityGroup } from '../../model/network.ts';
import { count, MalformedAnswer, objects, required, text } from '../fields.ts';
import { askInBatches, type Ec2Source } from './ask-in-batches.ts';

/** These groups, and those of this account that their rules name: each is asked for once. */
export async function readSecurityGroups(
  ids: readonly string[],
  account: string,
  source: Ec2Source,
): Promise<Table<SecurityGroup | null>> {
  const own = await ask(ids, account, source);
  const named = Object.values(own).flatMap((group) =>
    group.known && group.value !== null ? peersOf(group.value) : [],
  );
  const others = named.flatMap((peer) =>
    peer.kind === 'group' && peer.account === null && !Object.hasOwn(own, peer.id) ? [peer.id] : [],
  );
  return { ...own, ...(await ask(others, account, source)) };
}

const ask = (
  ids: readonly string[],
  account: string,
  source: Ec2Source,
): Promise<Table<SecurityGroup | null>> =>
  askInBatches<Raw, SecurityGroup>(ids, source, {
    call: 'ec2:DescribeSecurityGroups',
    page: (ec2, batch, marker) => ec2.securityGroups(batch, marker),
    map: (raw) => {
      const group = toSecurityGroup(raw, account);
      return [[group.id, group]];
    },
  });

/** The id of the default group of each of these VPCs, which nobody can delete. (VPC User Guide, *Default security groups*) */
export const readDefaultGroups = (
  vpcIds: readonly string[],
  source: Ec2Source,
): Promise<Table<string | null>> =>
  askInBatches<Raw, string>(vpcIds, source, {
    call: 'ec2:DescribeSecurityGroups',
    page: (ec2, batch, marker) => ec2.defaultGroups(batch, marker),
    map: ({ VpcId, GroupId }) => [[required(VpcId, 'VpcId'), required(GroupId, 'GroupId')]],
  });

/** The other sides of all rules of a group. */
export const peersOf = ({ ingress, egress }: SecurityGroup): readonly Peer[] =>
  [...ingress, ...egress].flatMap(({ peers }) => peers);

/** EC2 API, SecurityGroup. */
const toSecurityGroup = (raw: Raw, account: string): SecurityGroup => ({
  id: required(raw.GroupId, 'GroupId'),
  name: text(raw.GroupName),
  vpcId: text(raw.VpcId),
  ingress: rules(raw.IpPermissions, 'IpPermissions', account),
  egress: rules(raw.IpPermissionsEgress, 'IpPermissionsEgress', account),
});

/** EC2 always has both lists; one that is absent is not an empty one. */
function rules(
  permissions: readonly IpPermission[] | undefined,
  field: string,
  account: string,
): readonly GroupRule[] {
  if (permissions === undefined) throw new MalformedAnswer(`a security group without ${field}`);
  return objects(permissions).map((permission) => toRule(permission, account));
}

const toRule = (raw: IpPermission, account: string): GroupRule => ({
  protocol: required(raw.IpProtocol, 'IpProtocol'),
  fromPort: count(raw.FromPort),
  toPort: count(raw.ToPort),
  peers: [
    ...objects(raw.IpRanges).map(({ CidrIp }) => address(CidrIp)),
    ...objects(raw.Ipv6Ranges).map(({ CidrIpv6 }) => address(CidrIpv6)),
    ...objects(raw.PrefixListIds).map(
      ({ PrefixListId }): Peer => ({ kind: 'prefix-list', id: required(PrefixListId, 'PrefixListId') }),
    ),
    ...objects(raw.UserIdGroupPairs).map(({ GroupId, UserId }): Peer => {
      const owner = text(UserId);
      return { kind: 'group', id: required(GroupId, 'GroupId'), account: owner === account ? null : owner };
    }),
  ],
});

const address = (cidr: string | undefined): Peer => ({ kind: 'address', cidr: required(cidr, 'CidrIp') });
