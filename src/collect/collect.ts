import { type FactName, resourceKinds, withPrerequisites } from '../model/facts.ts';
import type { Named } from '../model/settings.ts';
import type { AccountFacts, RegionFacts } from '../model/snapshot.ts';
import { keysOfTopics } from '../model/topics.ts';
import type { Clients } from './clients.ts';
import { recorderReader } from './cloudtrail/collect-trails.ts';
import { collectEndpointChanges } from './cloudtrail/endpoint-changes.ts';
import { collectTests } from './connections/collect-tests.ts';
import type { ResolveHost } from './dns/resolver.ts';
import { collectNetwork } from './ec2/collect-network.ts';
import { collectEvents } from './events/collect-events.ts';
import { collectIam } from './iam/collect-iam.ts';
import { keyReader } from './kms/collect-keys.ts';
import { collectListings } from './listings.ts';
import { collectOrganization } from './organizations/collect-organization.ts';
import { type Progress, trackProgress } from './progress.ts';
import { collectAccountBlock } from './s3/account-block.ts';
import { bucketReader } from './s3/collect-buckets.ts';
import { collectSecrets } from './secrets/collect-secrets.ts';
import { collectTags } from './tags.ts';

export interface CollectOptions {
  /** What rules need; what must be known before is collected too. */
  readonly facts: ReadonlySet<FactName>;
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly string[];
  /** What the settings name; left out: nothing. */
  readonly named?: Named;
  /** Asks DNS for hosts that nothing in the account has; left out: nobody asks. */
  readonly resolveHost?: ResolveHost;
  readonly clients: Clients;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  readonly onProgress?: (event: Progress) => void;
}

const nothingNamed: Named = { principals: [], hosts: [] };

/** The facts of one account in these Regions. What AWS refuses is in them as unread; nothing is judged. */
export async function collectAccount(options: CollectOptions): Promise<AccountFacts> {
  const { account, partition, named = nothingNamed, resolveHost = null, clients, now } = options;
  const facts = withPrerequisites(options.facts);
  const track = trackProgress(account, options.onProgress);
  const names = [...new Set(options.regions)];
  const collectKeys = keyReader({ clients, facts, track });
  const collectBuckets = bucketReader({ clients, facts, home: names[0] ?? '', track });
  const readRecorders = recorderReader({ clients, facts, track });
  // Facts are at least as new as the time they carry.
  const takenAt = now();
  const listed = async (region: string) => {
    const listings = await collectListings({ where: { account, partition, region }, clients, facts, track });
    return { ...listings, ...(await collectTests(listings, { clients, facts, region, track })) };
  };
  const begun = names.map((region) => ({ region, listed: listed(region) }));
  const everywhere = Promise.all(begun.map((each) => each.listed));
  const regionFacts = async ({ region, listed }: (typeof begun)[number]): Promise<RegionFacts> => {
    const listings = await listed;
    const arns = resourceKinds.flatMap((kind) => listings[kind].items.map(({ arn }) => arn));
    const source = { clients, facts, region, track };
    const told = collectEvents(listings, source);
    const [tags, keys, network, secrets, buckets, recorders, endpointChanges, events] = await Promise.all([
      facts.has('tags') ? collectTags(arns, { clients, region, track }) : {},
      told.then(({ topics }) => collectKeys(listings, { account, partition, region }, keysOfTopics(topics))),
      collectNetwork(listings, { ...source, account, hosts: named.hosts, resolveHost }),
      collectSecrets(listings.endpoints.items, source),
      collectBuckets(listings, region),
      everywhere.then((all) => readRecorders(region, { listings, all })),
      collectEndpointChanges(listings, source),
      told,
    ]);
    return {
      ...listings,
      takenAt,
      tags,
      ...keys,
      ...network,
      ...recorders,
      endpointChanges,
      ...secrets,
      buckets,
      ...events,
    };
  };
  const [iam, { organization, organizationPolicies }, accountPublicAccessBlock, regions] = await Promise.all([
    collectIam({ account, partition, clients, facts, principals: named.principals, track }, everywhere),
    collectOrganization({ account, clients, facts, track }),
    collectAccountBlock({ account, clients, facts, track }, everywhere),
    Promise.all(begun.map(async (region) => [region.region, await regionFacts(region)] as const)),
  ]);
  return {
    partition,
    organization,
    accountPublicAccessBlock,
    iam: { takenAt, ...iam, organizationPolicies },
    regions: Object.fromEntries(regions),
  };
}
