import { type Facts, type Gathered, gather } from '../model/account-view.ts';
import type { Finding, Subject } from '../model/finding.ts';
import type { ResourceKind, ResourceOf } from '../model/resources.ts';
import type { Settings } from '../model/settings.ts';
import type { AccountFacts } from '../model/snapshot.ts';
import type { NoPatch, Remedy } from './patch.ts';

/** What a patch is made from: the facts as the rule had them. */
export interface Around {
  readonly account: string;
  readonly partition: string;
  /** `global` for roles and principals. */
  readonly region: string;
  readonly regions: readonly string[];
  readonly takenAt: string;
  readonly facts: Facts;
  readonly whole: AccountFacts;
  readonly settings: Settings;
  /** What other patches of the same plan have taken or added: numbers of network ACL entries, subnets of a group. */
  readonly taken: Set<string>;
}

/** Makes the patch of a failure, or says why there is none. */
export type Maker = (finding: Finding, around: Around) => Remedy;

/** How failures of one rule are fixed. */
export interface RuleRemedy {
  /** What the patch does, one sentence for each way of failing that has one. */
  readonly patches: readonly string[];
  /** The ways that have none. */
  readonly reasons: readonly NoPatch[];
  readonly make: Maker;
}

/** The facts around a finding, over the same Regions as its rule had. */
export function aroundOf(
  { resource: { account, region } }: Finding,
  whole: AccountFacts,
  { settings, taken }: Pick<Around, 'settings' | 'taken'>,
): Around {
  const isGlobal = region === 'global';
  const regions = isGlobal ? Object.keys(whole.regions) : [region];
  return {
    ...{ account, region, regions, whole, settings, taken },
    partition: whole.partition,
    takenAt: (isGlobal ? whole.iam.takenAt : whole.regions[region]?.takenAt) ?? whole.iam.takenAt,
    facts: gather(account, whole, regions),
  };
}

/** The DMS resource that a finding is about. */
export function resourceOf<K extends ResourceKind>(
  kind: K,
  { resource }: Finding,
  { facts }: Around,
): ResourceOf[K] | null {
  const listings: { readonly [Each in ResourceKind]: Gathered<ResourceOf[Each]> } = facts;
  return listings[kind].items.find(({ arn }) => arn === resource.arn) ?? null;
}

/** Something else than what the finding is about, that a patch changes. */
export const subject = (type: string, id: string, arn: string, { account, region }: Around): Subject => ({
  ...{ type, id, arn, account },
  region: type.startsWith('AWS::IAM::') ? 'global' : region,
});

/** ARN of something of EC2 in this Region. */
export const ec2Arn = (kind: string, id: string, { partition, region, account }: Around): string =>
  `arn:${partition}:ec2:${region}:${account}:${kind}/${id}`;
