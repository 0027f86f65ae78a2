import { databaseCalls, databaseTypes } from '../../src/model/databases.ts';
import {
  allFacts,
  callsFor,
  type FactName,
  listingCall,
  resourceKinds,
  withPrerequisites,
} from '../../src/model/facts.ts';
import type { Finding } from '../../src/model/finding.ts';
import { cutShort, known, type Unread, unread } from '../../src/model/lookup.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts, regionTables } from '../../src/model/snapshot.ts';
import { ACCOUNT } from './builders.ts';
import { deniedIam } from './denied-iam.ts';
import { deniedRecorders } from './denied-recorders.ts';

// Absence of evidence is never evidence of safety. The law: to know one thing less may leave a verdict as it
// was or make it UNKNOWN; a resource that is no longer seen leaves the rule's one UNKNOWN behind.

/** One way of knowing less, and what is known then. */
export interface Less {
  readonly forgotten: string;
  readonly account: AccountFacts;
  /** Whether a rule may know less now; the others have no way to notice, as the types of their facts see to. */
  readonly concerns: (rule: Rule) => boolean;
  /** What is missing are the policies of the organisation, which a verdict may take to be none. */
  readonly ofOrganization: boolean;
}

const forgottenUnread: Unread = { call: 'test:Forget', resource: null, error: 'Forgotten', transient: false };

/** The account with each single answer forgotten, and each listing cut at each place. */
export function* forgetOne(account: AccountFacts): Generator<Less> {
  for (const { path, value } of places(account)) {
    const about = {
      concerns: (rule: Rule) => needsOneOf(rule, factsAt(path)),
      ofOrganization: path.join('.') === 'iam.organizationPolicies',
    };
    if (value['known'] === true)
      yield {
        forgotten: path.join('.'),
        account: replaced(account, path, unread(forgottenUnread)),
        ...about,
      };
    const { items } = value;
    if (!Array.isArray(items) || !('complete' in value)) continue;
    for (let kept = 0; kept <= items.length; kept++) {
      const less = cutShort(items.slice(0, kept), forgottenUnread);
      yield { forgotten: `${path.join('.')} from ${kept}`, account: replaced(account, path, less), ...about };
    }
  }
}

const needsOneOf = (rule: Rule, facts: readonly FactName[]): boolean => {
  const needed = withPrerequisites(rule.needs);
  return facts.some((fact) => needed.has(fact));
};

/** The facts that a place in the snapshot belongs to. */
function factsAt([part, first, second]: Path): readonly FactName[] {
  if (part === 'organization' || part === 'accountPublicAccessBlock') return [part];
  const name = part === 'iam' ? first : second;
  return factsIn[name ?? ''] ?? allFacts.filter((fact) => fact === name);
}

const factsIn: Readonly<Record<string, readonly FactName[]>> = {
  keys: ['keys', 'keyPolicies', 'keyRotations', 'keyGrants'],
  keyReferences: ['keys'],
  managedPolicies: ['rolePermissions', 'principals', 'awsManagedPolicies'],
  namedPrincipals: ['principals'],
  resolvedNames: ['databases'],
  defaultGroups: ['securityGroups'],
  trusting: ['roles'],
  transitGatewayAttachments: ['transitGateways'],
  transitGatewayRoutes: ['transitGateways'],
};

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
export const denyable: readonly string[] = callsFor(allFacts);

export function deny(account: AccountFacts, call: string): AccountFacts {
  const why: Unread = { call, resource: null, error: 'AccessDenied', transient: false };
  const without = (facts: RegionFacts): RegionFacts => ({
    ...facts,
    ...Object.fromEntries(
      resourceKinds.filter((kind) => listingCall(kind) === call).map((kind) => [kind, cutShort([], why)]),
    ),
    ...Object.fromEntries((listingsOf[call] ?? []).map((name) => [name, cutShort([], why)])),
    ...deniedRecorders(facts, why),
    databases: withoutDatabases(facts.databases, why),
    ...(call === 'events:ListTargetsByRule' ? { eventRules: withoutTargets(facts.eventRules, why) } : {}),
    ...(call === 'ec2:DescribeVpcAttribute' ? { vpcs: withoutDns(facts.vpcs, why) } : {}),
    ...Object.fromEntries((tablesOf[call] ?? []).map((table) => [table, allUnread(facts[table], why)])),
    ...(partOf[call] === undefined ? {} : { keys: withoutPart(facts.keys, partOf[call], why) }),
  });
  return {
    ...account,
    regions: Object.fromEntries(
      Object.entries(account.regions).map(([region, facts]) => [region, without(facts)]),
    ),
    iam: deniedIam(account.iam, why),
    ...(call === 'organizations:DescribeOrganization' ? { organization: unread(why) } : {}),
    ...(call === 's3control:GetPublicAccessBlock' ? { accountPublicAccessBlock: unread(why) } : {}),
  };
}

