import type { Facts } from '../../model/account-view.ts';
import type { DataMigration, DataProvider, MigrationProject } from '../../model/resources.ts';
import { compliant, nonCompliant, notApplicable, notReported, type Verdict } from '../../model/verdict.ts';
import { type ConnectionSource, inventoryOf, networkOf } from './connections.ts';
import { arrivalsOf } from './data-migrations-arrivals.ts';
import { defaultPort } from './default-port.ts';
import { type Doubt, notAnswered, open, undecided } from './doubt.ts';
import { flowName } from './flows.ts';
import { reasonOf } from './hop-text.ts';
import { locate } from './locate.ts';
import { describeOpenings } from './openings.ts';
import type { Outcome, Path } from './path.ts';
import { shownPath } from './shown-path.ts';

interface MigrationSource extends ConnectionSource {
  readonly facts: ConnectionSource['facts'] &
    Pick<Facts, 'migrationProjects' | 'dataProviders' | 'instanceProfiles' | 'subnetGroups'>;
}

/**
 * What a data migration is when it has no serverless environment yet or no longer: as the DMS User Guide calls it
 * (*Statuses of homogeneous data migrations*), with the spellings that an API may use for it.
 */
const idle = new Set(['creating', 'created', 'ready', 'stopping', 'stopped', 'failed', 'deleting']);

/** Whether the databases of a homogeneous data migration admit the addresses that it has while it runs. */
export function judgeDataMigration(migration: DataMigration, source: MigrationSource): Verdict {
  const { status, cidrs, publicAddresses } = migration;
  if (status === null) return notReported('dms:DescribeDataMigrations', 'DataMigrationStatus');
  const state = status.toLowerCase();
  if (idle.has(state)) return notApplicable(`it is ${state}, and has addresses only while it runs`);
  if (cidrs.length === 0 && publicAddresses.length === 0)
    return notReported('dms:DescribeDataMigrations', 'DataMigrationCidrBlocks or PublicIpAddresses');
  const project = projectOf(migration, source);
  if (!project.found) return undecided(project.doubts);
  const { providers, doubts } = providersOf(project.value, source);
  const vpc = vpcOf(project.value, source);
  const judged = providers
    .filter(({ virtual }) => !virtual)
    .map((provider) => judgeProvider(provider, { migration, vpcId: vpc.vpcId, source }));
  return verdictOn(judged, [...doubts, ...(judged.length > 0 ? vpc.doubts : [])]);
}

interface JudgedProvider {
  readonly provider: string;
  /** As it reads in a sentence: `tcp 5432 to db.internal (orders)`. */
  readonly flow: string;
  readonly outcome: Outcome | 'absent';
  readonly shown: Path | null;
  readonly doubts: readonly Doubt[];
}

function verdictOn(judged: readonly JudgedProvider[], doubts: readonly Doubt[]): Verdict {
  const paths = judged.flatMap(({ provider, shown, outcome }) =>
    shown === null || outcome === 'absent'
      ? []
      : [shownPath(shown, { endpoint: provider, parts: ['arrival'], judged: outcome })],
  );
  const witness = { kind: 'path', paths, notes: [] } as const;
  const stopped = judged.filter(({ outcome }) => outcome === 'stopped');
  const [first] = stopped;
  if (first !== undefined) {
    const hop = first.shown?.hops.find(({ outcome }) => outcome === 'stopped');
    const from = first.shown?.flow.from ?? 'the migration';
    const reason = hop === undefined ? 'it is stopped' : reasonOf(hop);
    const what = hop?.way === 'back' ? 'is not answered to' : 'is not let in from';
    const openings = stopped.flatMap(({ shown }) => shown?.opens ?? []);
    const remediation = describeOpenings(openings);
    const more = remediation === null ? {} : { remediation };
    return nonCompliant(`${first.flow} ${what} ${from}: ${reason}`, witness, more);
  }
  const unsure = [...judged.flatMap((each) => (each.outcome === 'unknown' ? each.doubts : [])), ...doubts];
  if (unsure.length > 0) return undecided(unsure);
  const allowed = judged.filter(({ outcome }) => outcome === 'allowed');
  if (allowed.length > 0)
    return compliant(
      allowed.length === 1
        ? 'its one database in AWS lets it in'
        : `its ${allowed.length} databases in AWS let it in`,
      { witness },
    );
  return notApplicable(
    judged.length === 0
      ? 'it has no data provider with a database'
      : 'nothing that was read in AWS is at the addresses of its databases',
  );
}

