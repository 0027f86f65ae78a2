import { describe, expect, it } from 'vitest';
import { type AlertPorts, alertAtOnce, alertNightly } from '../../src/audit/alerts.ts';
import type { AlertRoute } from '../../src/model/alerts.ts';
import type { NightlyScan, Notice, SentMessages } from '../../src/model/notice.ts';
import { Refusal } from '../../src/model/refusal.ts';
import type { Transition, UntoldChange } from '../../src/model/transition.ts';
import { openSentMessages } from '../../src/publish/sent-messages.ts';
import { aNight, aTransition } from '../publish/alerts/notices.ts';
import { aMessageTable } from '../publish/message-table.ts';
import { failed, onInstance } from '../publish/reports.ts';
import { ACCOUNT, FOREIGN, TAKEN_AT } from '../support/builders.ts';

const route = (name: string, over: Partial<AlertRoute> = {}): AlertRoute => ({
  ...{ name, severity: 'HIGH', accounts: ['*'], rules: ['*'] },
  to: { kind: 'chatbot', arn: `arn:aws:sns:eu-west-1:${ACCOUNT}:${name}` },
  ...over,
});
const catalogue = [{ id: 'instance-is-private', title: 'Instances are private', remediation: 'Replace it.' }];
const many = (count: number): readonly Transition[] =>
  Array.from({ length: count }, (_, index) => aTransition(`i-${String(index).padStart(3, '0')}`));

/** Two routes that remember what they got, and what fails before or after which call. */
function alerting() {
  const table = aMessageTable();
  const got: { readonly route: string; readonly notice: Notice }[] = [];
  const failing = new Map<string, Error>();
  const ports = (sent: SentMessages | null): AlertPorts => ({
    catalogue,
    sent,
    send: (notice, { name }) => {
      const error = failing.get(name);
      if (error !== undefined) return Promise.reject(error);
      got.push({ route: name, notice });
      return Promise.resolve();
    },
  });
  const time = { now: Date.parse(TAKEN_AT) };
  const sent = (owner = 'request-1') =>
    openSentMessages(table, {
      ...{ account: ACCOUNT, kind: 'told', owner },
      now: () => time.now,
      until: time.now + 60_000,
    });
  return { got, failing, ports, sent, time };
}

/** Changes that nobody has heard of; or these routes. */
const untold = (transitions: readonly Transition[], ...toldTo: readonly string[]): readonly UntoldChange[] =>
  transitions.map((transition) => ({ transition, toldTo }));

/** Tells at once; throws what failed. */
async function tellAtOnce(
  transitions: readonly Transition[],
  routes: readonly AlertRoute[],
  ports: AlertPorts,
): Promise<void> {
  const { failure } = await alertAtOnce(untold(transitions), { routes }, ports);
  if (failure !== null) throw failure;
}

/** The same of a night. */
async function tellNightly(
  { transitions, ...night }: NightlyScan,
  to: Parameters<typeof alertNightly>[1],
  ports: AlertPorts,
): Promise<void> {
  const changes = transitions === null ? null : untold(transitions);
  const { failure } = await alertNightly({ ...night, changes }, to, ports);
  if (failure !== null) throw failure;
}

/** What a message tells of: its kind and its transitions. */
const inShort = ({ route: name, notice }: { readonly route: string; readonly notice: Notice }): string => {
  if (notice.kind === 'change') return `${name}: ${notice.alert.id}`;
  if (notice.kind === 'several') return `${name}: ${notice.alerts.length} more`;
  return `${name}: digest of ${notice.night.transitions?.length ?? 'nothing known'}`;
};

