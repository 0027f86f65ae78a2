import type { Facts } from '../../model/account-view.ts';
import type { ConnectionFailure, Connection as Test } from '../../model/connections.ts';
import type { Endpoint, ReplicationInstance, ReplicationTask } from '../../model/resources.ts';
import { compliant, missingFrom, nonCompliant, notApplicable, type Verdict } from '../../model/verdict.ts';
import { indexedBy } from '../indexed.ts';
import { type Connection, type ConnectionSource, connectionsOf } from './connections.ts';
import { isToDatabase } from './databases.ts';
import { type Doubt, notAnswered, open, undecided } from './doubt.ts';
import { reasonOf } from './hop-text.ts';
import { describeOpenings } from './openings.ts';
import { shownPath } from './shown-path.ts';

interface TestSource extends ConnectionSource {
  readonly facts: ConnectionSource['facts'] & Pick<Facts, 'instances' | 'connections'>;
}

/** How the last test by one instance ended. */
interface Judged {
  readonly outcome: 'succeeded' | 'failed' | 'unknown';
  /** As it reads in a sentence: `the last test by instance-1 timed out`. */
  readonly text: string;
  readonly doubts: readonly Doubt[];
  /** Where paths say something to it: their connections, and whether they are stopped. */
  readonly paths: readonly Connection[];
}

const tasksWith = indexedBy<ReplicationTask>(({ sourceEndpointArn, targetEndpointArn }) => [
  sourceEndpointArn,
  targetEndpointArn,
]);
/** The tasks of which DMS does not report both endpoints: any may be theirs. */
const adrift = 'adrift';
const tasksAdrift = indexedBy<ReplicationTask>(({ sourceEndpointArn, targetEndpointArn }) => [
  sourceEndpointArn === null || targetEndpointArn === null ? adrift : null,
]);
const instancesWith = indexedBy<ReplicationInstance>(({ arn }) => [arn]);
const testsOf = indexedBy<Test>(({ endpointArn }) => [endpointArn]);

/** Whether the last test of an endpoint by each instance that uses it succeeded, and whether its paths agree. */
export function judgeConnectionTests(endpoint: Endpoint, source: TestSource): Verdict {
  const { facts } = source;
  const arns = new Set(tasksWith(facts.tasks.items, endpoint.arn).map(({ instanceArn }) => instanceArn));
  const unsure: readonly Doubt[] = [
    ...facts.tasks.unread.map(notAnswered),
    ...(arns.has(null) ? [open('a task has an instance that DMS does not report', 'its ARN')] : []),
    ...(tasksAdrift(facts.tasks.items, adrift).length > 0
      ? [open('a task has an endpoint that DMS does not report', 'its ARN')]
      : []),
  ];
  const used = [...arns].filter((arn) => arn !== null);
  if (used.length === 0)
    return unsure.length > 0 ? undecided(unsure) : notApplicable('no task of an instance uses it');
  return verdictOn(
    used.map((arn) => judgedOf(endpoint, arn, source)),
    unsure,
  );
}

function verdictOn(judged: readonly Judged[], unsure: readonly Doubt[]): Verdict {
  const shown = judged.flatMap(({ paths }) => paths.flatMap(show));
  const tests = judged.map(({ text }) => text);
  const witness =
    shown.length === 0
      ? ({ kind: 'list', items: tests } as const)
      : ({ kind: 'path', paths: shown, notes: tests } as const);
  const failed = judged.filter(({ outcome }) => outcome === 'failed');
  if (failed.length > 0) {
    const openings = failed.flatMap(({ paths }) =>
      paths.flatMap(({ reachability }) => reachability.paths[0]?.opens ?? []),
    );
    const remediation = describeOpenings(openings);
    return nonCompliant(
      failed.map(({ text }) => text).join('; '),
      witness,
      remediation === null ? {} : { remediation },
    );
  }
  const doubts = [...judged.flatMap((each) => each.doubts), ...unsure];
  return doubts.length > 0 ? undecided(doubts) : compliant(tests.join('; '), { witness });
}

