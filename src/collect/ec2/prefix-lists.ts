import { known, type Lookup, type Table } from '../../model/lookup.ts';
import type { PrefixList } from '../../model/network.ts';
import type { Ec2 } from '../clients/ec2.ts';
import type { Clients } from '../clients.ts';
import { required } from '../fields.ts';
import { pageThrough, whole } from '../page-through.ts';
import type { Ec2Source } from './ask-in-batches.ts';

/** EC2's codes for what does not exist: `InvalidPrefixListID.NotFound` (EC2 API, *Error codes*). */
const notFound = /^Invalid\w+\.?NotFound$/i;

/** These prefix lists, each on its own: there is no filter for entries. */
export async function readPrefixLists(
  ids: readonly string[],
  { clients, region, track }: Ec2Source,
): Promise<Table<PrefixList | null>> {
  const read = async (id: string) => readPrefixList(await clients.ec2(region), clients, id);
  const call = 'ec2:GetManagedPrefixListEntries';
  const wanted = [...new Set(ids)].sort();
  return Object.fromEntries(
    await Promise.all(wanted.map(async (id) => [id, await track(region, call, read(id))] as const)),
  );
}

/** EC2 GetManagedPrefixListEntries; null: this account knows no such list. */
async function readPrefixList(ec2: Ec2, { limit }: Clients, id: string): Promise<Lookup<PrefixList | null>> {
  const cidrs = whole(
    await pageThrough(limit, {
      question: { call: 'ec2:GetManagedPrefixListEntries', resource: id },
      page: (marker) => ec2.prefixListEntries(id, marker),
      map: ({ Cidr }) => required(Cidr, 'Cidr'),
    }),
  );
  if (cidrs.known) return known({ id, cidrs: cidrs.value });
  return notFound.test(cidrs.unread.error) ? known(null) : cidrs;
}
