import { describe, expect, it } from 'vitest';
import {
  dmsPrincipals,
  isDmsService,
  serviceDomain,
  withoutDomain,
} from '../../../src/analysis/callers/service-principals.ts';

describe('service principals', () => {
  it.each<[principal: string, isDms: boolean]>([
    ['dms.amazonaws.com', true],
    ['dms.eu-west-1.amazonaws.com', true],
    ['dms-data-migrations.amazonaws.com', true],
    ['dms.amazonaws.com.cn', true],
    ['dms.cn-north-1.amazonaws.com.cn', true],
    ['dms-data-migrations.eu-west-1.amazonaws.com', false],
    ['dms.eu-west-1.internal.amazonaws.com', false],
    ['dms-fleet-advisor.amazonaws.com', false],
    ['redshift.amazonaws.com', false],
    ['dms.amazonaws.com.example', false],
    ['DMS.amazonaws.com', false],
    ['amazonaws.com', false],
    ['*', false],
  ])('%s is DMS: %s', (principal, isDms) => {
    expect(isDmsService(principal)).toBe(isDms);
  });

  it.each([
    ['redshift.amazonaws.com', 'redshift'],
    ['dms.cn-north-1.amazonaws.com.cn', 'dms.cn-north-1'],
    ['redshift', null],
  ])('%s without its domain is %s', (principal, stem) => {
    expect(withoutDomain(principal)).toBe(stem);
  });

  it.each([
    ['aws', 'amazonaws.com'],
    ['aws-us-gov', 'amazonaws.com'],
    ['aws-cn', 'amazonaws.com.cn'],
  ])('end in the partition %s in %s', (partition, domain) => {
    expect(serviceDomain(partition)).toBe(domain);
  });

  it('of DMS are all its own', () => {
    const all = dmsPrincipals('aws-cn', ['cn-north-1', 'cn-northwest-1']);
    expect(all).toEqual([
      'dms.amazonaws.com.cn',
      'dms-data-migrations.amazonaws.com.cn',
      'dms.cn-north-1.amazonaws.com.cn',
      'dms.cn-northwest-1.amazonaws.com.cn',
    ]);
    expect(all.every(isDmsService)).toBe(true);
  });
});
