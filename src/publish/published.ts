import type { ConfigResource } from '../model/config-report.ts';
import { type ResultsBucket, readPacked, replacePacked } from './packed-objects.ts';

/** A resource that a rule has reported, and the OrderingTimestamp of its newest evaluation. */
interface Reported extends ConfigResource {
  readonly at: string;
}

/**
 * What an AWS Config rule has reported, as AWS Config orders it, where AWS Config itself does not tell. What is about to
 * be put is added first, and what was withdrawn taken away last: a crash between leaves too much in it, never too
 * little, and to withdraw what is not there is harmless.
 */
export interface Published {
  /** null: nothing was ever kept of this rule. */
  readonly read: (configRule: string) => Promise<readonly ConfigResource[] | null>;
  readonly add: (configRule: string, resources: readonly ConfigResource[], at: string) => Promise<void>;
  readonly remove: (configRule: string, resources: readonly ConfigResource[], at: string) => Promise<void>;
}

export function openPublished(
  bucket: ResultsBucket,
  { account, region }: { readonly account: string; readonly region: string },
): Published {
  const keyFor = (configRule: string): string =>
    `published/${account}/${region}/${encodeURIComponent(configRule)}.json.gz`;
  const change = async (
    configRule: string,
    resources: readonly ConfigResource[],
    to: (kept: Map<string, Reported>, resource: ConfigResource) => unknown,
  ): Promise<void> => {
    if (resources.length === 0) return;
    await replacePacked(bucket, keyFor(configRule), (value) => {
      const kept = new Map(reportedIn(value).map((one) => [nameOf(one), one]));
      for (const resource of resources) to(kept, resource);
      return [...kept.values()];
    });
  };
  return {
    read: async (configRule) => {
      const found = await readPacked(bucket, keyFor(configRule));
      return found === null ? null : reportedIn(found.value).map(({ type, id }) => ({ type, id }));
    },
    add: (configRule, resources, at) =>
      change(configRule, resources, (kept, { type, id }) => {
        const before = kept.get(nameOf({ type, id }));
        if (before === undefined || before.at < at) kept.set(nameOf({ type, id }), { type, id, at });
      }),
    remove: (configRule, resources, at) =>
      change(configRule, resources, (kept, resource) => {
        const before = kept.get(nameOf(resource));
        if (before !== undefined && before.at <= at) kept.delete(nameOf(resource));
      }),
  };
}

const nameOf = ({ type, id }: ConfigResource): string => JSON.stringify([type, id]);

const reportedIn = (value: unknown): readonly Reported[] =>
  Array.isArray(value) ? value.filter(isReported) : [];

const isReported = (value: unknown): value is Reported =>
  typeof value === 'object' && value !== null && 'type' in value && 'id' in value && 'at' in value;