/** The tables of a Region that a call fills. */
const tablesOf: Readonly<Record<string, readonly (typeof regionTables)[number][]>> = {
  'dms:ListTagsForResource': ['tags'],
  'kms:DescribeKey': ['keyReferences', 'keys'],
  'ec2:DescribeNetworkInterfaces': ['networkInterfaces', 'natHosts'],
  'ec2:DescribeSecurityGroups': ['securityGroups', 'defaultGroups'],
  'ec2:DescribeNetworkAcls': ['networkAcls'],
  'ec2:GetManagedPrefixListEntries': ['prefixLists'],
  'ec2:DescribeVpcs': ['vpcs'],
  'ec2:DescribeSubnets': ['subnets'],
  'ec2:DescribeRouteTables': ['routeTables'],
  'ec2:DescribeNatGateways': ['natGateways'],
  'ec2:DescribeVpcPeeringConnections': ['peerings'],
  'ec2:DescribeVpcEndpoints': ['vpcEndpoints'],
  'ec2:DescribeTransitGateways': ['transitGateways'],
  'ec2:DescribeTransitGatewayAttachments': ['transitGatewayAttachments'],
  'ec2:DescribeTransitGatewayVpcAttachments': ['transitGatewayAttachments'],
  'ec2:SearchTransitGatewayRoutes': ['transitGatewayRoutes'],
  'secretsmanager:DescribeSecret': ['secrets'],
  'sns:GetTopicAttributes': ['topics'],
  'secretsmanager:ListSecretVersionIds': ['secretVersions'],
};

type OtherListing =
  | 'connections'
  | 'assessmentBuckets'
  | 'serverlessAssessments'
  | 'eventRules'
  | 'endpointChanges';

/** The listings of a Region, other than those of DMS resources, that a call fills. */
const listingsOf: Readonly<Record<string, readonly OtherListing[]>> = {
  'dms:DescribeConnections': ['connections'],
  'dms:DescribeReplicationTaskAssessmentRuns': ['assessmentBuckets'],
  'dms:DescribeReplications': ['serverlessAssessments'],
  'events:ListRules': ['eventRules'],
  'cloudtrail:LookupEvents': ['endpointChanges'],
};

const withoutDatabases = (databases: RegionFacts['databases'], why: Unread): RegionFacts['databases'] =>
  Object.fromEntries(
    databaseTypes.flatMap((type) => {
      const calls: readonly string[] = databaseCalls[type];
      const listing = databases[type];
      return listing === undefined ? [] : [[type, calls.includes(why.call) ? cutShort([], why) : listing]];
    }),
  );

const withoutTargets = (rules: RegionFacts['eventRules'], why: Unread): RegionFacts['eventRules'] => ({
  ...rules,
  items: rules.items.map((rule) => ({ ...rule, targets: unread({ ...why, resource: rule.name }) })),
});

const withoutDns = (vpcs: RegionFacts['vpcs'], why: Unread): RegionFacts['vpcs'] =>
  Object.fromEntries(
    Object.entries(vpcs).map(([id, vpc]) => {
      const lost = unread({ ...why, resource: id });
      const known = vpc.known && vpc.value !== null;
      return [id, known ? { ...vpc, value: { ...vpc.value, dnsSupport: lost, dnsHostnames: lost } } : vpc];
    }),
  );

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
export function breaches(
  rule: Rule,
  before: readonly Finding[],
  less: Pick<Less, 'account' | 'ofOrganization'>,
): readonly string[] {
  const after = rule.evaluate(ACCOUNT, less.account, defaultSettings);
  const was = new Map(before.map((finding) => [finding.id, finding]));
  const is = new Map(after.map((finding) => [finding.id, finding]));
  const without = (): ReadonlyMap<string, string> => {
    const none = { ...less.account, iam: { ...less.account.iam, organizationPolicies: known(null) } };
    return new Map(rule.evaluate(ACCOUNT, none, defaultSettings).map(({ id, status }) => [id, status]));
  };
  const lostSight = after.filter(
    ({ status, resource }) => status === 'UNKNOWN' && resource.type === 'AWS::::Account',
  );
  return [
    ...(is.size < after.length ? [`${rule.id} reports a finding twice`] : []),
    ...after
      .filter(({ id, status }) => status !== 'UNKNOWN' && status !== was.get(id)?.status)
      // "Where `assumes` names the fact, the status may be the one without it."
      .filter(
        ({ id, status, assumes }) =>
          !(less.ofOrganization && assumes.includes('no SCP/RCP') && without().get(id) === status),
      )
      .map(({ id, status }) => `${id} was ${was.get(id)?.status ?? 'not there'} and is ${status}`),
    ...before
      .filter(
        ({ id, resource }) =>
          !is.has(id) && !lostSight.some((lost) => lost.resource.region === resource.region),
      )
      .map(({ id }) => `${id} is gone without a word`),
  ];
}
