import { describe, expect, it } from 'vitest';
import type { AlertPorts } from '../../src/audit/alerts.ts';
import { tellOfNight } from '../../src/audit/night.ts';
import { recordFindings } from '../../src/audit/record-findings.ts';
import { rememberAtOnce } from '../../src/audit/remember.ts';
import type { AlertRoute } from '../../src/model/alerts.ts';
import type { Notice } from '../../src/model/notice.ts';
import { Refusal } from '../../src/model/refusal.ts';
import type { Transition } from '../../src/model/transition.ts';
import { openSentMessages } from '../../src/publish/sent-messages.ts';
import { noSettings } from '../../src/settings/parse.ts';
import { aMessageTable } from '../publish/message-table.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';
import { findingOf, type Look, moment, readingLike } from '../support/looks.ts';
import { memoryFindingStore } from '../support/memory-finding-store.ts';
import { aResult } from './results.ts';

const route = (name: string, severity: AlertRoute['severity'] = 'LOW'): AlertRoute => ({
  ...{ name, severity, accounts: ['*'], rules: ['*'] },
  to: { kind: 'topic', arn: `arn:aws:sns:${REGION}:${ACCOUNT}:${name}` },
});

const lineOf = ({ change, resource, severity }: Transition): string => `${change} ${resource.id} ${severity}`;
function linesOf(notice: Notice): readonly string[] {
  if (notice.kind === 'change') return [lineOf(notice.alert)];
  if (notice.kind === 'several') return notice.alerts.map(lineOf);
  return (notice.night.transitions ?? []).map(lineOf);
}

/** Routes of which some do not hear, and runs that remember; each run with an owner of its own. */
function aWorld(routes: readonly AlertRoute[], topicArn: string | null = null) {
  const store = memoryFindingStore();
  const table = aMessageTable();
  const heard: string[] = [];
  const deaf = new Map<string, () => Error>();
  let runs = 0;
  const portsAt = (at: number) => {
    const owner = `run ${++runs}`;
    const now = Date.parse(moment(at));
    const alerts: AlertPorts = {
      catalogue: [],
      sent: openSentMessages(table, {
        ...{ account: ACCOUNT, kind: 'told', owner, until: now + 60_000 },
        now: () => now,
      }),
      send: (notice, { name }) => {
        const failure = deaf.get(name);
        if (failure !== undefined) return Promise.reject(failure());
        heard.push(...linesOf(notice).map((line) => `${name}: ${line}`));
        return Promise.resolve();
      },
    };
    const writer = { store, owner, now: () => moment(at), wait: () => Promise.resolve() };
    return { alerts, writer };
  };
  return {
    store,
    heard,
    deaf,
    /** A run that tells at once, by the hour; gives what it throws. */
    atOnce: (hour: number, looks: Readonly<Record<string, Look>>): Promise<unknown> => {
      const at = hour * 3600;
      return rememberAtOnce(readingLike({ at, looks }), routes, portsAt(at)).catch((error: unknown) => error);
    },
    /** One that breaks off before it tells. */
    recordOnly: (hour: number, looks: Readonly<Record<string, Look>>): Promise<unknown> => {
      const at = hour * 3600;
      return recordFindings(readingLike({ at, looks }), portsAt(at).writer);
    },
    /** A night, by its number. */
    nightly: (night: number, looks: Readonly<Record<string, Look>>): Promise<unknown> => {
      const at = night * 24 * 3600;
      const found = Object.entries(looks).map(([name, look]) => findingOf(name, look));
      const result = { ...aResult(...found), takenAt: moment(at) };
      return tellOfNight(
        {
          ...{ result, whole: result },
          where: { account: ACCOUNT, bucket: 'results', homeRegion: REGION },
          place: { bucket: 'results', key: 'a.json.gz' },
          loaded: { ...noSettings, alerts: { console: null, routes } },
          topicArn,
        },
        { catalogue: [], records: [], ...portsAt(at) },
      ).catch((error: unknown) => error);
    },
  };
}

const many = (count: number): Readonly<Record<string, Look>> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`i${String(index).padStart(2, '0')}`, 'HIGH']),
  );

