import type { ShownPath } from '../../model/finding.ts';
import { compliant, nonCompliant, notApplicable, type Verdict } from '../../model/verdict.ts';
import type { Connection, Connections } from './connections.ts';
import { type Doubt, open, undecided } from './doubt.ts';
import { hangingOn, reasonOf } from './hop-text.ts';
import { describeOpenings } from './openings.ts';
import type { Hop, Opening, Outcome, Path } from './path.ts';
import { type Part, partsIn } from './path-parts.ts';
import { shownPath } from './shown-path.ts';

/** What some parts of a path do to its flow: `absent` where the path does not have them. */
type PartOutcome = Outcome | 'absent';

/** A path as far as some parts of it go. */
interface PartialPath {
  readonly path: Path;
  readonly outcome: PartOutcome;
  /** The hops of these parts. */
  readonly hops: readonly Hop[];
}

/** A connection as far as some parts of its paths go. */
export interface JudgedConnection {
  readonly connection: Connection;
  /** Stopped if it is on every path that has these parts, allowed likewise: which path it takes nobody knows. */
  readonly outcome: PartOutcome;
  readonly paths: readonly PartialPath[];
  /** The path that shows the outcome; null: there is none. */
  readonly shown: PartialPath | null;
}

export interface PathQuestion {
  readonly parts: readonly Part[];
  /** Which connections it is asked of; left out: of all. */
  readonly of?: (connection: Connection) => boolean;
  /** What to say where a hop stops a flow, after the resource: `tcp 5432 to db (orders) cannot leave eni-1`. */
  readonly stopped: (judged: JudgedConnection) => string;
  readonly allowed: (flows: number, judged: readonly JudgedConnection[]) => string;
  /** Why none of its flows is judged, where there are some. */
  readonly absent: string;
}

/** What parts of the paths of all connections say together; the worst decides. */
export function judgePaths({ connections, doubts, notes }: Connections, question: PathQuestion): Verdict {
  if (connections.length === 0 && doubts.length === 0) return notApplicable('no task uses it');
  const { parts, of = () => true } = question;
  const judged = connections.filter(of).map((connection) => judgeConnection(connection, parts));
  const paths = judged.flatMap((each) => shownOf(each, parts));
  const witness = { kind: 'path', paths, notes } as const;
  const stopped = judged.filter(({ outcome }) => outcome === 'stopped');
  const [first] = stopped;
  if (first !== undefined) {
    const more = new Set(stopped.map(({ connection }) => connection.flow)).size - 1;
    const others = more > 0 ? `; ${more} other${more > 1 ? 's' : ''} neither` : '';
    const hop = stoppingHop(first);
    const reason = hop === undefined ? 'it is stopped' : reasonOf(hop);
    const because = `${question.stopped(first)}: ${reason}${others}`;
    const remediation =
      hop !== undefined && isOwnAddress(hop) ? otherFamily : describeOpenings(stopped.flatMap(openingsOf));
    return nonCompliant(because, witness, remediation === null ? {} : { remediation });
  }
  const unsure = [...judged.flatMap(doubtsOf), ...doubts];
  if (unsure.length > 0) return undecided(unsure);
  const allowed = judged.filter(({ outcome }) => outcome === 'allowed');
  if (allowed.length === 0) return notApplicable(question.absent);
  const flows = new Set(allowed.map(({ connection }) => connection.flow)).size;
  return compliant(question.allowed(flows, allowed), { witness });
}

/** What parts of its paths do to a connection. */
export function judgeConnection(connection: Connection, parts: readonly Part[]): JudgedConnection {
  const paths = connection.reachability.paths.map((path) => partialPath(path, parts, connection));
  const outcomes = new Set(paths.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'absent'));
  const [only] = outcomes;
  // What may take another way, without these parts, is not surely stopped by them.
  const mayPass = paths.some(({ path, outcome }) => outcome === 'absent' && mayMatter(path, { only, parts }));
  const outcome = only === undefined ? 'absent' : outcomes.size > 1 || mayPass ? 'unknown' : only;
  const shown = paths.find((path) => path.outcome === outcome) ?? paths[0] ?? null;
  return { connection, outcome, paths, shown };
}

function partialPath(path: Path, parts: readonly Part[], { destination }: Connection): PartialPath {
  const partOf = partsIn(path);
  const hops = path.hops.filter((_, index) => parts.some((part) => part === partOf[index]));
  const outcomes = new Set(hops.map(({ outcome }) => outcome));
  if (outcomes.has('stopped') && isReached(hops, parts)) return { path, hops, outcome: 'stopped' };
  if (outcomes.has('stopped') || outcomes.has('unknown')) return { path, hops, outcome: 'unknown' };
  // From the instance itself all is seen; beyond it a path may end before it comes to these parts.
  if (parts.includes('departure')) return { path, hops, outcome: 'allowed' };
  const beyond: readonly Part[] = parts.includes('arrival') ? ['departure'] : ['departure', 'arrival'];
  const between = path.hops.filter(
    (hop, index) =>
      !beyond.some((part) => part === partOf[index]) && !(parts.includes('arrival') && isPassed(hop)),
  );
  // Wherever it is, what leads there goes through the hosts that this path goes through, or through none.
  const isOnItsWay = parts.every((part) => part === 'nat-host');
  const mayBeElsewhere = path.end === 'outside' && destination.doubts.length > 0 && !isOnItsWay;
  const isUnclear = mayBeElsewhere || between.some(({ outcome }) => outcome === 'unknown');
  if (isUnclear && !between.some(({ outcome }) => outcome === 'stopped'))
    return { path, hops, outcome: 'unknown' };
  // Inside a subnet no route is needed.
  const needsNone = parts.includes('route') && partOf.includes('arrival');
  return { path, hops, outcome: hops.length === 0 && !needsNone ? 'absent' : 'allowed' };
}

