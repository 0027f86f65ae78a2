import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrowedTo, readingOf } from '../../src/audit/reading.ts';
import { recordFindings } from '../../src/audit/record-findings.ts';
import type { Result } from '../../src/model/result.ts';
import { toAsff } from '../../src/report/asff.ts';
import { toOcsf } from '../../src/report/ocsf.ts';
import { ACCOUNT } from '../support/builders.ts';
import { type Look, type Looked, moment, resultOf } from '../support/looks.ts';
import { memoryFindingStore } from '../support/memory-finding-store.ts';
import { randomCases } from '../support/random-snapshots.ts';
import { writerOn } from '../support/recording.ts';
import { aRecording } from './recordings.ts';

const day = 24 * 60 * 60;

/** An account that is looked at by AWS Config now and then, and each night by a scan that records what it finds. */
function anAccount() {
  const store = memoryFindingStore();
  const record = async (result: Result, owner: string) => {
    const { known } = await recordFindings(
      readingOf(result, ACCOUNT),
      writerOn(store, owner, result.takenAt),
    );
    const recording = aRecording({ recorded: new Map(known.map((finding) => [finding.id, finding])) });
    return {
      events: toOcsf(result, recording)
        .flatMap((group) => group.events)
        .filter(({ resources: [resource] }) => resource?.type !== 'AWS::::Account'),
      imported: toAsff(result, recording)
        .flatMap((group) => group.findings)
        .filter(({ Resources: [resource] }) => resource?.Type !== 'AwsAccount'),
    };
  };
  return {
    night: (looked: Looked, run = `night ${looked.at}`) => record(resultOf(looked), run),
    config: async (looked: Looked) => {
      const about = Object.keys(looked.looks);
      const reading = narrowedTo(readingOf(resultOf(looked), ACCOUNT), ({ id }) => about.includes(id));
      await recordFindings(reading, writerOn(store, `config ${looked.at}`, moment(looked.at)));
    },
    /** A rule that AWS Config has evaluated on a schedule, over the whole account. */
    schedule: async (looked: Looked) => {
      const reading = readingOf(resultOf(looked), ACCOUNT, 'event');
      await recordFindings(reading, writerOn(store, `config ${looked.at}`, moment(looked.at)));
    },
  };
}

type Account = ReturnType<typeof anAccount>;
const said = ({ events }: Awaited<ReturnType<Account['night']>>): string =>
  events
    .map(({ activity_name, status, compliance }) => `${activity_name} ${status ?? '-'} ${compliance.status}`)
    .join(', ');

/** What the night after each day tells, where AWS Config saw what comes before `>`. */
async function told(days: readonly string[]): Promise<readonly string[]> {
  const account = anAccount();
  const lines: string[] = [];
  for (const [index, line] of days.entries()) {
    const looks = line
      .split(/[ >]+/)
      .map((word): Looked['looks'] => (word === 'gone' ? {} : { a: word as Look }));
    const [atNight = {}, ...before] = looks.toReversed();
    for (const [place, seen] of before.toReversed().entries())
      await account.config({ at: index * day + place + 1, looks: seen });
    lines.push(said(await account.night({ at: (index + 1) * day, looks: atNight })));
  }
  return lines;
}

