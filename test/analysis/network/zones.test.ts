import { describe, expect, it } from 'vitest';
import { inOneZone } from '../../../src/analysis/network/zones.ts';
import { anAclEntry } from '../../support/builders.ts';
import { transit } from './cases.ts';
import { acl, attachments, both, type Change, everything } from './configurations.ts';
import { aSource, type Estate, reachIn } from './estate.ts';

describe('two subnets', () => {
  const at = (zone: string | null, zoneId: string | null) => ({ zone, zoneId });
  it.each([
    ['by their ids, whatever the names', at('a', 'euw1-az1'), at('b', 'euw1-az1'), true, true],
    ['by their ids, not by names that are alike', at('a', 'euw1-az1'), at('a', 'euw1-az2'), true, false],
    ['by their ids, of two accounts', at('a', 'euw1-az1'), at('b', 'euw1-az1'), false, true],
    ['by their names, of one account', at('a', null), at('a', 'euw1-az1'), true, true],
    ['by their names, not of two accounts', at('a', null), at('a', 'euw1-az1'), false, null],
    ['not without a name', at(null, null), at('a', null), true, null],
  ])('are compared %s', (...[, one, other, sameNames, expected]) => {
    expect(inOneZone(one, other, { sameNames })).toBe(expected);
  });
});

describe('a transit gateway whose far attachment is of another account', () => {
  const zones =
    (ids: Readonly<Record<string, string>>): Change =>
    (estate) => ({
      ...estate,
      subnets: estate.subnets.map((each) => ({ ...each, zoneId: ids[each.id] ?? null })),
    });
  const secondExit: Change = (estate) => ({
    ...estate,
    subnets: [
      ...estate.subnets,
      { id: 'subnet-tgw3b', vpcId: 'vpc-3', zone: 'b', zoneId: null, cidrs: ['10.3.5.0/24'] },
    ],
  });
  // Nothing may leave this one, so whether it is taken decides.
  const closed = acl('subnet-tgw3b', anAclEntry({ egress: false }), anAclEntry({ allow: false }));
  const far = attachments('attach-vpc-3', {
    resourceOwner: '2',
    subnetIds: ['subnet-tgw3', 'subnet-tgw3b'],
  });
  const outcome = (...changes: readonly Change[]): string => {
    const estate: Estate = both(secondExit, far, closed, ...changes)(everything);
    return reachIn(estate, aSource(), transit).outcome;
  };
  const near = { 'subnet-1': 'az1', 'subnet-tgw': 'az1' };

  it('may come out in either zone where ids are not told', () => {
    expect(outcome()).toBe('unknown');
  });

  it('comes out in the zone of the sender by its id', () => {
    expect(outcome(zones({ ...near, 'subnet-tgw3': 'az1', 'subnet-tgw3b': 'az2' }))).toBe('allowed');
    expect(outcome(zones({ ...near, 'subnet-tgw3': 'az2', 'subnet-tgw3b': 'az1' }))).toBe('stopped');
  });

  it('is entered by its own subnet in the zone, by id too', () => {
    const elsewhere = { 'subnet-1': 'az1', 'subnet-tgw': 'az2', 'subnet-tgw3': 'az1', 'subnet-tgw3b': 'az2' };
    expect(outcome(zones(elsewhere))).toBe('stopped');
  });
});