/** Where nobody knows how it goes on, it may end before it comes to the database's groups. */
const isReached = (hops: readonly Hop[], parts: readonly Part[]): boolean =>
  parts.includes('route') || hops.some((hop) => hop.outcome === 'stopped' && !isAnywhere(hop));

const isAnywhere = ({ kind, direction, subnet }: Hop): boolean =>
  kind === 'security-groups' && direction === 'in' && subnet === null;

/** What comes to a database or does not, whatever these do to it: filters on the way, and the way back. */
const isPassed = ({ kind, way }: Hop): boolean =>
  way === 'back' || kind === 'network-acl' || kind === 'security-groups';

/** Nobody knows whether it comes to a database; of hops before it only what stops all other ways matters. */
const mayMatter = (
  path: Path,
  { only, parts }: { readonly only: PartOutcome | undefined; readonly parts: readonly Part[] },
): boolean => parts.includes('arrival') || (only === 'stopped' && !isCut(path));

const isCut = ({ hops }: Path): boolean => hops.some(({ outcome }) => outcome === 'stopped');

/** The first of those that stop it; where it has no address of the family, no rule is what it lacks. */
export function stoppingHop({ shown }: JudgedConnection): Hop | undefined {
  const stopping = shown?.hops.filter(({ outcome }) => outcome === 'stopped') ?? [];
  return stopping.find(isOwnAddress) ?? stopping[0];
}

const isOwnAddress = ({ kind }: Hop): boolean => kind === 'interface';

/** (DMS API, ReplicationInstance, NetworkType) */
const otherFamily =
  'Let the name of the server resolve to an address of a family that the instance speaks, or make the instance dual-stack (NetworkType DUAL, in subnets that have ranges of both families).';

function openingsOf({ shown }: JudgedConnection): readonly Opening[] {
  const stopping = shown?.hops.filter(({ outcome }) => outcome === 'stopped') ?? [];
  return stopping.some(isOwnAddress) ? [] : stopping.flatMap(({ opens }) => opens ?? []);
}

/** The ways to connect that DMS describes, each that is taken, by its name. */
export const configurationsOf = (judged: readonly JudgedConnection[]): string =>
  [...new Set(judged.flatMap(({ shown }) => shown?.path.configuration ?? []))].toSorted().join(', ');

/** Why the outcome is not known; none where it is. */
export function doubtsOf({ outcome, paths, connection }: JudgedConnection): readonly Doubt[] {
  if (outcome !== 'unknown') return [];
  const { flow, place, destination } = connection;
  const unsure = paths.filter((each) => each.outcome === 'unknown');
  const own = unsure.flatMap(({ hops }) =>
    hops.flatMap((hop) => (isPartlyLetIn(hop) ? [ofItsSource(hop, flow)] : hop.doubts)),
  );
  const others = unsure.flatMap(({ path }) => path.hops.flatMap(({ doubts }) => doubts));
  const [found = []] = [own, [...others, ...destination.doubts], destination.doubts].filter(
    (doubts) => doubts.length > 0,
  );
  const settledBy =
    flow.untold === null
      ? `the address of ${flow.host ?? flow.endpoint.id}, or the same way for every address`
      : `host and port of ${flow.endpoint.id} in what DMS reports (${flow.untold})`;
  const hanging = hangingOn(paths, place.name);
  if (hanging !== null) return [open(`${flow.name}: ${hanging}`, settledBy), ...found];
  if (found.length > 0) return found;
  return [open(`${flow.name}: it hangs on its address and on the way that it takes`, settledBy)];
}

/** Nothing about its groups is unknown, but which of several addresses they see. */
const isPartlyLetIn = ({ kind, direction, outcome, doubts, subnet }: Hop): boolean =>
  kind === 'security-groups' &&
  direction === 'in' &&
  outcome === 'unknown' &&
  doubts.length === 0 &&
  subnet !== null;

const ofItsSource = (hop: Hop, flow: Connection['flow']): Doubt =>
  open(
    `${flow.name}: ${reasonOf(hop)} let only a part of ${hop.source} in`,
    `a rule for all of ${hop.source}`,
  );

const shownOf = (
  { connection, outcome, shown }: JudgedConnection,
  parts: readonly Part[],
): readonly ShownPath[] =>
  shown === null || outcome === 'absent'
    ? []
    : [shownPath(shown.path, { endpoint: connection.flow.endpoint.id, parts, judged: outcome })];