describe('the events of nights', () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'what a night sees first',
      ['passes', 'HIGH', 'HIGH', 'passes', 'passes'],
      ['Update - Pass', 'Create New Fail', 'Update New Fail', 'Close Resolved Pass', 'Update Resolved Pass'],
    ],
    [
      'what AWS Config sees first',
      ['passes', 'HIGH > HIGH', 'HIGH', 'passes > passes', 'passes'],
      ['Update - Pass', 'Create New Fail', 'Update New Fail', 'Close Resolved Pass', 'Update Resolved Pass'],
    ],
    ['what is gone', ['HIGH', 'gone', 'gone', 'gone'], ['Create New Fail', 'Close Archived Unknown', '', '']],
    [
      'what is not known',
      ['unknown', 'HIGH', 'unknown', 'passes'],
      ['Create New Warning', 'Update New Fail', 'Update New Warning', 'Close Resolved Pass'],
    ],
    [
      'what somebody answers for',
      ['HIGH', 'excepted', 'passes'],
      ['Create New Fail', 'Update Suppressed Fail', 'Close Resolved Pass'],
    ],
    [
      'what opens again',
      ['HIGH', 'passes', 'HIGH', 'gone', 'HIGH'],
      [
        'Create New Fail',
        'Close Resolved Pass',
        'Create New Fail',
        'Close Archived Unknown',
        'Create New Fail',
      ],
    ],
    [
      'what opened and closed between two nights',
      ['passes', 'HIGH > passes > passes', 'passes'],
      ['Update - Pass', 'Update Resolved Pass', 'Update Resolved Pass'],
    ],
    [
      'what closed and opened between two nights',
      ['HIGH', 'passes > HIGH > HIGH', 'HIGH'],
      ['Create New Fail', 'Update New Fail', 'Update New Fail'],
    ],
    [
      'what always passes',
      ['passes', 'passes', 'passes'],
      ['Update - Pass', 'Update - Pass', 'Update - Pass'],
    ],
  ])('%s', async (_, days, events) => {
    expect(await told(days)).toEqual(events);
  });

  it('say nothing of what AWS Config saw come and go', async () => {
    const account = anAccount();
    await account.config({ at: 1, looks: { a: 'HIGH' } });
    expect(said(await account.night({ at: day, looks: {} }))).toBe('');
  });

  it('count what a rule on a schedule found first as opened by the night', async () => {
    const account = anAccount();
    await account.schedule({ at: 1, looks: { a: 'HIGH' } });
    expect(said(await account.night({ at: day, looks: { a: 'HIGH' } }))).toBe('Create New Fail');
    await account.schedule({ at: day + 1, looks: { a: 'passes' } });
    expect(said(await account.night({ at: 2 * day, looks: { a: 'passes' } }))).toBe('Close Resolved Pass');
  });

  it('are the same however often a night is recorded', async () => {
    const account = anAccount();
    const nights: readonly Looked['looks'][] = [{ a: 'HIGH' }, { a: 'passes' }, { a: 'LOW' }, {}];
    for (const [index, looks] of nights.entries()) {
      const looked = { at: (index + 1) * day, looks };
      const first = await account.night(looked);
      for (const run of ['again', 'once more']) expect(await account.night(looked, run)).toEqual(first);
    }
  });

  it('say again what is new in each try of one run, as what it said before may not have been written', async () => {
    const account = anAccount();
    const tries = async (at: number, looks: Looked['looks']) => [
      said(await account.night({ at, looks }, `run ${at}`)),
      said(await account.night({ at: at + 60, looks }, `run ${at}`)),
    ];
    expect(await tries(day, { a: 'HIGH' })).toEqual(['Create New Fail', 'Create New Fail']);
    expect(await tries(2 * day, { a: 'HIGH' })).toEqual(['Update New Fail', 'Update New Fail']);
    expect(await tries(3 * day, {})).toEqual(['Close Archived Unknown', 'Close Archived Unknown']);
    expect(await tries(4 * day, {})).toEqual(['', '']);
  });

  it('open and close in turn, whatever AWS Config sees in between', async () => {
    const looks = fc.constantFrom<(Look | 'gone')[]>('LOW', 'HIGH', 'passes', 'unknown', 'excepted', 'gone');
    const days = fc.array(
      fc.record({ night: looks, between: fc.array(looks, { maxLength: 2 }), isListed: fc.boolean() }),
      { minLength: 1, maxLength: 8 },
    );
    const looksOf = (look: Look | 'gone'): Looked['looks'] => (look === 'gone' ? {} : { a: look });
    await fc.assert(
      fc.asyncProperty(days, async (all) => {
        const account = anAccount();
        let isOpen = false;
        for (const [index, { night, between, isListed }] of all.entries()) {
          for (const [place, look] of between.entries())
            await account.config({ at: index * day + place + 1, looks: looksOf(look) });
          const { events } = await account.night({ at: (index + 1) * day, looks: looksOf(night), isListed });
          const activities = events.map(({ activity_name }) => activity_name);
          const isSeen = night !== 'gone' || isListed;
          const opens: boolean = isSeen ? !['passes', 'gone'].includes(night) : isOpen;
          expect(activities.includes('Create')).toBe(opens && !isOpen);
          expect(activities.includes('Close')).toBe(!opens && isOpen);
          isOpen = opens;
        }
      }),
      { numRuns: randomCases },
    );
  });
});

describe('what cannot be listed for a hundred nights', () => {
  const states = ({ imported }: Awaited<ReturnType<Account['night']>>): readonly string[] =>
    imported.map(({ Compliance, RecordState, FindingProviderFields: { Severity } }) =>
      [Compliance.Status, RecordState, Severity.Label].join(' '),
    );
  const unlisted = (at: number): Looked => ({ at: at * day, looks: {}, isListed: false });

  it.each<readonly [string, Look, readonly string[]]>([
    ['failed', 'HIGH', ['WARNING ACTIVE HIGH']],
    ['was not known from the start', 'unknown', ['WARNING ACTIVE CRITICAL']],
    ['failed, and somebody answered for it', 'excepted', ['WARNING ACTIVE HIGH']],
    ['passed', 'passes', []],
  ])('is imported each night if it %s', async (_, look, expected) => {
    const account = anAccount();
    await account.night({ at: 0, looks: { a: look } });
    for (let at = 1; at <= 100; at++) expect(states(await account.night(unlisted(at)))).toEqual(expected);
  });

  it('is imported if it was not known after it passed', async () => {
    const account = anAccount();
    await account.night({ at: 0, looks: { a: 'HIGH' } });
    await account.night({ at: day, looks: { a: 'passes' } });
    expect(states(await account.night(unlisted(2)))).toEqual([]);
    await account.night({ at: 3 * day, looks: { a: 'unknown' } });
    expect(states(await account.night(unlisted(4)))).toEqual(['WARNING ACTIVE CRITICAL']);
  });

  it('is archived when it is known to be gone, and active when it is back', async () => {
    const account = anAccount();
    await account.night({ at: 0, looks: { a: 'HIGH' } });
    await account.night(unlisted(1));
    expect(states(await account.night({ at: 2 * day, looks: { a: 'LOW' } }))).toEqual(['FAILED ACTIVE LOW']);
    await account.night(unlisted(3));
    expect(states(await account.night({ at: 4 * day, looks: {} }))).toEqual([
      'NOT_AVAILABLE ARCHIVED INFORMATIONAL',
    ]);
  });

  it('tells why', async () => {
    const account = anAccount();
    await account.night({ at: 0, looks: { a: 'HIGH' } });
    const { imported } = await account.night(unlisted(1));
    expect(imported.flatMap(({ Compliance }) => Compliance.StatusReasons)).toEqual([
      {
        ReasonCode: 'DMS_AUDITOR_FAILED_BEFORE',
        Description: 'the last verdict was NON_COMPLIANT, and nothing shows otherwise',
      },
      {
        ReasonCode: 'DMS_AUDITOR_NOT_LISTED',
        Description: 'not every AWS::DMS::ReplicationInstance could be listed',
      },
      {
        ReasonCode: 'DMS_AUDITOR_NOT_DECIDED',
        Description: 'dms:DescribeReplicationInstances failed',
      },
    ]);
  });
});