describe.each<[string, () => Error]>([
  ['is gone for good', () => new Refusal('no topic')],
  ['is down', () => new Error('SNS is down')],
])('a route that %s', (_, error) => {
  it('makes no other hear the same each night', async () => {
    const { nightly, heard, deaf } = aWorld([route('ok'), route('dead')]);
    deaf.set('dead', error);
    for (const night of [0, 1, 2])
      expect(await nightly(night, { a: 'HIGH' })).toMatchObject({
        message: `alerts did not reach 1 of 2 routes: dead: ${error().message}`,
      });
    expect(heard).toEqual(['ok: new a HIGH']);
    deaf.clear();
    expect(await nightly(3, { a: 'HIGH' })).toBeUndefined();
    expect(await nightly(4, { a: 'HIGH' })).toBeUndefined();
    expect(heard.slice(1)).toEqual(['dead: new a HIGH']);
  });

  it('makes no other hear the same at once, put together otherwise, and hears of all when it is back', async () => {
    const { atOnce, heard, deaf, store } = aWorld([route('ok'), route('dead')]);
    deaf.set('dead', error);
    expect(await atOnce(1, many(12))).toBeInstanceOf(Error);
    expect(await atOnce(2, many(14))).toBeInstanceOf(Error);
    expect(heard.toSorted()).toEqual(Object.keys(many(14)).map((name) => `ok: new ${name} HIGH`));
    deaf.clear();
    expect(await atOnce(3, many(14))).toBeUndefined();
    expect(heard.slice(14).toSorted()).toEqual(Object.keys(many(14)).map((name) => `dead: new ${name} HIGH`));
    expect(store.all().flatMap(({ untold }) => untold)).toEqual([]);
  });

  it('does not keep from another what comes after', async () => {
    const { atOnce, heard, deaf } = aWorld([route('ok'), route('dead')]);
    deaf.set('dead', error);
    await atOnce(1, { a: 'HIGH' });
    await atOnce(2, { a: 'passes' });
    deaf.clear();
    await atOnce(3, { a: 'passes' });
    const both = ['new a HIGH', 'resolved a HIGH'];
    expect(heard).toEqual([...both.map((line) => `ok: ${line}`), ...both.map((line) => `dead: ${line}`)]);
  });
});

describe('when nobody could be told for a while,', () => {
  it.each<[string, readonly Look[], readonly string[]]>([
    ['the end', ['HIGH', 'passes'], ['new HIGH', 'resolved HIGH']],
    ['what got worse', ['LOW', 'CRITICAL'], ['new LOW', 'worse CRITICAL']],
    ['each time', ['LOW', 'HIGH', 'passes', 'LOW'], ['new LOW', 'worse HIGH', 'resolved HIGH', 'new LOW']],
  ])('%s is told after the beginning', async (_, looks, expected) => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const { atOnce, heard, deaf } = aWorld([route('ok')]);
      deaf.set('ok', () => new Error('SNS is down'));
      for (const [index, look] of looks.entries()) {
        if (index === looks.length - 1) deaf.clear();
        await atOnce(index + 1, { [name]: look });
      }
      expect(heard).toEqual(expected.map((line) => `ok: ${line.replace(' ', ` ${name} `)}`));
    }
  });
});

describe('who heard of a failure hears of its end', () => {
  it.each<[string, readonly Look[], readonly string[]]>([
    ['where it got lighter before', ['HIGH', 'LOW', 'passes'], ['new a HIGH', 'resolved a HIGH']],
    ['where somebody answered for it', ['HIGH', 'excepted', 'passes'], ['new a HIGH', 'resolved a HIGH']],
    ['but not who heard of nothing', ['LOW', 'excepted', 'passes'], []],
    ['nor of what it was long ago', ['HIGH', 'passes', 'LOW', 'passes'], ['new a HIGH', 'resolved a HIGH']],
  ])('%s', async (_, looks, expected) => {
    const { atOnce, heard } = aWorld([route('on-call', 'HIGH')]);
    for (const [index, look] of looks.entries()) await atOnce(index + 1, { a: look });
    expect(heard).toEqual(expected.map((line) => `on-call: ${line}`));
  });
});

it('what another run is about to tell of first is waited for', async () => {
  const { atOnce, recordOnly, heard } = aWorld([route('ok')]);
  // It has a quarter of an hour to tell, and does not.
  await recordOnly(1, { a: 'HIGH' });
  expect(await atOnce(1.1, { a: 'passes' })).toMatchObject({
    message: 'another run is telling of changes that came before; this is to run again',
  });
  expect(heard).toEqual([]);
  expect(await atOnce(2, { a: 'passes' })).toBeUndefined();
  expect(heard).toEqual(['ok: new a HIGH', 'ok: resolved a HIGH']);
});

it.each([1, 5, 14, 16])(
  'without routes the digest of the night tells what was found %i minutes before it, once',
  async (minutes) => {
    const { atOnce, nightly, heard, store } = aWorld([], `arn:aws:sns:${REGION}:${ACCOUNT}:findings`);
    expect(await atOnce(24 - minutes / 60, { a: 'HIGH' })).toBeUndefined();
    expect(heard).toEqual([]);
    for (const night of [1, 2]) {
      expect(await nightly(night, { a: 'HIGH' })).toBeUndefined();
      expect(heard).toEqual(['default: new a HIGH']);
    }
    expect(store.all().flatMap(({ untold }) => untold)).toEqual([]);
  },
);
