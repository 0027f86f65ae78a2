import { describe, expect, it } from 'vitest';
import type { ConfigReport, ConfigResource, UnknownAs } from '../../src/model/config-report.ts';
import type { Finding, Status } from '../../src/model/finding.ts';
import { toEntries, toEvaluation } from '../../src/publish/config-evaluations.ts';
import { aFinding } from '../audit/results.ts';
import { ACCOUNT, roleArn } from '../support/builders.ts';
import {
  accountType,
  all,
  aReport,
  failed,
  instanceArn,
  instanceType,
  onAccount,
  onInstance,
  unseen,
} from './reports.ts';

/** Each line that AWS Config gets: type, id, outcome, annotation. */
const lines = (report: ConfigReport, reported: readonly ConfigResource[] | null = []) =>
  toEntries(report, reported)
    .map((entry) => toEvaluation(entry, report))
    .map(({ resource, compliance, annotation }) => [resource.type, resource.id, compliance, annotation]);

const arn = instanceArn('a');
const green = { exceptionsAs: 'COMPLIANT' } as const;
const onRole = (name: string, over = {}) =>
  aFinding({
    resource: { type: 'AWS::IAM::Role', id: name, arn: roleArn(name), account: ACCOUNT, region: 'global' },
    ...over,
  });
const absent = (name: string) =>
  onRole(name, {
    status: 'NON_COMPLIANT',
    because: 'it does not exist',
    witness: { kind: 'absence', type: 'AWS::IAM::Role', arn: roleArn(name), call: 'iam:GetRole' },
  });

describe('an outcome', () => {
  it.each<[Status, UnknownAs, string, string]>([
    ['COMPLIANT', 'NON_COMPLIANT', 'COMPLIANT', 'the reason'],
    ['NON_COMPLIANT', 'NON_COMPLIANT', 'NON_COMPLIANT', 'the reason'],
    ['NOT_APPLICABLE', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'the reason'],
    ['UNKNOWN', 'NON_COMPLIANT', 'NON_COMPLIANT', 'UNKNOWN: the reason'],
    ['UNKNOWN', 'SKIP', 'NOT_APPLICABLE', 'UNKNOWN: the reason'],
  ])('%s, UNKNOWN as %s', (status, unknownAs, compliance, annotation) => {
    const finding = onInstance('a', { status, because: 'the reason' });
    expect(lines(aReport(all(finding), { unknownAs }))).toEqual([
      [instanceType, arn, compliance, annotation],
    ]);
  });

  it('has no annotation where there is nothing to say', () => {
    expect(lines(aReport(all(onInstance('a', { because: ' \n' }))))).toEqual([
      [instanceType, arn, 'COMPLIANT', null],
    ]);
  });

  it('has its reason cut at 256 characters', () => {
    const because = `it names ${'vpc-security-group '.repeat(40)}`;
    const [[, , , annotation] = []] = lines(aReport(all(onInstance('a', { because }))));
    expect(annotation).toMatch(/^it names vpc-security-group .* vpc-security-group…$/);
    expect(annotation?.length).toBeLessThanOrEqual(256);
  });
});

describe('an exception', () => {
  const exception = { owner: 'db-team', reason: 'ticket 7', expires: '2027-01-31' };
  const excepted = 'excepted until 2027-01-31 by db-team: PubliclyAccessible is true (ticket 7)';
  const notSeen =
    'excepted until 2027-01-31 by db-team: UNKNOWN: dms:DescribeX failed (AccessDenied) (ticket 7)';

  it.each<[string, Partial<Finding>, Partial<ConfigReport>, readonly [string, string]]>([
    ['fails, and says who answers for it until when', failed, {}, ['NON_COMPLIANT', excepted]],
    ['passes where that is asked for, and says so too', failed, green, ['COMPLIANT', excepted]],
    ['of what is not known fails', unseen, {}, ['NON_COMPLIANT', notSeen]],
    ['of what is not known passes where that is asked for', unseen, green, ['COMPLIANT', notSeen]],
    [
      'of what is not known is skipped where UNKNOWN is',
      unseen,
      { ...green, unknownAs: 'SKIP' },
      ['NOT_APPLICABLE', notSeen],
    ],
  ])('%s', (_, over, ways, said) => {
    const finding = onInstance('a', { ...over, exception });
    expect(lines(aReport(all(finding), ways))).toEqual([[instanceType, arn, ...said]]);
  });

  it.each([
    [
      'beside a failure does not hide it',
      [{ ...failed, because: 'bad' }],
      green,
      ['NON_COMPLIANT', `bad; ${excepted}`],
    ],
    [
      'beside what is not known does not hide it',
      [unseen],
      green,
      ['NON_COMPLIANT', `UNKNOWN: ${unseen.because}; ${excepted}`],
    ],
    [
      'fails beside what is not known and skipped',
      [unseen],
      { unknownAs: 'SKIP' as const },
      ['NON_COMPLIANT', `${excepted}; UNKNOWN: ${unseen.because}`],
    ],
    ['stands before what passes', [{}], green, ['COMPLIANT', excepted]],
  ])('%s', (_, others, ways, said) => {
    const findings = [
      onInstance('a', { ...failed, exception }),
      ...others.map((over) => onInstance('a', over)),
    ];
    expect(lines(aReport(all(...findings), ways))).toEqual([[instanceType, arn, ...said]]);
  });

  it('names owner and expiry however long the rest is', () => {
    const because = 'it names vpc-security-group '.repeat(40);
    const [[, , , annotation] = []] = lines(aReport(all(onInstance('a', { ...failed, because, exception }))));
    expect(annotation).toMatch(/^excepted until 2027-01-31 by db-team: it names .*…$/);
  });
});

