import type {
  VpcPeeringConnection as Raw,
  VpcPeeringConnectionVpcInfo as RawSide,
} from '@aws-sdk/client-ec2';
import { known, type Lookup, type Table } from '../../model/lookup.ts';
import type { Peering, PeeringSide } from '../../model/vpc.ts';
import { flag, objects, required, text, texts, word } from '../fields.ts';
import { askForLists, type Ec2Source } from './ask-in-batches.ts';

/** The peerings of each of these VPCs: two questions, for filters of one question narrow each other. */
export async function readPeerings(
  vpcIds: readonly string[],
  source: Ec2Source,
): Promise<Table<readonly Peering[]>> {
  const [requested, accepted] = await Promise.all([
    askBySide('requester', vpcIds, source),
    askBySide('accepter', vpcIds, source),
  ]);
  return Object.fromEntries(
    Object.entries(requested).map(([id, own]) => [id, together(own, accepted[id] ?? own)]),
  );
}

const askBySide = (
  side: 'requester' | 'accepter',
  vpcIds: readonly string[],
  source: Ec2Source,
): Promise<Table<readonly Peering[]>> =>
  askForLists<Raw, Peering>(vpcIds, source, {
    call: 'ec2:DescribeVpcPeeringConnections',
    page: (ec2, batch, marker) => ec2.peerings(side, batch, marker),
    map: (raw) => {
      const peering = toPeering(raw);
      const { vpcId } = peering[side];
      return vpcId === null ? [] : [[vpcId, peering]];
    },
  });

function together<T extends { readonly id: string }>(
  some: Lookup<readonly T[]>,
  others: Lookup<readonly T[]>,
): Lookup<readonly T[]> {
  if (!some.known) return some;
  if (!others.known) return others;
  return known([...new Map([...some.value, ...others.value].map((each) => [each.id, each])).values()]);
}

/** EC2 API, VpcPeeringConnection. */
const toPeering = (raw: Raw): Peering => ({
  id: required(raw.VpcPeeringConnectionId, 'VpcPeeringConnectionId'),
  status: word(raw.Status?.Code),
  requester: toSide(raw.RequesterVpcInfo),
  accepter: toSide(raw.AccepterVpcInfo),
});

/** EC2 API, VpcPeeringConnectionVpcInfo; ranges and options are told once the peering is active. */
const toSide = (raw: RawSide | undefined): PeeringSide => ({
  vpcId: text(raw?.VpcId),
  account: text(raw?.OwnerId),
  region: text(raw?.Region),
  cidrs: [
    ...new Set(
      texts([
        raw?.CidrBlock,
        ...objects(raw?.CidrBlockSet).map(({ CidrBlock }) => CidrBlock),
        ...objects(raw?.Ipv6CidrBlockSet).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
      ]),
    ),
  ],
  resolvesForPeer: flag(raw?.PeeringOptions?.AllowDnsResolutionFromRemoteVpc),
});
