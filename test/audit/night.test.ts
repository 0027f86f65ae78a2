import { describe, expect, it } from 'vitest';
import type { FindingStore } from '../../src/audit/finding-writes.ts';
import { type NightPorts, tellOfNight } from '../../src/audit/night.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Place } from '../../src/model/known-finding.ts';
import type { Notice } from '../../src/model/notice.ts';
import { Refusal } from '../../src/model/refusal.ts';
import { noSettings } from '../../src/settings/parse.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';
import { findingOf, moment } from '../support/looks.ts';
import { memoryFindingStore } from '../support/memory-finding-store.ts';
import { aResult } from './results.ts';

const nightLength = 24 * 3600;
/** The same of another rule: in another place. */
const ofRule = (rule: string, finding: Finding): Finding => ({
  ...finding,
  rule,
  id: `${rule}@${finding.id}`,
});
const found = [findingOf('a', 'HIGH'), ofRule('instance-spans-zones', findingOf('b', 'HIGH'))];
const oddPlace: Place = { rule: 'instance-spans-zones', account: ACCOUNT, region: REGION };
const isOdd = ({ rule }: Place): boolean => rule === oddPlace.rule;

/** Nights on one finding store, which a test may break; what is recorded elsewhere and told. */
function nights() {
  const store = memoryFindingStore();
  const recorded: (readonly string[] | null)[] = [];
  const told: Notice[] = [];
  /** Gives what it throws. */
  const run = (night: number, broken: Partial<FindingStore> = {}): Promise<unknown> => {
    let clock = night * nightLength;
    const ports: NightPorts = {
      catalogue: [],
      records: [
        (_, recording) => {
          recorded.push(recording.recorded === null ? null : [...recording.recorded.keys()].toSorted());
          return Promise.resolve();
        },
      ],
      writer: {
        store: { ...store, ...broken },
        owner: `night ${night}`,
        now: () => moment(clock),
        wait: (milliseconds) => {
          clock += milliseconds / 1000;
          return Promise.resolve();
        },
      },
      alerts: {
        catalogue: [],
        sent: null,
        send: (notice) => {
          told.push(notice);
          return Promise.resolve();
        },
      },
    };
    const result = { ...aResult(...found), takenAt: moment(night * nightLength) };
    return tellOfNight(
      {
        ...{ result, whole: result },
        where: { account: ACCOUNT, bucket: 'results', homeRegion: REGION },
        place: { bucket: 'results', key: 'a.json.gz' },
        loaded: noSettings,
        topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:findings`,
      },
      ports,
    ).catch((error: unknown) => error);
  };
  /** The changes that each digest tells of; null: nothing is known from before. */
  const changes = () =>
    told.map((notice) =>
      notice.kind === 'digest' ? (notice.night.transitions?.map(({ resource: { id } }) => id) ?? null) : [],
    );
  return { store, run, recorded, changes };
}

const damaged = 'the item finding#b of the state table is damaged at because';
const [one = '', other = ''] = found.map(({ id }) => id);

describe('a night of which one place cannot be remembered', () => {
  it('because an item in it is damaged, is told of the others, and fails at the end; the next one makes up for it', async () => {
    const { store, run, recorded, changes } = nights();
    const findingsIn = (place: Place) =>
      isOdd(place) ? Promise.reject(new Error(damaged)) : store.findingsIn(place);
    expect(await run(0, { findingsIn })).toMatchObject({ message: damaged });
    expect([recorded, changes()]).toEqual([[[one]], [['a']]]);
    expect(await run(1)).toBeUndefined();
    expect([recorded[1], changes()[1]]).toEqual([[one, other].toSorted(), ['b']]);
  });

  it('because another run is in it, is the same', async () => {
    const { store, run, recorded, changes } = nights();
    await store.enter(oddPlace, { owner: 'other', now: moment(0), until: moment(600) });
    expect(await run(0)).toMatchObject({
      message:
        'others write findings of instance-spans-zones in eu-west-1 for more than a minute; this is to run again',
    });
    expect([recorded, changes()]).toEqual([[[one]], [['a']]]);
  });
});

describe('a night of which nothing can be remembered', () => {
  it('is recorded elsewhere and told as if nothing were known, and says once why', async () => {
    const { run, recorded, changes } = nights();
    const findingsIn = () => Promise.reject(new Error('dynamodb:Query failed (AccessDenied)'));
    expect(await run(0, { findingsIn })).toMatchObject({ message: 'dynamodb:Query failed (AccessDenied)' });
    expect([recorded, changes()]).toEqual([[null], [null]]);
  });

  it.each<[string, Error, boolean]>([
    ['would fail again', new Refusal('there is no table'), true],
    ['may not', new Error('slow down'), false],
  ])('says whether another try %s', async (_, error, isRefusal) => {
    const { run } = nights();
    const thrown = await run(0, { findingsIn: () => Promise.reject(error) });
    expect(thrown).toMatchObject({ message: error.message });
    expect(thrown instanceof Refusal).toBe(isRefusal);
  });
});
