import { compliant, nonCompliant, notApplicable, type Verdict } from '../../model/verdict.ts';
import type { Connection, Connections } from './connections.ts';
import { isToDatabase, notArriving } from './databases.ts';
import { type Doubt, open, undecided } from './doubt.ts';
import type { Side } from './ends.ts';
import type { Answer } from './exposure.ts';
import { describePermit, type Permit } from './groups.ts';
import { everywhereIn } from './ingress.ts';
import type { Network } from './network.ts';
import { judgeConnection } from './path-verdict.ts';
import { describeServices, type ServiceRange } from './service.ts';

/** Groups that let the whole internet in, and what they do it by. */
interface Exposure {
  readonly database: string;
  readonly services: ServiceRange;
  readonly permits: readonly Permit[];
  /** null: not known, or none. */
  readonly vpcId: string | null;
}

/** A database that a flow may be to, or that it is to none. */
type Candidate = Answer<Exposure> | 'none';

interface Judged {
  readonly connection: Connection;
  readonly candidates: readonly Candidate[];
}

/** Whether the groups of databases, taken together, let the whole internet in on the port of a flow to them. */
export function judgeDatabaseIngress({ connections, doubts, notes }: Connections, network: Network): Verdict {
  if (connections.length === 0 && doubts.length === 0) return notApplicable('no task uses it');
  const judged = connections
    .filter(isToDatabase)
    .map((connection): Judged => ({ connection, candidates: candidatesOf(connection, network) }));
  for (const { connection, candidates } of judged) {
    const open = candidates.flatMap((each) => (each !== 'none' && each.holds === true ? [each.shownBy] : []));
    const [first] = open;
    if (first === undefined || open.length < candidates.length) continue;
    const rules = first.permits.map((permit) => describePermit(permit, 'ingress'));
    const services = describeServices(first.services);
    return nonCompliant(
      `the whole internet may send ${services} to ${first.database}: ${rules.join('; ')}`,
      { kind: 'list', items: [connection.flow.name, ...rules, ...notes] },
      { remediation: narrowed(first, connection) },
    );
  }
  const unsure = [...judged.flatMap(doubtsOf), ...doubts];
  if (unsure.length > 0) return undecided(unsure);
  const narrow = judged.filter(({ candidates }) => candidates.some((each) => each !== 'none'));
  const flows = [...new Set(narrow.map(({ connection }) => connection.flow.name))];
  if (flows.length === 0) return notApplicable(notArriving(connections));
  return compliant(
    flows.length === 1
      ? 'its one database in AWS does not let the whole internet in'
      : `no database of its ${flows.length} flows lets the whole internet in`,
    { witness: { kind: 'list', items: [...flows, ...notes] } },
  );
}

/** A rule for the instance alone, by its group where both are in one VPC, in place of those for everybody. */
function narrowed({ permits, services, vpcId }: Exposure, { flow, place }: Connection): string {
  const rules = permits.map((permit) => describePermit(permit, 'ingress')).join('; ');
  const [permit] = permits;
  const [[member] = []] = place.groups;
  const isKnown = flow.port !== null && vpcId !== null && vpcId === place.vpcId;
  const added =
    !isKnown || permit === undefined || member === undefined
      ? `Let ${describeServices(services)} in from the address that the instance comes from (or its group, where groups can be named)`
      : `Let ${describeServices(services)} into ${permit.group} from ${member}`;
  return `${added}, test the connection, and then remove: ${rules}.`;
}

/** One that was found for certain is the one wherever routes lead; of others it is what stands at the end of a path. */
function candidatesOf(connection: Connection, network: Network): readonly Candidate[] {
  const { destination } = connection;
  const { sides, surely, services } = destination;
  if (surely) return sides.map((side) => exposed(side, { services, network }));
  if (destination.doubts.length > 0) return [{ holds: null, doubts: destination.doubts }];
  return judgeConnection(connection, ['arrival']).paths.map(({ path, hops, outcome }): Candidate => {
    const groups = hops.find(({ kind }) => kind === 'security-groups');
    if (groups !== undefined)
      return exposed({ name: path.flow.to, groupIds: groups.ids, vpcId: groups.vpc }, { services, network });
    return outcome === 'absent' ? 'none' : { holds: null, doubts: path.hops.flatMap((hop) => hop.doubts) };
  });
}

function exposed(
  { name: database, groupIds: ids, vpcId }: Pick<Side, 'name' | 'groupIds' | 'vpcId'>,
  { services, network }: { readonly services: ServiceRange; readonly network: Network },
): Candidate {
  if (ids.length === 0) {
    const why = `the groups of ${database} are not known`;
    return { holds: null, doubts: [open(why, `the groups of ${database}`)] };
  }
  const answer = everywhereIn(network.groups(ids, 'ingress'), services);
  return answer.holds === true ? { holds: true, shownBy: { database, vpcId, ...answer.shownBy } } : answer;
}

function doubtsOf({ connection: { flow }, candidates }: Judged): readonly Doubt[] {
  const unknown = candidates.flatMap((each) => (each !== 'none' && each.holds === null ? each.doubts : []));
  if (candidates.every((each) => each !== 'none' && each.holds === false)) return [];
  if (candidates.every((each) => each === 'none')) return [];
  const hanging = open(
    `${flow.name}: it hangs on which database it is`,
    `the address of ${flow.endpoint.id}`,
  );
  return unknown.length > 0 ? unknown : [hanging];
}