interface Asked {
  readonly migration: DataMigration;
  readonly vpcId: string | null;
  readonly source: MigrationSource;
}

function judgeProvider(
  { id, engine, serverName: host, port: given }: DataProvider,
  { migration, vpcId, source }: Asked,
): JudgedProvider {
  const port = given ?? defaultPort(engine);
  const untold = host === null ? 'DMS does not report a server name' : null;
  const name = host === null ? id : `${host} (${id})`;
  const network = networkOf(source);
  const destination = locate({ name, host, port, untold, vpcId }, inventoryOf(source), network);
  const { paths, doubts } = arrivalsOf({ migration, destination, vpcId, network });
  const outcomes = new Set<JudgedProvider['outcome']>(paths.map(({ outcome }) => outcome));
  if (doubts.length > 0) outcomes.add('unknown');
  const [only = 'absent'] = outcomes;
  const outcome = outcomes.size > 1 ? 'unknown' : only;
  const own = paths.flatMap(({ hops }) => hops.flatMap((hop) => hop.doubts));
  const found = [...doubts, ...own];
  const hop = paths.flatMap(({ hops }) => hops.find((each) => each.outcome === 'unknown') ?? [])[0];
  const hanging = open(
    hop === undefined
      ? `${flowName({ host, port }, id)}: it hangs on where the database is`
      : `${flowName({ host, port }, id)}: ${reasonOf(hop)} let only a part of ${hop.source} in`,
    hop === undefined ? `the address of ${name}` : `a rule for all of ${hop.source}`,
  );
  return {
    ...{ provider: id, flow: flowName({ host, port }, id), outcome },
    shown: paths.find((path) => path.outcome === outcome) ?? null,
    doubts: found.length > 0 ? found : [hanging],
  };
}

type Found<T> =
  | { readonly found: true; readonly value: T }
  | { readonly found: false; readonly doubts: readonly Doubt[] };

function projectOf(
  { migrationProjectArn: arn }: DataMigration,
  { facts }: MigrationSource,
): Found<MigrationProject> {
  const { items, unread } = facts.migrationProjects;
  const project = items.find((each) => each.arn === arn);
  if (project !== undefined) return { found: true, value: project };
  const doubts = unread.map(notAnswered);
  const gone = open('DMS does not list its migration project', 'an answer of dms:DescribeMigrationProjects');
  return { found: false, doubts: doubts.length > 0 ? doubts : [gone] };
}

function providersOf(
  { sourceProviderArns, targetProviderArns }: MigrationProject,
  { facts }: MigrationSource,
): { readonly providers: readonly DataProvider[]; readonly doubts: readonly Doubt[] } {
  const { items, unread } = facts.dataProviders;
  const arns = [...new Set([...sourceProviderArns, ...targetProviderArns])];
  const providers = arns.flatMap((arn) => items.find((each) => each.arn === arn) ?? []);
  const doubts = unread.map(notAnswered);
  const gone = open('DMS does not list a data provider of it', 'an answer of dms:DescribeDataProviders');
  const missing = providers.length < arns.length;
  return { providers, doubts: missing ? (doubts.length > 0 ? doubts : [gone]) : [] };
}

/** The VPC of the instance profile, which DMS peers its own with. */
function vpcOf(
  { instanceProfileArn }: MigrationProject,
  { facts }: MigrationSource,
): { readonly vpcId: string | null; readonly doubts: readonly Doubt[] } {
  const profile = facts.instanceProfiles.items.find(({ arn }) => arn === instanceProfileArn);
  const group = facts.subnetGroups.items.find(({ id }) => id === profile?.subnetGroup);
  if (group !== undefined && group.vpcId !== null) return { vpcId: group.vpcId, doubts: [] };
  const { unread } = profile === undefined ? facts.instanceProfiles : facts.subnetGroups;
  const doubts = unread.map(notAnswered);
  const gone = open('DMS does not report the VPC of its instance profile', 'the subnet group of the profile');
  return { vpcId: null, doubts: doubts.length > 0 ? doubts : [gone] };
}
