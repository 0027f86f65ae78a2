import { known, type Lookup, type Table } from '../../model/lookup.ts';
import type { PrefixList } from '../../model/network.ts';
import { knownIfAbsent } from '../ask.ts';
import type { Ec2 } from '../clients/ec2.ts';
import type { Clients } from '../clients.ts';
import { eachAsked } from '../each-asked.ts';
import { required } from '../fields.ts';
import { pageThrough, whole } from '../page-through.ts';
import type { Ec2Source } from './ask-in-batches.ts';

const call = 'ec2:GetManagedPrefixListEntries';
/** EC2's codes for what does not exist: `InvalidPrefixListID.NotFound` (EC2 API, *Error codes*). */
const notFound = /^Invalid\w+\.?NotFound$/i;

/** These prefix lists, each on its own: there is no filter for entries. */
export function readPrefixLists(
  ids: readonly string[],
  { clients, region, track }: Ec2Source,
): Promise<Table<PrefixList | null>> {
  const read = async (id: string) => readPrefixList(await clients.ec2(region), clients, id);
  return eachAsked(ids, { call, region, track }, read);
}

/** EC2 GetManagedPrefixListEntries; null: this account knows no such list. */
async function readPrefixList(ec2: Ec2, { limit }: Clients, id: string): Promise<Lookup<PrefixList | null>> {
  const cidrs = whole(
    await pageThrough(limit, {
      question: { call, resource: id },
      page: (marker) => ec2.prefixListEntries(id, marker),
      map: ({ Cidr }) => required(Cidr, 'Cidr'),
    }),
  );
  return cidrs.known ? known({ id, cidrs: cidrs.value }) : knownIfAbsent(cidrs, notFound);
}
