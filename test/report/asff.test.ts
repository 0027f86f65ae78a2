import { describe, expect, it } from 'vitest';
import type { Finding, Subject } from '../../src/model/finding.ts';
import type { Recording } from '../../src/model/recording.ts';
import type { UnreadEntry } from '../../src/model/result.ts';
import { toAsff } from '../../src/report/asff.ts';
import type { AsffFinding } from '../../src/report/asff-finding.ts';
import { aFinding, aResult, excepted } from '../audit/results.ts';
import { ACCOUNT, FOREIGN, REGION, TAKEN_AT } from '../support/builders.ts';
import {
  aRecord,
  aRecording,
  closed,
  EARLIER,
  failed,
  failing,
  goneNow,
  HOME,
  onRole,
  remembering,
  unseen,
} from './recordings.ts';

const all = (recording: Recording, ...findings: readonly Finding[]): readonly AsffFinding[] =>
  toAsff(aResult(...findings), recording).flatMap((group) => group.findings);

/** The one finding that comes of one. */
function one(over: Partial<Finding>, recording: Recording = aRecording()): AsffFinding {
  const [found, ...others] = all(recording, aFinding(over));
  if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} are told`);
  return found;
}

const shown = (recording: Recording, ...findings: readonly Finding[]): readonly string[] =>
  all(recording, ...findings).map(
    ({ Compliance, RecordState, FindingProviderFields }) =>
      `${Compliance.Status} ${RecordState} ${FindingProviderFields.Severity.Label}`,
  );

describe('what Security Hub shows of a finding', () => {
  const heavy = { severity: 'HIGH' } as const;
  const passing = { status: 'COMPLIANT' } as const;
  const apart = { status: 'NOT_APPLICABLE', because: 'it is of another engine' } as const;
  const nothing = remembering();
  const wasOpen = remembering(aRecord());
  const neverOpen = aRecording({
    recorded: new Map([[aRecord().id, { ...aRecord(), firstSeen: null, decided: null }]]),
  });

  it.each<readonly [string, Partial<Finding>, Recording, readonly string[]]>([
    ['fails, and nobody remembers', failed, aRecording(), ['FAILED ACTIVE HIGH']],
    ['fails for the first time', failed, nothing, ['FAILED ACTIVE HIGH']],
    ['still fails', failed, wasOpen, ['FAILED ACTIVE HIGH']],
    [
      'fails, and somebody answers for it',
      { ...failed, exception: excepted },
      wasOpen,
      ['WARNING ACTIVE HIGH'],
    ],
    ['is not known', unseen, nothing, ['WARNING ACTIVE HIGH']],
    ['is no longer known', unseen, wasOpen, ['WARNING ACTIVE HIGH']],
    [
      'is not known, and somebody answers for it',
      { ...unseen, exception: excepted },
      nothing,
      ['WARNING ACTIVE HIGH'],
    ],
    ['passes, and nobody remembers', passing, aRecording(), ['PASSED ACTIVE INFORMATIONAL']],
    ['always passed', passing, nothing, []],
    ['always passed, as is remembered', passing, neverOpen, []],
    ['passes now', passing, wasOpen, ['PASSED ARCHIVED INFORMATIONAL']],
    ['does not apply, and nobody remembers', apart, aRecording(), []],
    ['never applied', apart, nothing, []],
    ['no longer applies', apart, wasOpen, ['NOT_AVAILABLE ARCHIVED INFORMATIONAL']],
  ])('%s', (_, over, recording, states) => {
    expect(shown(recording, aFinding({ ...heavy, ...over }))).toEqual(states);
  });

  it.each<readonly [string, Recording, readonly string[]]>([
    [
      'it is known to be gone',
      remembering(aRecord({ decided: goneNow })),
      ['NOT_AVAILABLE ARCHIVED INFORMATIONAL'],
    ],
    ['its place was not listed', remembering(aRecord({ isUnseen: true })), ['WARNING ACTIVE HIGH']],
    [
      'its place was not listed, and it passed before',
      remembering(aRecord({ isUnseen: true, decided: { ...failing, status: 'COMPLIANT' }, nightly: closed })),
      [],
    ],
    ['it is none of the profile', remembering(aRecord()), []],
    ['nobody remembers', aRecording(), []],
  ])('a finding that is missing: %s', (_, recording, states) => {
    expect(shown(recording)).toEqual(states);
  });

  it('an archived one that is back is active again, as old as it is', () => {
    const back = one(failed, remembering(aRecord({ decided: goneNow })));
    expect(back).toMatchObject({ RecordState: 'ACTIVE', CreatedAt: EARLIER, UpdatedAt: TAKEN_AT });
  });

  it('the workflow is the customer’s', () => {
    for (const over of [failed, unseen, { ...failed, exception: excepted }])
      expect(
        Object.keys(one(over)).filter((name) => /workflow|note|verification|^severity|^types/i.test(name)),
      ).toEqual([]);
  });
});

describe('its reasons', () => {
  const unread = (error: string, transient = false): UnreadEntry => ({
    ...{ account: ACCOUNT, region: REGION, call: 'kms:DescribeKey', resource: 'key/1', error, transient },
  });
  const reasonsOf = (finding: Finding, recording = aRecording(), entries: readonly UnreadEntry[] = []) => {
    const result = aResult(finding);
    const groups = toAsff({ ...result, coverage: { ...result.coverage, unread: entries } }, recording);
    return groups.flatMap(({ findings }) => findings.flatMap(({ Compliance }) => Compliance.StatusReasons));
  };

  it.each([
    ['AccessDeniedException', false, 'failed (AccessDeniedException)', 'DMS_AUDITOR_ACCESS_DENIED'],
    ['UnauthorizedOperation', false, 'failed (UnauthorizedOperation)', 'DMS_AUDITOR_ACCESS_DENIED'],
    ['Throttling', true, 'failed (Throttling, transient)', 'DMS_AUDITOR_CALL_FAILED'],
    ['NotCollected', false, 'was not asked when the snapshot was taken', 'DMS_AUDITOR_NOT_COLLECTED'],
  ])('%s', (error, transient, words, code) => {
    const because = `whether it may be used: kms:DescribeKey of key/1 ${words}`;
    expect(reasonsOf(aFinding({ ...unseen, because }), aRecording(), [unread(error, transient)])).toEqual([
      { ReasonCode: code, Description: `kms:DescribeKey of key/1 ${words}` },
    ]);
  });

  it('are the rule’s own words where no call failed, or another account’s did', () => {
    const [because, elsewhere] = ['it hangs on its address', { ...unread('AccessDenied'), account: FOREIGN }];
    for (const text of [because, 'kms:DescribeKey of key/1 failed (AccessDenied)'])
      expect(reasonsOf(aFinding({ ...unseen, because: text }), aRecording(), [elsewhere])).toEqual([
        { ReasonCode: 'DMS_AUDITOR_NOT_DECIDED', Description: text },
      ]);
  });

  it('say so where there are too many to tell', () => {
    const entries = Array.from({ length: 40 }, (_, index) => ({
      ...unread('AccessDenied'),
      resource: `key/${index}.`,
    }));
    const because = entries
      .map(({ call, resource }) => `${call} of ${resource} failed (AccessDenied)`)
      .join('; ');
    const told = reasonsOf(aFinding({ ...unseen, because }), aRecording(), entries);
    expect(told).toHaveLength(10);
    expect(told.at(-1)).toEqual({
      ReasonCode: 'DMS_AUDITOR_MORE_REASONS',
      Description: '31 more are in the saved result',
    });
  });

  it('tell who answers for a failure, and until when', () => {
    const finding = one({ ...failed, exception: excepted });
    expect(finding.Compliance.StatusReasons).toEqual([
      { ReasonCode: 'DMS_AUDITOR_EXCEPTED', Description: 'excepted until 2027-01-01 by team: in work' },
    ]);
    expect(finding.ProductFields).toMatchObject({
      'dms-auditor/Exception/Owner': 'team',
      'dms-auditor/Exception/Expires': '2027-01-01',
    });
  });

  it('tell that it failed when it was last seen', () => {
    const codes = reasonsOf(aFinding(unseen), remembering(aRecord())).map(({ ReasonCode }) => ReasonCode);
    expect(codes).toEqual(['DMS_AUDITOR_FAILED_BEFORE', 'DMS_AUDITOR_NOT_DECIDED']);
  });
});

describe('where it is imported', () => {
  const on = (resource: Partial<Subject>): Finding =>
    aFinding({ ...failed, resource: { ...aFinding().resource, ...resource } });
  const productOf = (homeRegion: string, finding: Finding): string | undefined =>
    all(aRecording({ homeRegion }), finding)[0]?.ProductArn;

  it.each([
    [
      'its own account and Region',
      HOME,
      on({}),
      `arn:aws:securityhub:${REGION}:${ACCOUNT}:product/${ACCOUNT}/default`,
    ],
    [
      'of IAM: the home Region',
      HOME,
      on(onRole('r')),
      `arn:aws:securityhub:${HOME}:${ACCOUNT}:product/${ACCOUNT}/default`,
    ],
    [
      'another account',
      HOME,
      on({ account: FOREIGN }),
      `arn:aws:securityhub:${REGION}:${FOREIGN}:product/${FOREIGN}/default`,
    ],
    [
      'China',
      HOME,
      on({ region: 'cn-north-1' }),
      `arn:aws-cn:securityhub:cn-north-1:${ACCOUNT}:product/${ACCOUNT}/default`,
    ],
    [
      'GovCloud',
      'us-gov-west-1',
      on(onRole('r')),
      `arn:aws-us-gov:securityhub:us-gov-west-1:${ACCOUNT}:product/${ACCOUNT}/default`,
    ],
    [
      'Europe’s own',
      HOME,
      on({ region: 'eusc-de-east-1' }),
      `arn:aws-eusc:securityhub:eusc-de-east-1:${ACCOUNT}:product/${ACCOUNT}/default`,
    ],
  ])('%s', (_, home, finding, arn) => {
    expect(productOf(home, finding)).toBe(arn);
  });

  it('one group for each account and Region, in which no finding is of another', () => {
    const findings = [on({}), on({ account: FOREIGN }), on(onRole('r')), on({ region: HOME }), on({})];
    const groups = toAsff(aResult(...findings), aRecording());
    expect(groups.map(({ account, region, findings: { length } }) => [account, region, length])).toEqual([
      [ACCOUNT, REGION, 2],
      [FOREIGN, REGION, 1],
      [ACCOUNT, HOME, 2],
    ]);
    for (const { account, region, findings: told } of groups)
      for (const { AwsAccountId, ProductArn } of told)
        expect([AwsAccountId, ProductArn.split(':')[3]]).toEqual([account, region]);
  });
});

describe('its resource', () => {
  const resourceOf = (over: Partial<Subject>) =>
    one({ resource: { ...aFinding().resource, ...over } }).Resources;
  const arn = (tail: string): string => `arn:aws:dms:${REGION}:${ACCOUNT}:${tail}`;

  it.each([
    [
      'AWS::DMS::Endpoint',
      'AwsDmsEndpoint',
      { AwsDmsEndpoint: { EndpointArn: arn('x:X'), EndpointIdentifier: 'x' } },
    ],
    [
      'AWS::DMS::ReplicationInstance',
      'AwsDmsReplicationInstance',
      { AwsDmsReplicationInstance: { ReplicationInstanceIdentifier: 'x' } },
    ],
    [
      'AWS::DMS::ReplicationTask',
      'AwsDmsReplicationTask',
      { AwsDmsReplicationTask: { ReplicationTaskIdentifier: 'x' } },
    ],
    ['AWS::KMS::Key', 'AwsKmsKey', { AwsKmsKey: { KeyId: 'x' } }],
    ['AWS::DMS::ReplicationConfig', 'Other', { Other: { Type: 'AWS::DMS::ReplicationConfig', Id: 'x' } }],
  ])('%s', (type, Type, Details) => {
    expect(resourceOf({ type, id: 'x', arn: arn('x:X') })).toEqual([
      { Type, Id: arn('x:X'), Partition: 'aws', Region: REGION, Details },
    ]);
  });

  it('of IAM has no Region, and an account the name that Security Hub gives it', () => {
    expect(resourceOf(onRole('dms-vpc-role'))).toEqual([
      {
        ...{ Type: 'AwsIamRole', Id: onRole('dms-vpc-role').arn, Partition: 'aws' },
        Details: { AwsIamRole: { RoleName: 'dms-vpc-role' } },
      },
    ]);
    expect(resourceOf({ type: 'AWS::::Account', id: ACCOUNT, arn: null })).toEqual([
      { Type: 'AwsAccount', Id: `AWS::::Account:${ACCOUNT}`, Partition: 'aws', Region: REGION },
    ]);
  });
});

describe('its id', () => {
  const idOf = (over: Partial<Finding>, recording?: Recording): string => one(over, recording).Id;

  it('hangs on account, Region, rule and resource alone', () => {
    const id = idOf(failed);
    expect(id).toMatch(new RegExp(`^dms-auditor/aws/${ACCOUNT}/${REGION}/instance-is-private/[0-9a-f]{32}$`));
    expect(idOf({ ...unseen, severity: 'LOW' })).toBe(id);
    expect(idOf(failed, remembering(aRecord()))).toBe(id);
    expect(all(remembering(aRecord({ decided: goneNow }))).map(({ Id }) => Id)).toEqual([id]);
    expect(idOf({ ...failed, id: 'instance-is-private@2' })).not.toBe(id);
  });
});

it('two scans of the same say the same but for the time', () => {
  const [first] = all(remembering(aRecord()), aFinding(failed));
  const later = { ...aResult(aFinding(failed)), takenAt: '2026-11-02T03:00:00.000Z' };
  const [second] = toAsff(later, remembering(aRecord())).flatMap(({ findings }) => findings);
  expect(second).toEqual({ ...first, UpdatedAt: later.takenAt, LastObservedAt: later.takenAt });
});

it('a rule that is no longer there is told by its id', () => {
  expect(one(failed, aRecording({ rules: [] }))).toMatchObject({
    Title: 'instance-is-private',
    Description: 'ReplicationInstance instance-1: PubliclyAccessible is true.',
    Remediation: { Recommendation: { Text: 'Replace the instance.' } },
  });
});
