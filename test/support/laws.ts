import { factSources, listingCall, resourceKinds } from '../../src/model/facts.ts';
import type { Finding } from '../../src/model/finding.ts';
import { cutShort, type Unread, unread } from '../../src/model/lookup.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts, regionTables } from '../../src/model/snapshot.ts';
import { ACCOUNT } from './builders.ts';

// Absence of evidence is never evidence of safety. The law: to know one thing less may leave a verdict as it
// was or make it UNKNOWN; a resource that is no longer seen leaves the rule's one UNKNOWN behind.

/** One way of knowing less, and what is known then. */
export interface Less {
  readonly forgotten: string;
  readonly account: AccountFacts;
}

const forgottenUnread: Unread = { call: 'test:Forget', resource: null, error: 'Forgotten', transient: false };

/** The account with each single answer forgotten, and each listing cut at each place. */
export function* forgetOne(account: AccountFacts): Generator<Less> {
  for (const { path, value } of places(account)) {
    if (value['known'] === true)
      yield { forgotten: path.join('.'), account: replaced(account, path, unread(forgottenUnread)) };
    const { items } = value;
    if (!Array.isArray(items) || !('complete' in value)) continue;
    for (let kept = 0; kept <= items.length; kept++) {
      const less = cutShort(items.slice(0, kept), forgottenUnread);
      yield { forgotten: `${path.join('.')} from ${kept}`, account: replaced(account, path, less) };
    }
  }
}

type Part = Readonly<Record<string, unknown>>;
type Path = readonly string[];

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null;

function* places(value: unknown, path: Path = []): Generator<{ readonly path: Path; readonly value: Part }> {
  if (!isPart(value)) return;
  yield { path, value };
  for (const [name, part] of Object.entries(value)) yield* places(part, [...path, name]);
}

/** The account with another part at the path; what does not change is shared. */
const replaced = (account: AccountFacts, path: Path, part: unknown): AccountFacts =>
  withPart(account, path, part) as AccountFacts;

function withPart(whole: unknown, [name, ...path]: Path, part: unknown): unknown {
  if (name === undefined || !isPart(whole)) return part;
  const inner = withPart(whole[name], path, part);
  return Array.isArray(whole) ? whole.with(Number(name), inner) : { ...whole, [name]: inner };
}

/** Each API action with the account as it would be if that action were denied. */
export const denyable: readonly string[] = Object.values(factSources).flatMap(({ calls }) => calls);

export function deny(account: AccountFacts, call: string): AccountFacts {
  const why: Unread = { call, resource: null, error: 'AccessDenied', transient: false };
  const without = (facts: RegionFacts): RegionFacts => ({
    ...facts,
    ...Object.fromEntries(
      resourceKinds.filter((kind) => listingCall(kind) === call).map((kind) => [kind, cutShort([], why)]),
    ),
    ...Object.fromEntries((tablesOf[call] ?? []).map((table) => [table, allUnread(facts[table], why)])),
    ...(partOf[call] === undefined ? {} : { keys: withoutPart(facts.keys, partOf[call], why) }),
  });
  return {
    ...account,
    regions: Object.fromEntries(
      Object.entries(account.regions).map(([region, facts]) => [region, without(facts)]),
    ),
    ...(call === 'iam:GetRole' ? { iam: { ...account.iam, roles: allUnread(account.iam.roles, why) } } : {}),
  };
}

/** The tables of a Region that a call fills. */
const tablesOf: Readonly<Record<string, readonly (typeof regionTables)[number][]>> = {
  'dms:ListTagsForResource': ['tags'],
  'kms:DescribeKey': ['keyReferences', 'keys'],
  'ec2:DescribeNetworkInterfaces': ['networkInterfaces'],
  'ec2:DescribeSecurityGroups': ['securityGroups'],
  'ec2:DescribeNetworkAcls': ['networkAcls'],
  'ec2:GetManagedPrefixListEntries': ['prefixLists'],
};

/** The part of a key that a call tells. */
const partOf: Readonly<Record<string, 'policy' | 'rotates' | 'grants'>> = {
  'kms:GetKeyPolicy': 'policy',
  'kms:GetKeyRotationStatus': 'rotates',
  'kms:ListGrants': 'grants',
};

const withoutPart = (keys: RegionFacts['keys'], part: 'policy' | 'rotates' | 'grants', why: Unread) =>
  Object.fromEntries(
    Object.entries(keys).map(([arn, key]) => [
      arn,
      key.known ? { ...key, value: { ...key.value, [part]: unread({ ...why, resource: arn }) } } : key,
    ]),
  );

const allUnread = (table: Part, why: Unread) =>
  Object.fromEntries(Object.keys(table).map((key) => [key, unread({ ...why, resource: key })]));

/** What the law finds wrong with a rule that knows less; empty if nothing. */
export function breaches(rule: Rule, before: readonly Finding[], less: AccountFacts): readonly string[] {
  const after = rule.evaluate(ACCOUNT, less, defaultSettings);
  const was = new Map(before.map((finding) => [finding.id, finding]));
  const is = new Map(after.map((finding) => [finding.id, finding]));
  const lostSight = after.filter(
    ({ status, resource }) => status === 'UNKNOWN' && resource.type === 'AWS::::Account',
  );
  return [
    ...(is.size < after.length ? [`${rule.id} reports a finding twice`] : []),
    ...after
      .filter(({ id, status }) => status !== 'UNKNOWN' && status !== was.get(id)?.status)
      .map(({ id, status }) => `${id} was ${was.get(id)?.status ?? 'not there'} and is ${status}`),
    ...before
      .filter(
        ({ id, resource }) =>
          !is.has(id) && !lostSight.some((lost) => lost.resource.region === resource.region),
      )
      .map(({ id }) => `${id} is gone without a word`),
  ];
}