describe('a resource goes by', () => {
  it.each([
    ['its ARN, where nothing was reported before', [], arn],
    ['the id that an item had', [{ type: instanceType, id: 'A' }], 'A'],
    ['its identifier, where that was reported', [{ type: instanceType, id: 'a' }], 'a'],
    [
      'the id of an item, before its ARN',
      [
        { type: instanceType, id: arn },
        { type: instanceType, id: 'A' },
      ],
      'A',
    ],
    ['its ARN, where the id is of another type', [{ type: 'AWS::DMS::Endpoint', id: 'A' }], arn],
  ])('%s', (_, reported, id) => {
    expect(lines(aReport(all(onInstance('a'))), reported)[0]?.[1]).toBe(id);
  });

  it.each([
    ['a role by its name', onRole('dms-vpc-role'), ['AWS::IAM::Role', 'dms-vpc-role']],
    [
      'a key by its id',
      aFinding({
        resource: {
          type: 'AWS::KMS::Key',
          id: '1234-abcd',
          arn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234-abcd`,
          account: ACCOUNT,
          region: 'eu-west-1',
        },
      }),
      ['AWS::KMS::Key', '1234-abcd'],
    ],
    ['the account by its number', onAccount(), [accountType, ACCOUNT]],
  ])('%s', (_, finding, named) => {
    expect(lines(aReport(all(finding)))[0]?.slice(0, 2)).toEqual(named);
  });
});

describe('several findings on one resource are one line, the worst', () => {
  it.each([
    [
      'a failure over an unknown',
      [unseen, failed],
      'NON_COMPLIANT',
      'PubliclyAccessible is true; UNKNOWN: dms:DescribeX failed (AccessDenied)',
    ],
    ['an unknown over a pass', [{}, unseen], 'NON_COMPLIANT', 'UNKNOWN: dms:DescribeX failed (AccessDenied)'],
    [
      'a pass over what is not concerned',
      [{ status: 'NOT_APPLICABLE', because: 'no' }, {}],
      'COMPLIANT',
      'PubliclyAccessible is false',
    ],
    ['the same twice, said once', [failed, failed], 'NON_COMPLIANT', 'PubliclyAccessible is true'],
  ] as const)('%s', (_, overs, compliance, annotation) => {
    const findings = overs.map((over) => onInstance('a', over));
    expect(lines(aReport(all(...findings)))).toEqual([[instanceType, arn, compliance, annotation]]);
  });
});

it('says what does not exist of the account, all names', () => {
  const report = aReport(
    all(absent('dms-vpc-role'), onRole('dms-access-for-endpoint'), absent('dms-cloudwatch-logs-role')),
  );
  expect(lines(report)).toEqual([
    [
      accountType,
      ACCOUNT,
      'NON_COMPLIANT',
      'it does not exist (Role dms-vpc-role, Role dms-cloudwatch-logs-role)',
    ],
    ['AWS::IAM::Role', 'dms-access-for-endpoint', 'COMPLIANT', 'PubliclyAccessible is false'],
  ]);
});

describe('what was reported before and is no longer there', () => {
  const gone = { type: instanceType, id: 'GONE' };
  const withdrawn = [instanceType, 'GONE', 'NOT_APPLICABLE', 'it is no longer there'];

  it('is withdrawn', () => {
    expect(lines(aReport(all(onInstance('a'))), [gone])).toContainEqual(withdrawn);
  });

  it('is told by type and id: two types can share an id', () => {
    const reported = [
      { type: 'AWS::DMS::Endpoint', id: arn },
      { type: instanceType, id: arn },
    ];
    expect(lines(aReport(all(onInstance('a'))), reported)).toEqual([
      [instanceType, arn, 'COMPLIANT', 'PubliclyAccessible is false'],
      ['AWS::DMS::Endpoint', arn, 'NOT_APPLICABLE', 'it is no longer there'],
    ]);
  });

  it('stays where the listing of its type was not complete', () => {
    const report = aReport({ ...all(), wasListed: (type) => type !== instanceType });
    expect(lines(report, [gone, { type: accountType, id: ACCOUNT }])).toEqual([
      [accountType, ACCOUNT, 'NOT_APPLICABLE', 'it is no longer there'],
    ]);
  });

  it('stays where it is not known what was reported', () => {
    expect(lines(aReport(all(onInstance('a'))), null)).toHaveLength(1);
  });
});

it.each([
  [
    'changed',
    { kind: 'changed', resource: { type: instanceType, id: 'A' }, verdicts: [onInstance('a', failed)] },
    'NON_COMPLIANT',
    'PubliclyAccessible is true',
  ],
  [
    'gone',
    { kind: 'gone', resource: { type: instanceType, id: 'A' }, because: 'it was deleted' },
    'NOT_APPLICABLE',
    'it was deleted',
  ],
] as const)(
  'a resource that is %s keeps the id of the item, and nothing else is touched',
  (_, tidings, compliance, annotation) => {
    expect(lines(aReport(tidings), [{ type: instanceType, id: 'OTHER' }])).toEqual([
      [instanceType, 'A', compliance, annotation],
    ]);
  },
);
