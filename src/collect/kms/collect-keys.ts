import type { Assessed } from '../../model/assessments.ts';
import type { FactName } from '../../model/facts.ts';
import { keyUses, normalizeKey } from '../../model/key-view.ts';
import type { KmsKey } from '../../model/keys.ts';
import { known, type Lookup } from '../../model/lookup.ts';
import type { Listings, RegionFacts } from '../../model/snapshot.ts';
import { regionOfArn } from '../arn-region.ts';
import { ask } from '../ask.ts';
import { askedOnce } from '../asked-once.ts';
import type { Clients } from '../clients.ts';
import type { Where } from '../dms/where.ts';
import type { Track } from '../progress.ts';
import { readDetails } from './key-details.ts';
import { type KeyFacts, toKeyFacts } from './metadata.ts';

interface KeySource {
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  readonly track: Track;
}

type KeyTables = Pick<RegionFacts, 'keyReferences' | 'keys'>;
type Described = Lookup<KeyFacts | null>;

/**
 * Reads the keys that the DMS resources of an account name or inherit, and those that other things name, each once
 * for all its Regions: an endpoint can name a key of a bucket elsewhere.
 */
export function keyReader(
  source: KeySource,
): (listings: Listings & Assessed, where: Where, others: readonly string[]) => Promise<KeyTables> {
  if (!source.facts.has('keys')) return () => Promise.resolve({ keyReferences: {}, keys: {} });
  const reader = questionsOf(source);
  return async (listings, where, others) => {
    const place = { ...where, accountId: where.account };
    const named = others.map((key) => normalizeKey(key, place));
    const references = [...new Set([...keyUses(listings, place).keys(), ...named])];
    const aliases = await Promise.all(
      references
        .filter((reference) => !isKeyArn(reference))
        .map(async (alias) => [alias, await reader.describe(alias, where.region)] as const),
    );
    const found = new Map(aliases);
    for (const [, key] of aliases) if (key.known && key.value !== null) found.set(key.value.arn, key);
    // An ARN that an alias led to has its answer already.
    const arns = await Promise.all(
      references
        .filter((reference) => isKeyArn(reference) && !found.has(reference))
        .map(async (arn) => [arn, await reader.describe(arn, where.region)] as const),
    );
    for (const [arn, key] of arns) found.set(arn, key);
    return tablesOf(references, found, (key) => reader.complete(key, where.region));
  };
}

/** A key's own ARN, and not an alias or the ARN of one. */
const isKeyArn = (reference: string): boolean => reference.split(':')[5]?.startsWith('key/') === true;

function questionsOf({ clients, facts, track }: KeySource) {
  const described = new Map<string, Promise<Described>>();
  const details = askedOnce(async (arn) =>
    readDetails(await clients.kms(regionOfArn(arn) ?? ''), clients, arn, facts),
  );
  return {
    describe: (reference: string, audited: string): Promise<Described> => {
      // In its own Region if an ARN names it, else in the audited one.
      const region = regionOfArn(reference) ?? audited;
      // An alias means another key in each Region; an ARN says where.
      const place = `${region} ${reference}`;
      const answer = described.get(place) ?? describe(reference, region, clients);
      described.set(place, answer);
      return track(audited, 'kms:DescribeKey', answer);
    },
    complete: async (key: KeyFacts, audited: string): Promise<KmsKey> => ({
      ...key,
      ...(await track(audited, 'kms:GetKeyPolicy', details(key.arn))),
    }),
  };
}

/** KMS DescribeKey; null: there is no such key or alias. */
async function describe(reference: string, region: string, clients: Clients): Promise<Described> {
  const kms = await clients.kms(region);
  const answer = await ask(clients.limit, { call: 'kms:DescribeKey', resource: reference }, async () =>
    toKeyFacts((await kms.describeKey(reference)).KeyMetadata),
  );
  return !answer.known && answer.unread.error === 'NotFoundException' ? known(null) : answer;
}

async function tablesOf(
  references: readonly string[],
  found: ReadonlyMap<string, Described>,
  complete: (key: KeyFacts) => Promise<KmsKey>,
): Promise<KeyTables> {
  const answers = references.toSorted().flatMap((reference) => {
    const answer = found.get(reference);
    return answer === undefined ? [] : [[reference, answer] as const];
  });
  const keys = new Map(
    answers.flatMap(([, key]) => (key.known && key.value !== null ? [[key.value.arn, key.value]] : [])),
  );
  return {
    keyReferences: Object.fromEntries(
      answers.map(([reference, key]) => [
        reference,
        key.known ? known(key.value === null ? null : key.value.arn) : key,
      ]),
    ),
    keys: Object.fromEntries(
      await Promise.all([...keys].map(async ([arn, key]) => [arn, known(await complete(key))] as const)),
    ),
  };
}