describe('at once', () => {
  it('each change goes to its routes, the heaviest first, in the words of its rule', async () => {
    const { got, ports } = alerting();
    const routes = [route('on-call', { severity: 'CRITICAL' }), route('team')];
    await tellAtOnce([aTransition('light', { severity: 'HIGH' }), aTransition('heavy')], routes, ports(null));
    expect(got.map(inShort)).toEqual([
      'on-call: transition-heavy',
      'team: transition-heavy',
      'team: transition-light',
    ]);
    expect(got[0]?.notice).toMatchObject({
      kind: 'change',
      route: 'on-call',
      alert: { title: 'Instances are private', remediation: 'Replace it.' },
    });
    expect(new Set(got.map(({ notice }) => notice.id)).size).toBe(3);
  });

  it.each([
    [10, 10, null],
    [11, 10, 'team: 1 more'],
    [500, 10, 'team: 490 more'],
  ])('of %i, %i are told one by one', async (count, single, last) => {
    const { got, ports } = alerting();
    await tellAtOnce(many(count), [route('team')], ports(null));
    expect(got.filter(({ notice }) => notice.kind === 'change')).toHaveLength(single);
    expect(got.map(inShort).slice(single)).toEqual(last === null ? [] : [last]);
  });

  it('a route that fails does not keep the others from theirs, and is named', async () => {
    const { got, failing, ports } = alerting();
    failing.set('on-call', new Error('slow down'));
    const run = tellAtOnce([aTransition('a')], [route('on-call'), route('team')], ports(null));
    await expect(run).rejects.toThrow('alerts did not reach 1 of 2 routes: on-call: slow down');
    expect(got.map(inShort)).toEqual(['team: transition-a']);
  });

  it('where every failure is a refusal, no second try is asked for', async () => {
    const { failing, ports } = alerting();
    failing.set('on-call', new Refusal('there is no topic'));
    const routes = [route('on-call'), route('team')];
    await expect(tellAtOnce([aTransition('a')], routes, ports(null))).rejects.toThrow(Refusal);
    failing.set('team', new Error('slow down'));
    await expect(tellAtOnce([aTransition('a')], routes, ports(null))).rejects.not.toThrow(Refusal);
  });

  it('what another run is sending is left to it, and asked for again', async () => {
    const { got, ports, sent, time } = alerting();
    const routes = [route('team')];
    const run = (owner: string) => tellAtOnce([aTransition('a')], routes, ports(sent(owner)));
    const stuck: SentMessages = { ...sent('one'), done: () => Promise.reject(new Error('crash')) };
    await expect(tellAtOnce([aTransition('a')], routes, ports(stuck))).rejects.toThrow('crash');
    await expect(run('two')).rejects.toThrow('another run is sending');
    expect(got).toHaveLength(1);
    time.now += 60_000;
    await run('two');
    await run('three');
    expect(got.map(({ notice }) => notice.id)).toEqual([got[0]?.notice.id, got[0]?.notice.id]);
  });
});

