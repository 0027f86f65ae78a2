import { expect, it } from 'vitest';
import { indexedBy } from '../../../src/analysis/indexed.ts';
import { isNamedOn } from '../../../src/analysis/network/named-on.ts';
import { anAclEntry, aPrefixList, cidr, members, prefixList } from '../../support/builders.ts';
import { admitting, oneVpc, open, same } from './cases.ts';
import { acl, both, type Change, everything } from './configurations.ts';
import { addresses, aSource, factsOf, reachIn } from './estate.ts';

const listing =
  (...cidrs: readonly string[]): Change =>
  (estate) => ({ ...admitting(prefixList('pl-1'))(estate), prefixLists: [aPrefixList('pl-1', ...cidrs)] });
const entry = (over = {}) => anAclEntry({ egress: false, number: 50, cidr: '10.1.0.10/32', ...over });

it.each<readonly [string, Change, boolean]>([
  ['a group admits a group', admitting(members('sg-dms')), false],
  ['it admits the address', admitting(cidr('10.1.0.10/32')), true],
  ['it admits another address', admitting(cidr('10.1.0.9/32')), false],
  ['it admits a block that has others too', admitting(cidr('10.1.0.10/31')), false],
  ['it admits everybody, and the address', admitting(cidr('0.0.0.0/0'), cidr('10.1.0.10/32')), true],
  ['it admits a list that has the address', listing('10.1.0.0/24', '10.1.0.10/32'), true],
  ['it admits a list that has its subnet', listing('10.1.0.0/24'), false],
  ['an ACL lets the address in', acl('subnet-2', entry(), ...open), true],
  ['an ACL lets answers out to it', acl('subnet-2', entry({ egress: true }), ...open), true],
  ['an ACL denies it', acl('subnet-2', entry({ allow: false, protocol: '17' }), ...open), false],
  ['all are open', same, false],
])('whether a rule on the path is for these addresses alone: %s', (_, change, expected) => {
  const estate = both(admitting(members('sg-dms')), change)(everything);
  const facts = factsOf(estate);
  const { paths } = reachIn(estate, aSource(), oneVpc);
  expect(paths.map((path) => isNamedOn(path, addresses('10.1.0.10'), facts))).toEqual([expected]);
  expect(paths.map((path) => isNamedOn(path, addresses(), facts))).toEqual([false]);
});

it('blocks inside several addresses in a row are for these alone', () => {
  const estate = admitting(cidr('10.1.0.10/31'))(everything);
  const [path] = reachIn(estate, aSource(), oneVpc).paths;
  expect(path).toBeDefined();
  if (path === undefined) return;
  expect(isNamedOn(path, addresses('10.1.0.9', '10.1.0.10', '10.1.0.11'), factsOf(estate))).toBe(true);
  expect(isNamedOn(path, addresses('10.1.0.9', '10.1.0.10'), factsOf(estate))).toBe(false);
});

it('items are found by each of their texts, in their order', () => {
  const find = indexedBy<readonly (string | null)[]>((texts) => texts);
  const items = [['a', 'b'], ['b', 'b', null], ['__proto__']];
  expect(find(items, 'b')).toEqual([
    ['a', 'b'],
    ['b', 'b', null],
  ]);
  expect(find(items, '__proto__')).toEqual([['__proto__']]);
  expect(find(items, 'constructor')).toEqual([]);
});
