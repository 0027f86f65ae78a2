import { type FactName, resourceKinds, withPrerequisites } from '../model/facts.ts';
import type { AccountFacts, RegionFacts } from '../model/snapshot.ts';
import type { Clients } from './clients.ts';
import { collectTests } from './connections/collect-tests.ts';
import { collectNetwork } from './ec2/collect-network.ts';
import { collectIam } from './iam/collect-iam.ts';
import { keyReader } from './kms/collect-keys.ts';
import { collectListings } from './listings.ts';
import { collectOrganization } from './organizations/collect-organization.ts';
import { type Progress, trackProgress } from './progress.ts';
import { readSecrets } from './secrets/secrets.ts';
import { collectTags } from './tags.ts';

export interface CollectOptions {
  /** What rules need; what must be known before is collected too. */
  readonly facts: ReadonlySet<FactName>;
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly string[];
  /** ARNs of the roles and users that the settings name as migration principals. */
  readonly principals?: readonly string[];
  readonly clients: Clients;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  readonly onProgress?: (event: Progress) => void;
}

/** The facts of one account in these Regions. What AWS refuses is in them as unread; nothing is judged. */
export async function collectAccount(options: CollectOptions): Promise<AccountFacts> {
  const { account, partition, principals = [], clients, now } = options;
  const facts = withPrerequisites(options.facts);
  const track = trackProgress(account, options.onProgress);
  const names = [...new Set(options.regions)];
  const collectKeys = keyReader({ clients, facts, track });
  // Facts are at least as new as the time they carry.
  const takenAt = now();
  const begun = names.map((region) => ({
    region,
    listed: collectListings({ where: { account, partition, region }, clients, facts, track }),
    tested: collectTests({ clients, facts, region, track }),
  }));
  const regionFacts = async ({ region, listed, tested }: (typeof begun)[number]): Promise<RegionFacts> => {
    const listings = await listed;
    const arns = resourceKinds.flatMap((kind) => listings[kind].items.map(({ arn }) => arn));
    const source = { clients, facts, region, track };
    const [tags, keys, network, secrets, tests] = await Promise.all([
      facts.has('tags') ? collectTags(arns, { clients, region, track }) : {},
      collectKeys(listings, { account, partition, region }),
      collectNetwork(listings, { ...source, account }),
      facts.has('secrets') ? readSecrets(listings.endpoints.items, source) : {},
      tested,
    ]);
    return {
      ...listings,
      takenAt,
      tags,
      ...keys,
      ...network,
      ...tests,
      secrets,
    };
  };
  const [iam, { organization, organizationPolicies }, regions] = await Promise.all([
    collectIam(
      { account, clients, facts, principals, track },
      Promise.all(begun.map(({ listed }) => listed)),
    ),
    collectOrganization({ account, clients, facts, track }),
    Promise.all(begun.map(async (region) => [region.region, await regionFacts(region)] as const)),
  ]);
  return {
    partition,
    organization,
    iam: { takenAt, ...iam, organizationPolicies },
    regions: Object.fromEntries(regions),
  };
}
