import { known, type Lookup } from '../../model/lookup.ts';
import type { NetworkAcl, PrefixList, SecurityGroup } from '../../model/network.ts';
import type { NetworkFacts } from '../../model/network-view.ts';
import { oncePer } from '../once.ts';
import { type AddressSet, isSubset } from './address-set.ts';
import { fromCidr } from './address-text.ts';

/** The network without what lets just these addresses in: rules of groups, entries of ACLs and of prefix lists. */
export function withoutAddresses(facts: NetworkFacts, addresses: AddressSet): NetworkFacts {
  const names = (cidr: string): boolean => {
    const range = fromCidr(cidr);
    return range !== null && isSubset(range, addresses);
  };
  return {
    ...facts,
    securityGroup: changed(facts.securityGroup, (group) => groupWithout(group, names)),
    networkAcl: changed(facts.networkAcl, (acl) => aclWithout(acl, names)),
    prefixList: changed(facts.prefixList, (list) => listWithout(list, names)),
  };
}

type Names = (cidr: string) => boolean;

const groupWithout = (group: SecurityGroup, names: Names): SecurityGroup => ({
  ...group,
  ingress: group.ingress.map((rule) => ({
    ...rule,
    peers: rule.peers.filter((peer) => peer.kind !== 'address' || !names(peer.cidr)),
  })),
});

const aclWithout = (acl: NetworkAcl, names: Names): NetworkAcl => ({
  ...acl,
  entries: acl.entries.filter(({ allow, cidr }) => !allow || !names(cidr)),
});

const listWithout = (list: PrefixList, names: Names): PrefixList => ({
  ...list,
  cidrs: list.cidrs.filter((cidr) => !names(cidr)),
});

/** The same answers, changed; of the same object the same one. */
function changed<T extends object>(
  ask: (id: string) => Lookup<T | null>,
  change: (value: T) => T,
): (id: string) => Lookup<T | null> {
  const changedOnce = oncePer((value: T): Lookup<T> => known(change(value)));
  return (id) => {
    const answer = ask(id);
    return answer.known && answer.value !== null ? changedOnce(answer.value) : answer;
  };
}
