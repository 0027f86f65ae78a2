import { type Bucket, bucketsOfEndpoint, bucketsOfTask } from '../../model/buckets.ts';
import type { FactName } from '../../model/facts.ts';
import { known, type Lookup, type Table } from '../../model/lookup.ts';
import type { Listings, RegionFacts } from '../../model/snapshot.ts';
import { askedOnce } from '../asked-once.ts';
import type { Clients } from '../clients.ts';
import type { Track } from '../progress.ts';
import { readBucket } from './bucket.ts';
import { isAmong, listOwnBuckets } from './own-buckets.ts';

interface BucketSource {
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  /** Where S3 is asked about what it does not tell the Region of. */
  readonly home: string;
  readonly track: Track;
}

/** What names buckets in a Region. */
export type Naming = Listings & Pick<RegionFacts, 'assessmentBuckets'>;
type ReadBuckets = (naming: Naming, region: string) => Promise<Table<Bucket | null>>;

/** Reads the buckets that DMS resources and assessment runs name, each once for all Regions: a name is S3's, not a Region's. */
export function bucketReader({ clients, facts, home, track }: BucketSource): ReadBuckets {
  if (!facts.has('buckets')) return () => Promise.resolve({});
  const owned = askedOnce(() => listOwnBuckets(clients, home));
  const read = askedOnce(async (name): Promise<Lookup<Bucket | null>> => {
    const own = await owned('');
    const region = own.items.find((each) => each.name === name)?.region ?? null;
    const told = await readBucket(clients, region ?? home, name);
    if (!told.known) return told;
    if (told.value === null) return known(null);
    return known({ isOwn: isAmong(own, name), region, ...told.value });
  });
  return async (naming, region) => {
    const names = bucketsNamed(naming);
    return Object.fromEntries(
      await Promise.all(
        names.map(
          async (name) => [name, await track(region, 's3:GetBucketPolicyStatus', read(name))] as const,
        ),
      ),
    );
  };
}

export function bucketsNamed({
  endpoints,
  tasks,
  serverlessConfigs,
  assessmentBuckets,
}: Naming): readonly string[] {
  const all = [
    ...endpoints.items.flatMap(bucketsOfEndpoint),
    ...[...tasks.items, ...serverlessConfigs.items].flatMap(bucketsOfTask),
    ...assessmentBuckets.items.map(({ bucket }) => bucket),
  ];
  return [...new Set(all)].sort();
}
