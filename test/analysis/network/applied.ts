import type { Opening } from '../../../src/analysis/network/path.ts';
import type { Peer } from '../../../src/model/network.ts';
import { anAclEntry } from '../../support/builders.ts';
import type { Estate } from './estate.ts';

/** The estate with these rules in it; routes and switches are left to people. */
export const applied = (openings: readonly Opening[], estate: Estate): Estate =>
  openings.reduce((changed, opening) => ('add' in opening ? withRule(opening, changed) : changed), estate);

function withRule(opening: Extract<Opening, { add: string }>, estate: Estate): Estate {
  switch (opening.add) {
    case 'route':
      return estate;
    case 'ingress rule':
    case 'egress rule': {
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
    case 'network ACL entry': {
      const { egress, fromPort, toPort, numbers } = opening;
      const entries = opening.cidrs.map((cidr, index) =>
        anAclEntry({ egress, fromPort, toPort, cidr, number: numbers[index] ?? 0, protocol: '6' }),
      );
      const acls = estate.acls.map((acl) =>
        acl.id === opening.acl ? { ...acl, entries: [...acl.entries, ...entries] } : acl,
      );
      return { ...estate, acls };
    }
  }
}
