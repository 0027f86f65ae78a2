import { describe, expect, it } from 'vitest';
import { complete, cutShort, known, type Unread, unread } from '../../src/model/lookup.ts';
import {
  cannotRead,
  compliant,
  given,
  missingFrom,
  nonCompliant,
  notApplicable,
  notReported,
  unknown,
} from '../../src/model/verdict.ts';

const why = (call: string, over: Partial<Unread> = {}): Unread => ({
  call,
  resource: null,
  error: 'AccessDenied',
  transient: false,
  ...over,
});
const refused = why('iam:GetRole', { resource: 'writer' });
const throttled = why('dms:DescribeEndpoints', { error: 'Throttling', transient: true });
const witness = { kind: 'value', field: 'MultiAZ', value: false } as const;

describe('a verdict', () => {
  it.each([
    [
      'that passes',
      compliant('it exists'),
      { status: 'COMPLIANT', because: 'it exists', witness: null, assumes: [] },
    ],
    [
      'that passes with evidence',
      compliant('x', { witness, assumes: ['SCPs'] }),
      { status: 'COMPLIANT', because: 'x', witness, assumes: ['SCPs'] },
    ],
    [
      'that fails',
      nonCompliant('x', witness),
      { status: 'NON_COMPLIANT', because: 'x', witness, assumes: [], severity: null, remediation: null },
    ],
    [
      'that fails in its own way',
      nonCompliant('x', witness, { severity: 'LOW', remediation: 'do', assumes: ['a'] }),
      { status: 'NON_COMPLIANT', because: 'x', witness, assumes: ['a'], severity: 'LOW', remediation: 'do' },
    ],
    ['that does not apply', notApplicable('x'), { status: 'NOT_APPLICABLE', because: 'x' }],
    ['that is not known', unknown('x', 'y'), { status: 'UNKNOWN', because: 'x', settledBy: 'y' }],
    [
      'on a field left out',
      notReported('dms:DescribeEndpoints', 'SslMode'),
      {
        status: 'UNKNOWN',
        because: 'DMS does not report SslMode',
        settledBy: 'an answer of dms:DescribeEndpoints that holds SslMode',
      },
    ],
  ])('%s', (_, verdict, whole) => {
    expect(verdict).toEqual(whole);
  });
});

describe('what could not be read says what settles it', () => {
  it.each([
    [
      'a refusal',
      [refused],
      'iam:GetRole of writer failed (AccessDenied)',
      'an answer of iam:GetRole (allow it to the auditor), then a new scan',
    ],
    [
      'what may pass',
      [throttled],
      'dms:DescribeEndpoints failed (Throttling, transient)',
      'another try of dms:DescribeEndpoints, then a new scan',
    ],
    [
      'both',
      [throttled, refused],
      'dms:DescribeEndpoints failed (Throttling, transient); iam:GetRole of writer failed (AccessDenied)',
      'an answer of iam:GetRole (allow it to the auditor); another try of dms:DescribeEndpoints, then a new scan',
    ],
    [
      'one thing twice',
      [refused, refused],
      'iam:GetRole of writer failed (AccessDenied)',
      'an answer of iam:GetRole (allow it to the auditor), then a new scan',
    ],
    [
      'one call about two things',
      [refused, { ...refused, resource: 'reader' }],
      'iam:GetRole of writer failed (AccessDenied); iam:GetRole of reader failed (AccessDenied)',
      'an answer of iam:GetRole (allow it to the auditor), then a new scan',
    ],
    [
      'a call that IAM knows by another name',
      [why('dms:DescribeDataProviders')],
      'dms:DescribeDataProviders failed (AccessDenied)',
      'an answer of dms:ListDataProviders (allow it to the auditor), then a new scan',
    ],
  ])('%s', (_, reasons, because, settledBy) => {
    expect(cannotRead(reasons)).toEqual({ status: 'UNKNOWN', because, settledBy });
  });
});

describe('the verdict on an answer', () => {
  const judge = (value: number | null) => (value === null ? notApplicable('none') : compliant(`is ${value}`));
  it.each([
    ['is that on its value', known(3), compliant('is 3')],
    ['hears that there is none', known(null), notApplicable('none')],
    ['is UNKNOWN without one', unread(refused), cannotRead([refused])],
  ])('%s', (_, lookup, verdict) => {
    expect(given(lookup, judge)).toEqual(verdict);
  });
});

it.each([
  ['nothing of a whole one', complete([1]), []],
  ['why it was cut short', cutShort([1], refused), [refused]],
])('what is missing from a listing: %s', (_, listing, reasons) => {
  expect(missingFrom(listing)).toEqual(reasons);
});
