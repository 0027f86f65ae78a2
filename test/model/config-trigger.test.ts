import { describe, expect, it } from 'vitest';
import {
  callsPerChange,
  configTriggerOf,
  isAccountWide,
  recordedTypes,
} from '../../src/model/config-trigger.ts';
import type { FactName } from '../../src/model/facts.ts';
import { catalogue } from '../../src/rules/index.ts';

const endpoint = 'AWS::DMS::Endpoint';
const ruleOf = (judges: readonly string[], needs: readonly FactName[]) => ({ judges, needs });

describe('what triggers an AWS Config rule', () => {
  it.each([
    ['one recorded kind that needs itself alone', 'change', [endpoint], ['endpoints']],
    ['its own tags too', 'change', [endpoint], ['endpoints', 'tags']],
    ['anything that it joins', 'schedule', [endpoint], ['endpoints', 'buckets']],
    ['another recorded kind that it joins', 'schedule', [endpoint], ['endpoints', 'certificates']],
    [
      'two kinds, that it may join',
      'schedule',
      [endpoint, 'AWS::DMS::Certificate'],
      ['endpoints', 'certificates'],
    ],
    [
      'a kind that is not recorded beside one that is',
      'schedule',
      ['AWS::DMS::ReplicationInstance', 'AWS::DMS::InstanceProfile'],
      ['instances', 'instanceProfiles'],
    ],
    ['a kind that is not recorded', 'schedule', ['AWS::DMS::DataProvider'], ['dataProviders']],
    ['keys, which concern DMS by what names them', 'schedule', ['AWS::KMS::Key'], ['keys']],
    ['roles', 'schedule', ['AWS::IAM::Role'], ['roles']],
    ['the account', 'schedule', ['AWS::::Account'], ['trails']],
  ] as const)('for %s: %s', (_, trigger, judges, needs) => {
    expect(configTriggerOf(ruleOf(judges, needs))).toBe(trigger);
  });

  it('is a change for these rules of the catalogue', () => {
    expect(catalogue.filter((rule) => configTriggerOf(rule) === 'change').map(({ id }) => id)).toEqual([
      'endpoint-uses-secret',
      'instance-engine-is-supported',
      'instance-engine-supports-guard',
      'instance-upgrades-minor-versions',
      'kafka-endpoint-requires-tls',
      'neptune-endpoint-uses-iam',
      'redis-endpoint-authenticates',
      'redis-endpoint-requires-tls',
      'subnet-group-spans-zones',
      'target-data-is-encrypted',
    ]);
  });
});

describe('a changed resource', () => {
  it.each([
    ['is listed', ['endpoints'], ['dms:DescribeEndpoints']],
    ['has its tags read', ['endpoints', 'tags'], ['dms:DescribeEndpoints', 'dms:ListTagsForResource']],
    ['makes a publisher read nothing for itself', ['endpoints', 'buckets'], []],
  ] as const)('%s', (_, needs, calls) => {
    expect(callsPerChange(ruleOf([endpoint], needs))).toEqual(calls);
  });

  it('costs one listing in every rule of the catalogue that it triggers', () => {
    for (const rule of catalogue.filter((one) => configTriggerOf(one) === 'change'))
      expect(callsPerChange(rule), rule.id).toHaveLength(1);
  });
});

it('rules on roles and principals report once an account, all others in each Region', () => {
  const types = new Set(catalogue.filter(isAccountWide).flatMap(({ judges }) => judges));
  expect([...types].sort()).toEqual(['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::KMS::Key']);
  const regional = catalogue.filter((rule) => !isAccountWide(rule)).flatMap(({ judges }) => judges);
  expect(regional.filter((type) => type.startsWith('AWS::IAM'))).toEqual([]);
});

it('what AWS Config records of DMS is six types', () => {
  expect([...recordedTypes].sort()).toEqual([
    'AWS::DMS::Certificate',
    'AWS::DMS::Endpoint',
    'AWS::DMS::EventSubscription',
    'AWS::DMS::ReplicationInstance',
    'AWS::DMS::ReplicationSubnetGroup',
    'AWS::DMS::ReplicationTask',
  ]);
});