describe('who has heard', () => {
  it('hears of nothing again, whoever else has not', async () => {
    const { got, failing, ports } = alerting();
    const routes = [route('on-call', { severity: 'CRITICAL' }), route('team')];
    failing.set('team', new Error('slow down'));
    const changes = untold([aTransition('a'), aTransition('light', { severity: 'HIGH' })]);
    const { told, failure } = await alertAtOnce(changes, { routes }, ports(null));
    expect(failure?.message).toContain('team: slow down');
    expect(told.map(({ toldTo, isDone }) => [toldTo, isDone])).toEqual([
      [['on-call'], false],
      [[], false],
    ]);
    failing.clear();
    const again = await alertAtOnce(told, { routes }, ports(null));
    expect(again.told.map(({ toldTo, isDone }) => [toldTo, isDone])).toEqual([
      [['on-call', 'team'], true],
      [['team'], true],
    ]);
    expect(got.map(inShort)).toEqual([
      'on-call: transition-a',
      'team: transition-a',
      'team: transition-light',
    ]);
  });

  it('by a digest, hears nothing of it in another', async () => {
    const { got, ports } = alerting();
    const routes = [route('on-call'), route('team')];
    const changes = [...untold([aTransition('a')], 'on-call'), ...untold([aTransition('b')])];
    const { told } = await alertNightly(
      { ...aNight([onInstance('a', failed)]), changes },
      { routes, topicArn: null },
      ports(null),
    );
    expect(got.map(inShort)).toEqual(['on-call: digest of 1', 'team: digest of 2']);
    expect(told.map(({ isDone }) => isDone)).toEqual([true, true]);
  });

  it('is done with what no route is for', async () => {
    const { ports } = alerting();
    const changes = untold([aTransition('light', { severity: 'LOW' })]);
    const { told } = await alertAtOnce(changes, { routes: [route('team')] }, ports(null));
    expect(told).toEqual([{ ...changes[0], isDone: true }]);
  });

  it('of many in one message, hears of none of them again in another', async () => {
    const { got, ports, sent } = alerting();
    const routes = [route('team')];
    await tellAtOnce(many(14), routes, ports(sent('one')));
    // Nobody noted who has heard; of these, others than before are told one by one, and together.
    const heavier = aTransition('heavier', { severity: 'CRITICAL', finding: 'a' });
    await tellAtOnce([heavier, ...many(16)], routes, ports(sent('two')));
    expect(got.map(inShort).slice(10)).toEqual(['team: 4 more', 'team: transition-heavier', 'team: 2 more']);
  });

  it('of one of many that another run is telling of, is told of the rest when that is sure', async () => {
    const { got, ports, sent, time } = alerting();
    const routes = [route('team')];
    const [stuck, ...others] = many(12).toReversed();
    const broken: SentMessages = { ...sent('one'), done: () => Promise.reject(new Error('crash')) };
    await expect(tellAtOnce(stuck === undefined ? [] : [stuck], routes, ports(broken))).rejects.toThrow(
      'crash',
    );
    const all = [...others.toReversed(), ...(stuck === undefined ? [] : [stuck])];
    await expect(tellAtOnce(all, routes, ports(sent('two')))).rejects.toThrow('another run is sending');
    expect(got.filter(({ notice }) => notice.kind === 'several')).toEqual([]);
    time.now += 60_000;
    await tellAtOnce(all, routes, ports(sent('two')));
    expect(got.at(-1)?.notice).toMatchObject({ kind: 'several', alerts: [{}, {}] });
  });
});

describe('in order', () => {
  const at = (seconds: number): string => new Date(Date.parse(TAKEN_AT) + seconds * 1000).toISOString();
  const of = (
    finding: string,
    change: Transition['change'],
    seconds: number,
    severity: Transition['severity'],
  ) => aTransition(finding, { id: `${finding} ${change}`, finding, change, at: at(seconds), severity });

  it.each([
    [
      'its end after its beginning',
      [of('a', 'resolved', 2, 'HIGH'), of('a', 'new', 1, 'HIGH')],
      ['a new', 'a resolved'],
    ],
    [
      'what got worse after what is new',
      [of('a', 'worse', 2, 'CRITICAL'), of('a', 'new', 1, 'HIGH')],
      ['a new', 'a worse'],
    ],
    [
      'the findings with the heaviest first',
      [
        of('a', 'new', 1, 'HIGH'),
        of('b', 'new', 2, 'HIGH'),
        of('b', 'worse', 3, 'CRITICAL'),
        of('a', 'resolved', 4, 'HIGH'),
      ],
      ['b new', 'b worse', 'a new', 'a resolved'],
    ],
  ])('%s is told', async (_, changes, expected) => {
    const { got, ports } = alerting();
    await tellAtOnce(changes, [route('team')], ports(null));
    expect(got.map(inShort)).toEqual(expected.map((id) => `team: ${id}`));
  });
});

