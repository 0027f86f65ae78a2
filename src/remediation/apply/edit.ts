import { known, type Listing, type Lookup, type Table } from '../../model/lookup.ts';
import type { AccountFacts, IamFacts, RegionFacts } from '../../model/snapshot.ts';

/** A snapshot's part with one thing changed; what does not change is shared. */
export type Edit<T> = (value: T) => T;

export function inRegion(account: AccountFacts, region: string, edit: Edit<RegionFacts>): AccountFacts {
  const facts = account.regions[region];
  return facts === undefined
    ? account
    : { ...account, regions: { ...account.regions, [region]: edit(facts) } };
}

/** The same in each audited Region: for what is told in several, such as a bucket or a trail. */
export const inEachRegion = (account: AccountFacts, edit: Edit<RegionFacts>): AccountFacts =>
  Object.keys(account.regions).reduce((whole, region) => inRegion(whole, region, edit), account);

export const inIam = (account: AccountFacts, edit: Edit<IamFacts>): AccountFacts => ({
  ...account,
  iam: edit(account.iam),
});

export const inListing = <T>(listing: Listing<T>, is: (item: T) => boolean, edit: Edit<T>): Listing<T> => ({
  ...listing,
  items: listing.items.map((item) => (is(item) ? edit(item) : item)),
});

/** The answer with what is in it changed; what was not read or is not there stays so. */
export const inLookup = <T>(lookup: Lookup<T | null>, edit: Edit<T>): Lookup<T | null> =>
  lookup.known && lookup.value !== null ? known(edit(lookup.value)) : lookup;

export function inTable<T>(table: Table<T | null>, key: string, edit: Edit<T>): Table<T | null> {
  const lookup = Object.hasOwn(table, key) ? table[key] : undefined;
  return lookup === undefined ? table : withEntry(table, key, inLookup(lookup, edit));
}

/** A table is looked up by its own keys alone, whatever they are called. */
export const withEntry = <T>(table: Table<T>, key: string, value: Lookup<T>): Table<T> =>
  Object.fromEntries([...Object.entries(table).filter(([name]) => name !== key), [key, value]]);