const show = ({ flow, reachability: { outcome, paths } }: Connection) =>
  paths.slice(0, 1).map((path) => shownPath(path, { endpoint: flow.endpoint.id, parts, judged: outcome }));

const parts = ['departure', 'route', 'nat-host', 'arrival'] as const;

function judgedOf(endpoint: Endpoint, instanceArn: string, source: TestSource): Judged {
  const { facts, region } = source;
  const listing = facts.connections(region);
  const [instance] = instancesWith(facts.instances.items, instanceArn);
  const name = instance?.id ?? instanceArn;
  const test = testsOf(listing.items, endpoint.arn).find((each) => each.instanceArn === instanceArn);
  if (test === undefined) {
    const missing = missingFrom(listing).map(notAnswered);
    return notKnown(
      missing.length > 0 ? missing : [open(`${name} never tested it`, `a connection test by ${name}`)],
    );
  }
  const own = instance === undefined ? [] : connectionsTo(endpoint, instance, source);
  switch (test.status) {
    case 'successful':
      return { outcome: 'succeeded', doubts: [], ...succeeded(name, own) };
    case 'failed':
      return { outcome: 'failed', doubts: [], ...failed(name, test, own) };
    default:
      return notKnown([open(statusText(name, test), `a connection test by ${name} that ended`)]);
  }
}

const notKnown = (doubts: readonly Doubt[]): Judged => ({ outcome: 'unknown', text: '', doubts, paths: [] });

/** From where the instance stands now; a standby tests nothing. */
const connectionsTo = (endpoint: Endpoint, instance: ReplicationInstance, source: TestSource) =>
  connectionsOf(instance, source).connections.filter(
    (each) =>
      isToDatabase(each) && each.flow.endpoint.arn === endpoint.arn && each.place.addresses.length > 0,
  );

function statusText(name: string, { status }: Test): string {
  if (status === null) return `DMS does not report how the last test by ${name} ended`;
  return status === 'testing' ? `${name} is testing it now` : `the last test by ${name} is ${status}`;
}

type Said = Pick<Judged, 'text' | 'paths'>;

function succeeded(name: string, own: readonly Connection[]): Said {
  const text = `the last test by ${name} succeeded`;
  const stopped = stoppedOf(own);
  const [first] = stopped;
  return first === undefined
    ? { text, paths: [] }
    : { text: `${text}, although ${stopText(first)}`, paths: stopped };
}

function failed(name: string, { lastFailure }: Test, own: readonly Connection[]): Said {
  const text = `the last test by ${name} ${lastFailure === null ? 'failed' : failureTexts[lastFailure]}`;
  if (lastFailure !== 'timed-out') return { text, paths: [] };
  const stopped = stoppedOf(own);
  const [first] = stopped;
  if (first !== undefined) return { text: `${text}: ${stopText(first)}`, paths: stopped };
  const isOpen = own.length > 0 && own.every(({ reachability }) => reachability.outcome === 'allowed');
  return isOpen
    ? { text: `${text}, although every hop that can be read lets its flow through`, paths: own }
    : { text, paths: [] };
}

const stoppedOf = (own: readonly Connection[]): readonly Connection[] =>
  own.filter(({ reachability }) => reachability.outcome === 'stopped');

function stopText({ flow, reachability }: Connection): string {
  const hop = reachability.paths[0]?.hops.find(({ outcome }) => outcome === 'stopped');
  return `${flow.name} is stopped${hop === undefined ? '' : `: ${reasonOf(hop)}`}`;
}

/** What DMS's message says went wrong. */
const failureTexts: Readonly<Record<ConnectionFailure, string>> = {
  'timed-out': 'timed out',
  refused: 'failed: the server refused the connection',
  'name-not-resolved': 'failed: the name of the server was not resolved',
  credentials: 'failed: the server refused the credentials',
  tls: 'failed: TLS was not agreed on',
  secret: 'failed: its secret could not be read',
  other: 'failed',
};
