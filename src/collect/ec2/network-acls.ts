import type { NetworkAclEntry, NetworkAcl as Raw } from '@aws-sdk/client-ec2';
import type { Table } from '../../model/lookup.ts';
import type { AclEntry, NetworkAcl } from '../../model/network.ts';
import { count, MalformedAnswer, objects, required, text, texts, word } from '../fields.ts';
import { askInBatches, type Ec2Source } from './ask-in-batches.ts';

/** The network ACL of each of these subnets: one has exactly one, which others may share. */
export const readNetworkAcls = (
  subnetIds: readonly string[],
  source: Ec2Source,
): Promise<Table<NetworkAcl | null>> =>
  askInBatches<Raw, NetworkAcl>(subnetIds, source, {
    call: 'ec2:DescribeNetworkAcls',
    page: (ec2, batch, marker) => ec2.networkAcls(batch, marker),
    map: (raw) => {
      const acl = toNetworkAcl(raw);
      return acl.subnetIds.map((subnet) => [subnet, acl]);
    },
  });

/** EC2 API, NetworkAcl; each has the two entries that deny the rest. */
function toNetworkAcl(raw: Raw): NetworkAcl {
  if (raw.Entries === undefined) throw new MalformedAnswer('a network ACL without Entries');
  return {
    id: required(raw.NetworkAclId, 'NetworkAclId'),
    vpcId: text(raw.VpcId),
    subnetIds: texts(objects(raw.Associations).map(({ SubnetId }) => SubnetId)),
    entries: objects(raw.Entries).map(toEntry),
  };
}

function toEntry(raw: NetworkAclEntry): AclEntry {
  const number = count(raw.RuleNumber);
  const action = word(raw.RuleAction);
  // Without one of these nobody could say what the ACL does.
  if (number === null || typeof raw.Egress !== 'boolean' || (action !== 'allow' && action !== 'deny'))
    throw new MalformedAnswer('an entry of a network ACL without its number, direction or action');
  const { PortRange: ports, IcmpTypeCode: icmp } = raw;
  return {
    number,
    egress: raw.Egress,
    allow: action === 'allow',
    protocol: required(raw.Protocol, 'Protocol'),
    cidr: required(raw.CidrBlock ?? raw.Ipv6CidrBlock, 'CidrBlock'),
    fromPort: count(icmp?.Type ?? ports?.From),
    toPort: count(icmp?.Code ?? ports?.To),
  };
}
