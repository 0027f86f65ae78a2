import type { Opening } from '../../../src/analysis/network/path.ts';
import type { Peer } from '../../../src/model/network.ts';
import type { RouteTarget } from '../../../src/model/vpc.ts';
import { anAclEntry } from '../../support/builders.ts';
import { aRoute, type Estate, to } from './estate.ts';

type Added<A extends string> = Extract<Opening, { readonly add: A }>;

/** Whether an opening says all that is to be done: of a route, where it leads to. */
export const isWhole = (opening: Opening): boolean =>
  !('add' in opening) || opening.add !== 'route' || opening.target?.includes('gateway') === false;

/** The estate with these changes in it, done one after the other as EC2 would. */
export const applied = (openings: readonly Opening[], estate: Estate): Estate =>
  openings.reduce((changed, opening) => withOne(opening, changed), estate);

function withOne(opening: Opening, estate: Estate): Estate {
  if ('turnOff' in opening) {
    const natHosts = estate.natHosts.map((host) =>
      host.id === opening.networkInterface ? { ...host, sourceDestCheck: false } : host,
    );
    return { ...estate, natHosts };
  }
  switch (opening.add) {
    case 'route':
      return withRoutes(opening, estate);
    case 'ingress rule':
    case 'egress rule':
      return withRule(opening, estate);
    case 'network ACL entry':
      return withEntries(opening, estate);
  }
}

function withRule(opening: Added<'ingress rule' | 'egress rule'>, estate: Estate): Estate {
  const { protocol, fromPort, toPort, peer } = opening;
  const peers: readonly Peer[] =
    'group' in peer
      ? [{ kind: 'group', id: peer.group, account: null }]
      : peer.cidrs.map((cidr) => ({ kind: 'address', cidr }));
  const direction = opening.add === 'ingress rule' ? 'ingress' : 'egress';
  const groups = estate.groups.map((group) =>
    group.id === opening.group
      ? { ...group, [direction]: [...group[direction], { protocol, fromPort, toPort, peers }] }
      : group,
  );
  return { ...estate, groups };
}

/** EC2 takes no second entry of the same number (EC2 API, NetworkAclEntryAlreadyExists). */
function withEntries(opening: Added<'network ACL entry'>, estate: Estate): Estate {
  const { egress, fromPort, toPort, numbers, cidrs } = opening;
  const entries = cidrs.map((cidr, index) =>
    anAclEntry({ egress, fromPort, toPort, cidr, number: numbers[index] ?? 0, protocol: '6' }),
  );
  const acls = estate.acls.map((acl) => {
    if (acl.id !== opening.acl) return acl;
    const taken = acl.entries.filter((entry) => entry.egress === egress).map(({ number }) => number);
    const twice = numbers.find((number) => number < 1 || taken.includes(number));
    if (twice !== undefined) throw new Error(`${acl.id} cannot have one more entry ${twice}`);
    return { ...acl, entries: [...acl.entries, ...entries] };
  });
  return { ...estate, acls };
}

/** A route for a block that has one already replaces it. */
function withRoutes(opening: Added<'route'>, estate: Estate): Estate {
  const { routeTable, cidrs } = opening;
  const target = targetOf(opening, estate);
  const routeTables = estate.routeTables.map((table) =>
    table.id === routeTable
      ? {
          ...table,
          routes: [
            ...table.routes.filter(({ destination }) => !cidrs.includes(destination)),
            ...cidrs.map((cidr) => aRoute(cidr, target)),
          ],
        }
      : table,
  );
  return { ...estate, routeTables };
}

function targetOf({ target }: Added<'route'>, estate: Estate): RouteTarget {
  const has = (items: readonly { readonly id: string }[]): boolean => items.some(({ id }) => id === target);
  if (target !== null && has(estate.peerings)) return to('peering', target);
  if (target !== null && has(estate.transitGateways)) return to('transit-gateway', target);
  throw new Error(`nobody knows ${String(target)}`);
}
