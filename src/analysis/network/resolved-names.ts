import type { Table } from '../../model/lookup.ts';
import { oncePer } from '../once.ts';
import { areDisjoint, union } from './address-set.ts';
import { internetIpv4, internetIpv6 } from './internet.ts';
import { addressesFor } from './sender.ts';

/** What DNS answered, where it was asked at all. */
export interface ResolvedName {
  /** None: there is no such name, or DNS did not answer. */
  readonly addresses: readonly string[];
  /** It is known that no private hosted zone and no resolver rule answers otherwise inside the VPC. */
  readonly sameInside: boolean;
  /** Why DNS did not answer. */
  readonly error?: string;
}

const internet = union(internetIpv4, internetIpv6);

/** The domains in which AWS names databases, load balancers and VPC endpoints. */
const domainsOfAws = ['.amazonaws.com', '.amazonaws.com.cn'];

/**
 * What DNS answered where the scan ran. Inside a VPC a private hosted zone or a resolver rule may answer otherwise, and
 * nothing that is read tells which there are. The names that AWS gives to what it runs are taken to be AWS's own to
 * answer, as those of databases that were read are: private addresses of them are the same everywhere, and public ones
 * are private in the VPC of the database. (Amazon RDS User Guide, *Hiding a DB instance in a VPC from the internet*)
 */
export const resolvedIn = oncePer(
  (names: Table<readonly string[]>): ReadonlyMap<string, ResolvedName> =>
    new Map(
      Object.entries(names).map(([host, lookup]): readonly [string, ResolvedName] => {
        if (!lookup.known) return [host, { addresses: [], sameInside: false, error: lookup.unread.error }];
        const isOfAws = domainsOfAws.some((domain) => host.endsWith(domain));
        const sameInside = isOfAws && areDisjoint(addressesFor(lookup.value), internet);
        return [host, { addresses: lookup.value, sameInside }];
      }),
    ),
);
