import { compliant, nonCompliant, notApplicable, type Verdict } from '../../model/verdict.ts';
import { isEncrypted } from '../transport/encryption.ts';
import type { Connection, Connections } from './connections.ts';
import { isToDatabase, notArriving } from './databases.ts';
import { type Doubt, open, undecided } from './doubt.ts';
import type { Hop, Path } from './path.ts';
import { shownPath } from './shown-path.ts';

/** How a path leads to a database in AWS; `absent` where it leads to none. */
type Course = 'private' | 'public' | 'unknown' | 'absent';

interface Judged {
  readonly connection: Connection;
  readonly course: Course;
  readonly shown: Path | null;
  readonly doubts: readonly Doubt[];
}

/** Whether flows to databases in AWS stay off the internet, by whatever way their routes take. */
export function judgePrivacy({ connections, doubts, notes }: Connections): Verdict {
  if (connections.length === 0 && doubts.length === 0) return notApplicable('no task uses it');
  const judged = connections.filter(isToDatabase).map(judgedOf);
  const publicly = judged.filter(({ course }) => course === 'public');
  const privately = judged.filter(({ course }) => course === 'private');
  const witness = {
    kind: 'path',
    paths: [...publicly, ...privately].flatMap(({ connection, course, shown }) =>
      shown === null
        ? []
        : shownPath(shown, {
            endpoint: connection.flow.endpoint.id,
            parts: ['route'],
            judged: course === 'public' ? 'stopped' : 'allowed',
          }),
    ),
    notes,
  } as const;
  // One without TLS is what weighs most, so it is the one that is told.
  const plain = publicly.find(({ connection }) => isEncrypted(connection.flow.endpoint) === false);
  const first = plain ?? publicly[0];
  if (first !== undefined) {
    const more = new Set(publicly.map(({ connection }) => connection.flow)).size - 1;
    const others = more > 0 ? `; ${more} other${more > 1 ? 's' : ''} too` : '';
    return nonCompliant(`${crossing(first)}${others}`, witness, {
      ...(plain === undefined ? {} : { severity: 'HIGH' as const }),
      ...(publicly.every(isAtHome) ? { remediation: namedPrivately(first.connection) } : {}),
    });
  }
  const unsure = [...judged.flatMap((each) => (each.course === 'unknown' ? each.doubts : [])), ...doubts];
  if (unsure.length > 0) return undecided(unsure);
  const flows = new Set(privately.map(({ connection }) => connection.flow)).size;
  if (flows === 0) return notApplicable(notArriving(connections));
  return compliant(
    flows === 1
      ? 'its one flow to a database in AWS stays off the internet'
      : `all ${flows} flows to databases in AWS stay off the internet`,
    { witness },
  );
}

/** In the VPC that it is in already. */
const isAtHome = ({ connection: { place, destination } }: Judged): boolean =>
  destination.sides.length > 0 && destination.sides.every(({ vpcId }) => vpcId === place.vpcId);

const namedPrivately = ({ flow, place }: Connection): string =>
  `Let ${flow.endpoint.id} name the server by its private address, or by a name that resolves to it, so that the flow stays inside ${String(place.vpcId)}; then take the public address away if nothing else needs it.`;

function crossing({ connection: { flow, place }, shown }: Judged): string {
  const gateway = shown?.hops.find(isInternet)?.ids.join(', ') ?? '';
  const encrypted = isEncrypted(flow.endpoint);
  const tls =
    encrypted === null
      ? ', and whether it is encrypted is not known'
      : encrypted
        ? ''
        : ', and is not encrypted';
  return `${flow.name} goes from ${place.name} over the internet (${gateway})${tls}`;
}

/** Which way it takes nobody knows, so only what all of them do is known. */
function judgedOf(connection: Connection): Judged {
  const { flow, destination, reachability } = connection;
  const { paths } = reachability;
  const courses = paths.map((path) => courseOf(path, connection));
  const [only = 'absent', ...more] = new Set(courses);
  const course = more.length > 0 ? 'unknown' : only;
  const found = paths.flatMap(({ hops }) => hops.filter(isRouting).flatMap((hop) => hop.doubts));
  const hanging = open(
    `${flow.name}: it hangs on its address and on the way that it takes`,
    `the address of ${flow.host ?? flow.endpoint.id}`,
  );
  const doubts = [...found, ...destination.doubts];
  return {
    ...{ connection, course, doubts: doubts.length > 0 ? doubts : [hanging] },
    shown: paths[courses.indexOf(course)] ?? null,
  };
}

/** By what routes it, whether groups and ACLs on the way let it through or not. */
function courseOf({ hops, end }: Path, { destination }: Connection): Course {
  const routing = hops.filter(isRouting);
  if (routing.some(({ outcome }) => outcome === 'stopped')) return 'absent';
  if (routing.some(({ outcome }) => outcome === 'unknown')) return 'unknown';
  if (end !== 'database' && destination.doubts.length > 0) return 'unknown';
  if (end === 'outside') return 'absent';
  return routing.some(isInternet) ? 'public' : 'private';
}

/** A hop that leads packets on to the database, or does not. */
const isRouting = ({ kind, way }: Hop): boolean =>
  way === 'there' && kind !== 'network-acl' && kind !== 'security-groups';

const isInternet = ({ kind, way }: Hop): boolean =>
  way === 'there' && (kind === 'internet-gateway' || kind === 'egress-only-internet-gateway');
