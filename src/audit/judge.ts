import { createHash } from 'node:crypto';
import { gather } from '../model/account-view.ts';
import { callsFor, resourceKinds, typeOf } from '../model/facts.ts';
import { type Finding, type Status, statuses } from '../model/finding.ts';
import { nothingToJudge, unreadIn } from '../model/lookup.ts';
import type { DmsResource, ResourceKind } from '../model/resources.ts';
import { type ListingEntry, type Result, resultVersion, type UnreadEntry } from '../model/result.ts';
import type { Profile, Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';
import type { AccountFacts, Snapshot } from '../model/snapshot.ts';
import { exceptionsAt, withExceptions } from './exceptions.ts';
import { factsNeeded } from './facts-needed.ts';

export interface Judging {
  readonly rules: readonly Rule[];
  readonly profile: Profile;
  readonly settings: Settings;
  readonly tool: Result['tool'];
  /** Calls made to AWS for this snapshot; 0 for a saved one. */
  readonly calls: number;
}

/** Judges every account of a snapshot by the given rules. */
export function judge(snapshot: Snapshot, { rules, profile, settings, tool, calls }: Judging): Result {
  const accounts = Object.entries(snapshot.accounts);
  const needed = factsNeeded(rules, settings);
  const kinds = resourceKinds.filter((kind) => needed.has(kind));
  const { inForce, expired } = exceptionsAt(settings.exceptions, snapshot.takenAt);
  const findings = accounts.flatMap(([id, account]) =>
    withExceptions(
      rules.flatMap((rule) => rule.evaluate(id, account, settings)),
      inForce,
      account,
    ),
  );
  return {
    schemaVersion: resultVersion,
    tool,
    takenAt: snapshot.takenAt,
    scope: {
      accounts: accounts.map(([id]) => id),
      regions: [...new Set(accounts.flatMap(([, { regions }]) => Object.keys(regions)))],
      rules: rules.map(({ id }) => id),
      profile,
      settingsHash: settingsHash(settings),
    },
    coverage: {
      calls,
      listings: accounts.flatMap(([id, account]) => listingsOf(id, account, kinds)),
      notAudited: [],
      unread: accounts.flatMap(([id, account]) => unreadOf(id, account, callsFor(needed))),
    },
    summary: summarize(findings),
    expiredExceptions: expired,
    findings,
  };
}

function listingsOf(
  id: string,
  { regions }: AccountFacts,
  kinds: readonly ResourceKind[],
): readonly ListingEntry[] {
  return Object.entries(regions).flatMap(([region, facts]) =>
    kinds.map((kind) => ({ account: id, region, type: typeOf[kind], complete: facts[kind].complete })),
  );
}

/** What these calls left unanswered, each place once. What no rule needs is not missed. */
function unreadOf(id: string, account: AccountFacts, calls: readonly string[]): readonly UnreadEntry[] {
  const { regions, iam, organization, accountPublicAccessBlock } = account;
  // Beside what is written in the snapshot: roles, keys and tags of its resources that nobody asked for.
  const { roles } = gather(id, account, Object.keys(regions));
  const aroundIn = (region: string): readonly unknown[] => {
    const facts = gather(id, account, [region]);
    const resources = resourceKinds.flatMap((kind): readonly DmsResource[] => facts[kind].items);
    return [facts.keys.items, resources.map(({ arn }) => facts.tags(region, arn))];
  };
  const places: readonly (readonly [region: string, facts: unknown])[] = [
    ...Object.entries(regions).map(([region, facts]) => [region, [facts, aroundIn(region)]] as const),
    ['global', [iam, organization, accountPublicAccessBlock, roles.items.map(({ role }) => role)]],
  ];
  const entries = places.flatMap(([region, facts]) =>
    unreadIn(facts)
      .filter(({ call, error }) => calls.includes(call) && error !== nothingToJudge(call).error)
      .map((unread): UnreadEntry => ({ account: id, region, ...unread })),
  );
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

export function summarize(findings: readonly Finding[]): Result['summary'] {
  const count = (status: Status): number => findings.filter((finding) => finding.status === status).length;
  const excepted = findings.filter(({ exception }) => exception !== null).length;
  return {
    ...(Object.fromEntries(statuses.map((status) => [status, count(status)])) as Record<Status, number>),
    excepted,
  };
}

/** Tells settings under which verdicts may differ apart: SHA-256, as results carry it. */
export function settingsHash(settings: Settings): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex');
}
