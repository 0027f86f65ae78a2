import { describe, expect, it } from 'vitest';
import { arnMatches, readArn } from '../../../src/analysis/policy/arn.ts';

const matches = (pattern: string, value: string): boolean =>
  arnMatches(value, [{ text: pattern, literal: false }]);

describe('arnMatches', () => {
  const rep = 'arn:aws:dms:eu-west-1:111111111111:rep:ABC';
  it.each([
    [rep, rep, true],
    ['arn:aws:dms:*:111111111111:*', rep, true],
    ['arn:aws:dms:*:111111111111:rep:*', rep, true],
    ['arn:*:*:*:*:*', rep, true],
    ['arn:aws:dms:eu-west-?:1111????????:rep:A?C', rep, true],
    ['arn:aws:dms:*:999999999999:*', rep, false],
    ['arn:aws:dms:*:*', rep, false],
    ['*', rep, false],
    ['arn:aws:DMS:*:111111111111:*', rep, false],
    ['arn:aws:s3:::foo', 'arn:aws:s3:::foo', true],
    ['arn:*:*:*:*:*', 'not-an-arn', false],
    ['arn:*:*:*:*:*', 'arn:aws:dms', false],
    ['*:*:*:*:*:*', 'arn', false],
    // The example on AWS's page: under StringLike this would match.
    [
      'arn:aws:someservice:*:111122223333:finance/*',
      'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt',
      false,
    ],
  ])('%s against %s is %s', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });
});

describe('readArn', () => {
  it('keeps the colons of the resource', () => {
    const arn = { partition: 'aws-cn', service: 'dms', account: '1', resource: 'rep:ABC' };
    expect(readArn('arn:aws-cn:dms:r:1:rep:ABC')).toEqual(arn);
  });

  it.each(['', 'arn', 'arn:aws', 'arn:aws:iam:', 'arn:aws:iam::1', 'urn:aws:iam::1:root'])(
    '%j is none',
    (text) => {
      expect(readArn(text)).toBeNull();
    },
  );
});
