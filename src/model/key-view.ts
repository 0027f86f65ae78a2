import { type Assessed, keysOfAssessments } from './assessments.ts';
import { keyCarriers } from './facts.ts';
import type { KmsKey } from './keys.ts';
import { entry, known, type Lookup, type Unread } from './lookup.ts';
import type { DmsResource, KeyReference } from './resources.ts';
import type { AccountFacts, Listings, RegionFacts } from './snapshot.ts';

/** One place where a DMS resource uses a key. */
export interface KeyUse {
  readonly resource: DmsResource;
  /** null: it names none and so uses the Region's default key. */
  readonly reference: KeyReference | null;
}

/** A KMS key that DMS resources of a Region name or inherit. */
export interface DmsKey {
  readonly type: 'AWS::KMS::Key';
  /** The key's id; the alias where that leads to no key. */
  readonly id: string;
  readonly arn: string;
  /** null: there is no such key. */
  readonly key: Lookup<KmsKey | null>;
  readonly uses: readonly KeyUse[];
}

/** What DMS uses where a resource names no key: the key that AWS manages for it (DMS User Guide, *Setting an encryption key*). */
export const defaultKeyAlias = 'alias/aws/dms';

/** Engines whose endpoints store nothing to encrypt: DMS reports no key for them and uses none. */
const engineWithoutKey: readonly string[] = ['s3', 'kinesis', 'dynamodb'];

interface Place {
  readonly accountId: string;
  readonly partition: string;
  readonly region: string;
}

/** An id or ARN as the key's ARN, an alias as its name: one spelling for each thing that can be asked for. */
export function normalizeKey(key: string, { accountId, partition, region }: Place): string {
  if (key.startsWith('alias/')) return key;
  const resource = key.startsWith('arn:') ? key.split(':').slice(5).join(':') : '';
  if (resource.startsWith('alias/')) {
    const [, , , home, owner] = key.split(':');
    return home === region && owner === accountId ? resource : key;
  }
  return key.startsWith('arn:') ? key : `arn:${partition}:kms:${region}:${accountId}:key/${key}`;
}

/** Every use of a key in a Region, by the spelling under which the key is asked for. */
export function keyUses(facts: Listings & Assessed, place: Place): ReadonlyMap<string, readonly KeyUse[]> {
  const uses = new Map<string, KeyUse[]>();
  const add = (reference: string, use: KeyUse): void => {
    const found = uses.get(reference);
    if (found === undefined) uses.set(reference, [use]);
    else found.push(use);
  };
  for (const kind of keyCarriers) {
    for (const resource of facts[kind].items) {
      for (const reference of resource.keys) add(normalizeKey(reference.key, place), { resource, reference });
      if (inheritsDefault(resource)) add(defaultKeyAlias, { resource, reference: null });
    }
  }
  for (const use of keysOfAssessments(facts)) add(normalizeKey(use.reference.key, place), use);
  return uses;
}

/** Whether a resource that names no key is encrypted with the Region's default one. */
export function inheritsDefault(resource: DmsResource): boolean {
  switch (resource.type) {
    case 'AWS::DMS::ReplicationInstance':
    case 'AWS::DMS::ReplicationConfig':
    case 'AWS::DMS::Certificate':
      return resource.kmsKeyId === null;
    case 'AWS::DMS::Endpoint':
      return resource.kmsKeyId === null && !engineWithoutKey.includes(resource.engine);
    default:
      // An instance profile without a key uses one that AWS owns and nobody can see.
      return false;
  }
}

/** What may stand for another key tomorrow: an alias by its name, or by its ARN in another account or Region. */
const isAlias = (reference: string): boolean => /^(arn(:[^:]*){4}:)?alias\//.test(reference);

/** The key behind a reference, as far as it was read. */
export function keyNamed(facts: RegionFacts, reference: string): Lookup<KmsKey | null> {
  const arn = entry(facts.keyReferences, reference, 'kms:DescribeKey');
  if (!arn.known) return arn;
  return arn.value === null ? known(null) : entry(facts.keys, arn.value, 'kms:DescribeKey');
}

/** The keys of a Region, each once however it is named; an alias that could not be resolved is among the unread. */
export function dmsKeys(
  accountId: string,
  { partition, regions }: AccountFacts,
  region: string,
): { readonly items: readonly DmsKey[]; readonly unread: readonly Unread[] } {
  const facts = regions[region];
  if (facts === undefined) return { items: [], unread: [] };
  const keys = new Map<string, DmsKey>();
  const unread: Unread[] = [];
  for (const [reference, uses] of keyUses(facts, { accountId, partition, region })) {
    const resolved = entry(facts.keyReferences, reference, 'kms:DescribeKey');
    if (!resolved.known && isAlias(reference)) {
      unread.push(resolved.unread);
      continue;
    }
    const named = reference.startsWith('arn:')
      ? reference
      : `arn:${partition}:kms:${region}:${accountId}:${reference}`;
    const arn = (resolved.known ? resolved.value : null) ?? named;
    const before = keys.get(arn);
    keys.set(arn, {
      type: 'AWS::KMS::Key',
      id: arn
        .split(':')
        .slice(5)
        .join(':')
        .replace(/^key\//, ''),
      arn,
      // One of its names is enough to know a key by.
      key: before?.key.known === true ? before.key : keyNamed(facts, reference),
      uses: [...(before?.uses ?? []), ...uses],
    });
  }
  return { items: [...keys.values()], unread };
}
