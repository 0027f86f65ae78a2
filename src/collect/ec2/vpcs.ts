import type { Vpc as Raw } from '@aws-sdk/client-ec2';
import { known, type Lookup, type Table } from '../../model/lookup.ts';
import type { Vpc } from '../../model/vpc.ts';
import { ask } from '../ask.ts';
import { flag, MalformedAnswer, objects, required, text, texts, word } from '../fields.ts';
import { askInBatches, type Ec2Source } from './ask-in-batches.ts';

type Dns = Pick<Vpc, 'dnsSupport' | 'dnsHostnames'>;

/** These VPCs. EC2 tells of their DNS one by one; none waits for another. */
export async function readVpcs(ids: readonly string[], source: Ec2Source): Promise<Table<Vpc | null>> {
  const wanted = [...new Set(ids)];
  const [vpcs, dns] = await Promise.all([
    askInBatches<Raw, Omit<Vpc, keyof Dns>>(wanted, source, {
      call: 'ec2:DescribeVpcs',
      page: (ec2, batch, marker) => ec2.vpcs(batch, marker),
      map: (raw) => {
        const vpc = toVpc(raw);
        return [[vpc.id, vpc]];
      },
    }),
    Promise.all(wanted.map(async (id) => [id, await dnsOf(id, source)] as const)),
  ]);
  return Object.fromEntries(
    dns.flatMap(([id, its]): readonly (readonly [string, Lookup<Vpc | null>])[] => {
      const vpc = vpcs[id];
      if (vpc === undefined) return [];
      if (!vpc.known) return [[id, vpc]];
      return [[id, known(vpc.value === null ? null : { ...vpc.value, ...its })]];
    }),
  );
}

/** EC2 API, Vpc: its ranges, without those that are being taken away. */
function toVpc(raw: Raw): Omit<Vpc, keyof Dns> {
  const ranges = [
    ...objects(raw.CidrBlockAssociationSet)
      .filter(({ CidrBlockState }) => isAssociated(CidrBlockState?.State))
      .map(({ CidrBlock }) => CidrBlock),
    ...objects(raw.Ipv6CidrBlockAssociationSet)
      .filter(({ Ipv6CidrBlockState }) => isAssociated(Ipv6CidrBlockState?.State))
      .map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  ];
  return {
    id: required(raw.VpcId, 'VpcId'),
    account: text(raw.OwnerId),
    cidrs: [...new Set(texts([raw.CidrBlock, ...ranges]))],
  };
}

/** The state of a range; one that is not told counts. */
export const isAssociated = (state: unknown): boolean => (word(state) ?? 'associated') === 'associated';

async function dnsOf(id: string, { clients, region, track }: Ec2Source): Promise<Dns> {
  const ec2 = await clients.ec2(region);
  const call = 'ec2:DescribeVpcAttribute';
  const attribute = (name: 'enableDnsSupport' | 'enableDnsHostnames'): Promise<Lookup<boolean>> =>
    track(
      region,
      call,
      ask(clients.limit, { call, resource: id }, async () => {
        const answer = await ec2.vpcAttribute(id, name);
        const value = flag(
          (name === 'enableDnsSupport' ? answer.EnableDnsSupport : answer.EnableDnsHostnames)?.Value,
        );
        if (value === null) throw new MalformedAnswer(`an attribute of a VPC without ${name}`);
        return value;
      }),
    );
  const [dnsSupport, dnsHostnames] = await Promise.all([
    attribute('enableDnsSupport'),
    attribute('enableDnsHostnames'),
  ]);
  return { dnsSupport, dnsHostnames };
}
