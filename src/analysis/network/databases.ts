import type { Verdict } from '../../model/verdict.ts';
import type { Connection, Connections } from './connections.ts';
import type { Hop } from './path.ts';
import { type JudgedConnection, judgePaths, stoppingHop } from './path-verdict.ts';

/** A flow to a server of its own; an AWS service is none, and what leads to it is no database. */
export const isToDatabase = ({ flow }: Pick<Connection, 'flow'>): boolean => flow.service === null;

/** Why no connection of these comes to a database that could be judged. */
export function notArriving(connections: readonly Connection[]): string {
  const own = connections.filter(isToDatabase);
  if (own.length === 0) return 'its endpoints are AWS services and no databases';
  const leaves = own.flatMap(({ reachability }) => reachability.paths.map(({ end }) => end === 'outside'));
  if (!leaves.includes(false)) return 'its flows leave AWS, where nothing that admits them can be read';
  return leaves.includes(true)
    ? 'its flows leave AWS, or end on the way to their databases'
    : 'its flows end on the way to their databases';
}

/** Whether databases admit the source that each path to them produces: their groups, and their ACLs both ways. */
export const judgeAdmission = (all: Connections): Verdict =>
  judgePaths(all, {
    parts: ['arrival'],
    of: isToDatabase,
    stopped: notAdmitted,
    allowed: (flows) =>
      flows === 1
        ? 'its one flow to a database in AWS is let in'
        : `all ${flows} flows to databases in AWS are let in`,
    absent: notArriving(all.connections),
  });

function notAdmitted(judged: JudgedConnection): string {
  const { flow, place } = judged.connection;
  const hop = stoppingHop(judged);
  const from = `${place.name}${hop === undefined ? '' : ` (${seenAs(hop)})`}`;
  return `${flow.name} ${hop?.way === 'back' ? 'is not answered to' : 'is not let in from'} ${from}`;
}

/** The addresses that the database sees it come from. */
const seenAs = ({ way, source, destination }: Hop): string => (way === 'there' ? source : destination);