describe('a night', () => {
  const findings = [onInstance('a', failed)];
  const topicArn = `arn:aws:sns:eu-west-1:${ACCOUNT}:findings`;

  it('is told once to each route of the account, and never by single changes', async () => {
    const { got, ports, sent } = alerting();
    const routes = [route('on-call'), route('team'), route('others', { accounts: [FOREIGN] })];
    const night = aNight(findings, { transitions: many(50) });
    for (let run = 0; run < 20; run++)
      await tellNightly(night, { routes, topicArn: null }, ports(sent(`request-${run}`)));
    expect(got.map(inShort)).toEqual(['on-call: digest of 50', 'team: digest of 50']);
    expect(got.map(({ notice }) => notice.id)).toEqual([
      `2026-11-01/on-call/${ACCOUNT}`,
      `2026-11-01/team/${ACCOUNT}`,
    ]);
  });

  it('is told in full to the topic that is named, where there are no routes', async () => {
    const { got, ports } = alerting();
    const sends: AlertRoute[] = [];
    const recording: AlertPorts = {
      ...ports(null),
      send: (notice, to) => {
        sends.push(to);
        return ports(null).send(notice, to);
      },
    };
    await tellNightly(aNight(findings), { routes: [], topicArn }, recording);
    expect(sends).toMatchObject([{ severity: 'INFORMATIONAL', to: { kind: 'text', arn: topicArn } }]);
    await tellNightly(aNight(findings), { routes: [route('team')], topicArn }, recording);
    expect(got.map(inShort)).toEqual(['default: digest of nothing known', 'team: digest of nothing known']);
  });

  it('what has changed since its digest is told by itself, once', async () => {
    const { got, ports, sent } = alerting();
    const routes = [route('team')];
    const run = (owner: string, transitions: readonly Transition[]) =>
      tellNightly(aNight(findings, { transitions }), { routes, topicArn: null }, ports(sent(owner)));
    await run('first', [aTransition('a')]);
    await run('second', [aTransition('a'), aTransition('b'), aTransition('light', { severity: 'LOW' })]);
    await run('third', [aTransition('b')]);
    expect(got.map(inShort)).toEqual(['team: digest of 1', 'team: transition-b']);
  });
});

describe('a crash before or after any call', () => {
  const routes = [route('on-call', { severity: 'CRITICAL' }), route('team')];
  const transitions = [...many(12), aTransition('light', { severity: 'HIGH' })];
  const scenarios: Readonly<Record<'at once' | 'nightly', (ports: AlertPorts) => Promise<void>>> = {
    'at once': (ports) => tellAtOnce(transitions, routes, ports),
    nightly: (ports) =>
      tellNightly(aNight([onInstance('a', failed)], { transitions }), { routes, topicArn: null }, ports),
  };

  /**
   * Runs with a failure at the nth of these points, after which everything or nothing else fails; then again as
   * AWS Lambda does, with the same request id.
   */
  async function crashing(run: (ports: AlertPorts) => Promise<void>, at: number, isDead: boolean) {
    const { got, ports, sent } = alerting();
    let points = 0;
    const live = (): void => {
      const here = points++;
      if (here === at || (isDead && here > at)) throw new Error('crash');
    };
    const around = <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) => {
      return async (...args: A): Promise<T> => {
        live();
        const answer = await call(...args);
        live();
        return answer;
      };
    };
    const { claim, done } = sent();
    const base = ports(null);
    const faulty = ports({ claim: around(claim), done: around(done) });
    await run({ ...faulty, send: around(base.send) }).catch(() => undefined);
    const crashed = points > at;
    await run(ports(sent()));
    await run(ports(sent('later')));
    return { crashed, messages: got.map(inShort), ids: got.map(({ notice }) => notice.id) };
  }

  it.each([
    ['at once', 'the function dies', 152],
    ['at once', 'one call fails', 152],
    ['nightly', 'the function dies', 12],
    ['nightly', 'one call fails', 12],
  ] as const)('%s, where %s, ends as an undisturbed run', async (name, how, expected) => {
    const run = scenarios[name];
    const isDead = how === 'the function dies';
    const undisturbed = await crashing(run, Number.POSITIVE_INFINITY, isDead);
    let points = 0;
    for (; ; points++) {
      const { crashed, messages, ids } = await crashing(run, points, isDead);
      if (!crashed) break;
      expect(new Set(messages)).toEqual(new Set(undisturbed.messages));
      // Only between the sending and the note of it is a message repeated, and then with the same id.
      expect(ids.length - new Set(ids).size).toBeLessThanOrEqual(1);
      expect(new Set(ids)).toEqual(new Set(undisturbed.ids));
    }
    expect(points).toBe(expected);
  });
});
