import { known, type Lookup } from '../../model/lookup.ts';
import type { PrefixList } from '../../model/network.ts';
import type { Ec2 } from '../clients/ec2.ts';
import type { Clients } from '../clients.ts';
import { required } from '../fields.ts';
import { pageThrough, whole } from '../page-through.ts';

/** EC2's codes for what does not exist: `InvalidPrefixListID.NotFound` (EC2 API, *Error codes*). */
const notFound = /^Invalid\w+\.?NotFound$/i;

/** EC2 GetManagedPrefixListEntries; null: this account knows no such list. */
export async function readPrefixList(
  ec2: Ec2,
  { limit }: Clients,
  id: string,
): Promise<Lookup<PrefixList | null>> {
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
