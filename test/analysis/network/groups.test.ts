import { describe, expect, it } from 'vitest';
import {
  admission,
  describePermit,
  type GroupSource,
  isReference,
} from '../../../src/analysis/network/groups.ts';
import { describeTraffic } from '../../../src/analysis/network/traffic.ts';
import { gather } from '../../../src/model/account-view.ts';
import { known } from '../../../src/model/lookup.ts';
import type { RegionFacts } from '../../../src/model/snapshot.ts';
import {
  ACCOUNT,
  accountWith,
  allTrafficOf,
  aPrefixList,
  aSecurityGroup,
  cidr,
  members,
  networkOf,
  prefixList,
  REGION,
  tcpOf,
} from '../../support/builders.ts';

const sourceOf = (region: Partial<RegionFacts>): GroupSource => ({
  region: REGION,
  facts: gather(ACCOUNT, accountWith(region), [REGION]),
});
const texts = (ids: readonly string[], region: Partial<RegionFacts>) => {
  const { certain, possible, references, doubts } = admission(ids, 'egress', sourceOf(region));
  return {
    certain: describeTraffic(certain),
    possible: describeTraffic(possible),
    references: describeTraffic(references),
    doubts: doubts.length,
  };
};
const all = 'all traffic: 0.0.0.0/0, ::/0';

describe('what groups admit', () => {
  it('is what any of them admits', () => {
    const groups = [
      aSecurityGroup({ id: 'sg-1', egress: [tcpOf(5432, cidr('10.0.0.0/9'))] }),
      aSecurityGroup({ id: 'sg-2', egress: [tcpOf(5432, cidr('10.128.0.0/9')), tcpOf(443, cidr('::/0'))] }),
    ];
    const admitted = 'tcp 443: ::/0; tcp 5432: 10.0.0.0/8';
    expect(texts(['sg-1', 'sg-2'], networkOf({ groups }))).toEqual({
      certain: admitted,
      possible: admitted,
      references: 'no traffic',
      doubts: 0,
    });
    expect(texts(['sg-2', 'sg-1'], networkOf({ groups })).certain).toBe(admitted);
  });

  it('is nothing without a rule', () => {
    const groups = [aSecurityGroup({ egress: [] })];
    expect(texts(['sg-1'], networkOf({ groups })).possible).toBe('no traffic');
  });

  it('holds the entries of a prefix list', () => {
    const groups = [aSecurityGroup({ egress: [tcpOf(443, prefixList('pl-1'))] })];
    const prefixLists = [aPrefixList('pl-1', '52.0.0.0/16', '53.0.0.0/16')];
    expect(texts(['sg-1'], networkOf({ groups, prefixLists }))).toMatchObject({
      certain: 'tcp 443: 52.0.0.0/16, 53.0.0.0/16',
      doubts: 0,
    });
  });

  it.each([
    ['was not asked for', {}],
    ['is not there', { prefixLists: { 'pl-1': known(null) } }],
    ['holds what is no range', { prefixLists: { 'pl-1': known(aPrefixList('pl-1', 'everything')) } }],
  ])('may be anything on the ports of a prefix list that %s', (_, more) => {
    const groups = [aSecurityGroup({ egress: [tcpOf(443, prefixList('pl-1'))] })];
    expect(texts(['sg-1'], { ...networkOf({ groups }), ...more })).toEqual({
      certain: 'no traffic',
      possible: 'tcp 443: 0.0.0.0/0, ::/0',
      references: 'no traffic',
      doubts: 1,
    });
  });

  it('keeps references to groups apart', () => {
    const groups = [aSecurityGroup({ egress: [tcpOf(1521, members('sg-9'))] })];
    expect(texts(['sg-1'], networkOf({ groups }))).toEqual({
      certain: 'no traffic',
      possible: 'no traffic',
      references: 'tcp 1521: 0.0.0.0/0, ::/0',
      doubts: 0,
    });
  });

  it.each([
    ['was not asked for', {}],
    ['is not there', { securityGroups: { 'sg-1': known(null) } }],
  ])('may be anything where a group %s', (_, region) => {
    expect(texts(['sg-1'], region)).toMatchObject({ certain: 'no traffic', possible: all, doubts: 1 });
  });

  it('keeps what the other groups admit', () => {
    const groups = [aSecurityGroup({ egress: [tcpOf(443, cidr('10.0.0.0/8'))] })];
    expect(texts(['sg-1', 'sg-2'], networkOf({ groups }))).toMatchObject({
      certain: 'tcp 443: 10.0.0.0/8',
      possible: all,
    });
  });

  it('may be anything for the other side of a protocol that is not known', () => {
    const groups = [aSecurityGroup({ egress: [{ ...tcpOf(1, cidr('10.0.0.0/8')), protocol: 'odd' }] })];
    expect(texts(['sg-1'], networkOf({ groups }))).toMatchObject({
      certain: 'no traffic',
      possible: 'all traffic: 10.0.0.0/8',
      doubts: 1,
    });
  });
});

it('a rule reads as what it is', () => {
  const rules = [tcpOf(22, cidr('0.0.0.0/0'), members('sg-2')), allTrafficOf(prefixList('pl-1'))];
  const groups = [aSecurityGroup({ ingress: rules, egress: rules })];
  const source = sourceOf(networkOf({ groups }));
  const { permits } = admission(['sg-1'], 'ingress', source);
  expect(permits.map((permit) => describePermit(permit, 'ingress'))).toEqual([
    'sg-1 tcp 22 from 0.0.0.0/0',
    'sg-1 tcp 22 from sg-2',
    'sg-1 all traffic from pl-1',
  ]);
  expect(permits.map(isReference)).toEqual([false, true, false]);
  expect(
    admission(['sg-1'], 'egress', source).permits.map((permit) => describePermit(permit, 'egress'))[0],
  ).toBe('sg-1 tcp 22 to 0.0.0.0/0');
});
