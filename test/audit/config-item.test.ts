import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../src/audit/config-item.ts';
import { instanceArn, instanceType, onAccount, onInstance, unseen } from '../publish/reports.ts';
import { ACCOUNT, REGION, roleArn } from '../support/builders.ts';
import { aFinding } from './results.ts';

const item = {
  type: instanceType,
  id: 'X',
  account: ACCOUNT,
  name: null,
  arn: null,
  region: REGION,
  isDeleted: false,
};
const [a, b] = [onInstance('a'), onInstance('b')];

describe('the finding of an item', () => {
  it.each([
    ['by ARN, whatever the id', { id: 'X', arn: instanceArn('b') }],
    ['by an id that is the ARN', { id: instanceArn('b') }],
    ['by an id that ends the ARN', { id: 'B' }],
    ['by an id that is the identifier', { id: 'b' }],
    ['by name', { name: 'b' }],
    ['by ARN before another one’s name', { arn: instanceArn('b'), name: 'a' }],
    ['by id before another one’s name', { id: 'B', name: 'a' }],
  ])('%s', (_, over) => {
    expect(findingsOf({ ...item, ...over }, [a, b], true)).toEqual([b]);
  });

  it('is none of another type with the same id', () => {
    expect(findingsOf({ ...item, type: 'AWS::DMS::Endpoint', id: 'b' }, [a, b], true)).toEqual([]);
  });

  it('is that of the role, whose id in AWS Config is generated', () => {
    const role = aFinding({
      resource: {
        type: 'AWS::IAM::Role',
        id: 'dms-vpc-role',
        arn: roleArn('dms-vpc-role'),
        account: ACCOUNT,
        region: 'global',
      },
    });
    const recorded = {
      ...item,
      type: 'AWS::IAM::Role',
      id: 'AROAEXAMPLE',
      name: 'dms-vpc-role',
      region: 'global',
    };
    expect(findingsOf(recorded, [role], true)).toEqual([role]);
  });
});

describe('an item that was not found', () => {
  const missing = onAccount(unseen);

  it('is gone, where all were listed', () => {
    expect(findingsOf(item, [a, missing], true)).toEqual([]);
  });

  it('is not known, where they were not', () => {
    expect(findingsOf(item, [a, missing], false)).toEqual([missing]);
  });
});
