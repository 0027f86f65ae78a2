import type { Tag } from '@aws-sdk/client-database-migration-service';
import { known, type Lookup, type Table, unread } from '../model/lookup.ts';
import { ask } from './ask.ts';
import type { Dms } from './clients/dms.ts';
import type { Clients } from './clients.ts';
import { MalformedAnswer, required } from './fields.ts';
import type { Track } from './progress.ts';

type Tags = Readonly<Record<string, string>>;
type Entry = readonly [arn: string, tags: Lookup<Tags>];

interface TagSource {
  readonly clients: Clients;
  readonly region: string;
  readonly track: Track;
}

const call = 'dms:ListTagsForResource';

/** The API states no limit for `ResourceArnList`; this many are answered. */
const batchSize = 50;

/** DMS ListTagsForResource for many resources, in batches. */
export async function collectTags(
  arns: readonly string[],
  { clients, region, track }: TagSource,
): Promise<Table<Tags>> {
  const dms = await clients.dms(region);
  const wanted = [...new Set(arns)];
  const batches = Array.from({ length: Math.ceil(wanted.length / batchSize) }, (_, index) =>
    wanted.slice(index * batchSize, (index + 1) * batchSize),
  );
  const entries = await Promise.all(
    batches.map((batch) => track(region, call, tagsOfBatch(batch, dms, clients))),
  );
  return Object.fromEntries(entries.flat());
}

async function tagsOfBatch(arns: readonly string[], dms: Dms, { limit }: Clients): Promise<readonly Entry[]> {
  const answer = await ask(limit, { call, resource: null }, async () =>
    byArn(arns, await dms.tagsOfAll(arns)),
  );
  // A resource that is gone by now, or an answer that does not say whose a tag is, spoils the whole batch.
  if (!answer.known && ['ResourceNotFoundFault', 'MalformedAnswer'].includes(answer.unread.error)) {
    return Promise.all(
      arns.map(async (arn): Promise<Entry> => {
        const tags = ask(limit, { call, resource: arn }, async () => toTags(await dms.tagsOf(arn)));
        return [arn, await tags];
      }),
    );
  }
  return arns.map((arn): Entry => {
    if (!answer.known) return [arn, unread({ ...answer.unread, resource: arn })];
    return [arn, known(toTags(answer.value.get(arn) ?? []))];
  });
}

function byArn(
  arns: readonly string[],
  tags: readonly Tag[] | undefined,
): ReadonlyMap<string, readonly Tag[]> {
  const found = new Map<string, Tag[]>(arns.map((arn) => [arn, []]));
  for (const tag of listed(tags)) {
    const own = found.get(required(tag.ResourceArn, 'ResourceArn'));
    if (own === undefined) throw new MalformedAnswer('a tag of a resource that was not asked about');
    required(tag.Key, 'Key');
    own.push(tag);
  }
  return found;
}

/** A tag may have no value, but never no key. */
const toTags = (tags: readonly Tag[] | undefined): Tags =>
  Object.fromEntries(listed(tags).map(({ Key, Value }) => [required(Key, 'Key'), Value ?? '']));

function listed(tags: readonly Tag[] | undefined): readonly Tag[] {
  if (!Array.isArray(tags)) throw new MalformedAnswer('an answer without TagList');
  return tags as readonly Tag[];
}
