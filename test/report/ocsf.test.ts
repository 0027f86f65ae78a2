import { describe, expect, it } from 'vitest';
import { type Finding, severities } from '../../src/model/finding.ts';
import type { Recording } from '../../src/model/recording.ts';
import { type OcsfEvent, toOcsf } from '../../src/report/ocsf.ts';
import { aFinding, aResult, excepted } from '../audit/results.ts';
import { ACCOUNT, FOREIGN, REGION, TAKEN_AT } from '../support/builders.ts';
import { faultsIn } from './ocsf-schema.ts';
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
  opened,
  remembering,
  unseen,
} from './recordings.ts';

const all = (recording: Recording, ...findings: readonly Finding[]): readonly OcsfEvent[] =>
  toOcsf(aResult(...findings), recording).flatMap(({ events }) => events);

const passing = { status: 'COMPLIANT' } as const;
const apart = { status: 'NOT_APPLICABLE', because: 'it is of another engine' } as const;
const today = aRecord({ firstSeen: TAKEN_AT, nightly: opened });
const resolvedToday = aRecord({ decided: { ...failing, status: 'COMPLIANT' }, nightly: closed });
const resolvedBefore = aRecord({
  decided: { ...failing, status: 'COMPLIANT' },
  nightly: { ...closed, at: EARLIER },
});

const cases: readonly (readonly [string, Partial<Finding>, Recording, string])[] = [
  ['fails, and nobody remembers', failed, aRecording(), 'Create, New, Fail, High'],
  ['fails for the first time', failed, remembering(today), 'Create, New, Fail, High'],
  ['still fails', failed, remembering(aRecord()), 'Update, New, Fail, High'],
  [
    'fails, and somebody answers for it',
    { ...failed, exception: excepted },
    remembering(aRecord()),
    'Update, Suppressed, Fail, High',
  ],
  ['is not known', unseen, remembering(today), 'Create, New, Warning, High'],
  ['is no longer known', unseen, remembering(aRecord()), 'Update, New, Warning, High'],
  [
    'fails, and AWS Config had seen it first',
    failed,
    remembering(aRecord({ nightly: opened })),
    'Create, New, Fail, High',
  ],
  ['fails, as no later reading found it to', failed, remembering(), 'Update, New, Fail, High'],
  ['passes, and nobody remembers', passing, aRecording(), 'Create, , Pass, Informational'],
  ['always passed', passing, remembering(), 'Update, , Pass, Informational'],
  ['passes now', passing, remembering(resolvedToday), 'Close, Resolved, Pass, Informational'],
  ['passes since', passing, remembering(resolvedBefore), 'Update, Resolved, Pass, Informational'],
  ['never applied', apart, remembering(), 'Update, , Not applicable, Informational'],
  ['no longer applies', apart, remembering(resolvedToday), 'Close, Archived, Not applicable, Informational'],
];

describe('what an event says of a finding', () => {
  it.each(cases)('%s', (_, over, recording, said) => {
    const [event] = all(recording, aFinding({ severity: 'HIGH', ...over }));
    const { activity_name, status, compliance, severity } = event ?? {};
    expect([activity_name, status, compliance?.status, severity].join(', ')).toBe(said);
  });

  it.each([
    ['is gone now', { decided: goneNow, nightly: closed }, ['Close, Archived, Unknown, Informational']],
    ['is gone since', { decided: goneNow, nightly: { ...closed, at: EARLIER } }, []],
    ['was not read', {}, []],
  ])('that is missing: %s', (_, over, said) => {
    const events = all(remembering(aRecord(over)));
    expect(
      events.map(({ activity_name, status, compliance, severity }) =>
        [activity_name, status, compliance.status, severity].join(', '),
      ),
    ).toEqual(said);
    expect(events.flatMap(faultsIn)).toEqual([]);
  });

  it('since when, in milliseconds', () => {
    const [event] = all(remembering(aRecord()), aFinding(failed));
    expect(event).toMatchObject({
      time: Date.parse(TAKEN_AT),
      finding_info: { first_seen_time: Date.parse(EARLIER), last_seen_time: Date.parse(TAKEN_AT) },
    });
  });

  it('who answers for it, and until when', () => {
    const [event] = all(aRecording(), aFinding({ ...failed, exception: excepted }));
    expect(event?.unmapped.exception).toEqual(excepted);
  });

  it('which standards it is of', () => {
    const controls = ['DMS.9', 'NIST.800-53.r5 AC-4', 'NIST.800-53.r5 SC-7(4)', 'PCI DSS v4.0.1/4.2.1'];
    const [event] = all(aRecording(), aFinding({ ...failed, controls }));
    expect(event?.compliance).toMatchObject({
      standards: ['AWS Security Hub CSPM', 'NIST.800-53.r5', 'PCI DSS v4.0.1'],
      requirements: controls,
    });
  });
});

describe('the published schema (class 2003 of OCSF 1.6.0)', () => {
  it.each(cases)('%s', (_, over, recording) => {
    expect(all(recording, aFinding(over)).flatMap(faultsIn)).toEqual([]);
  });

  it.each(severities)('%s', (severity) => {
    expect(all(aRecording(), aFinding({ ...failed, severity })).flatMap(faultsIn)).toEqual([]);
  });

  it('role, account, another account', () => {
    const account = { type: 'AWS::::Account', id: ACCOUNT, arn: null };
    const findings = [
      onRole('r'),
      { ...aFinding().resource, ...account },
      { ...aFinding().resource, account: FOREIGN },
    ];
    const events = all(aRecording(), ...findings.map((resource) => aFinding({ ...failed, resource })));
    expect(events.flatMap(faultsIn)).toEqual([]);
  });

  const [good] = all(aRecording(), aFinding(failed));
  it.each<readonly [string, object, readonly string[]]>([
    ['a field is missing', { ...good, time: undefined }, ['.time: is no timestamp_t']],
    [
      'a number that it does not have',
      { ...good, severity_id: 7 },
      ['.severity_id: is none of 0, 1, 2, 3, 4, 5, 6, 99'],
    ],
    ['a number and another caption', { ...good, severity_id: 2 }, ['.severity_id: is called Low']],
    ['a field that it does not have', { ...good, rule: 'x' }, ['.rule: is not in the schema']],
    ['a deprecated field', { ...good, resource: {} }, ['.resource: is not in the schema']],
    ['nothing required', { ...good, finding_info: {} }, ['.finding_info.uid: is required']],
    ['a list that is none', { ...good, resources: {} }, ['.resources: is no list']],
  ])('refuses an event in which %s', (_, event, faults) => {
    expect(faultsIn(event)).toEqual(faults);
  });
});

it('events are grouped by account and Region, IAM in the home Region', () => {
  const findings = [aFinding(), aFinding({ resource: onRole('r') })];
  const groups = toOcsf(aResult(...findings), aRecording());
  expect(groups.map(({ account, region, events }) => [account, region, events.length])).toEqual([
    [ACCOUNT, REGION, 1],
    [ACCOUNT, HOME, 1],
  ]);
});

it('the same event has the same id however often it is made, and each scan its own', () => {
  const idsAt = (takenAt: string) =>
    toOcsf({ ...aResult(aFinding(failed)), takenAt }, aRecording()).flatMap(({ events }) =>
      events.map(({ metadata }) => metadata.uid),
    );
  expect(idsAt(TAKEN_AT)).toEqual(idsAt(TAKEN_AT));
  expect(idsAt(TAKEN_AT)).not.toEqual(idsAt(EARLIER));
});
