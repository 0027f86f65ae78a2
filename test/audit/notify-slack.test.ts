import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type NotifySlackPorts, notifySlack } from '../../src/audit/notify-slack.ts';
import type { QueuedPost } from '../../src/audit/queued-posts.ts';
import type { AlertRoute } from '../../src/model/alerts.ts';
import type { SentMessages } from '../../src/model/notice.ts';
import { PayloadRefused } from '../../src/model/refusal.ts';
import { linkToResource } from '../../src/publish/alerts/console-links.ts';
import { slackOf } from '../../src/publish/alerts/slack.ts';
import { slackPayloadIn } from '../../src/publish/alerts/slack-check.ts';
import { openSentMessages } from '../../src/publish/sent-messages.ts';
import { noSettings } from '../../src/settings/parse.ts';
import { aMessageTable } from '../publish/message-table.ts';
import { ACCOUNT, REGION, TAKEN_AT } from '../support/builders.ts';

const route = (name: string, to: AlertRoute['to']): AlertRoute => ({
  ...{ name, severity: 'HIGH', accounts: ['*'], rules: ['*'], to },
});
const routes = [
  route('on-call', { kind: 'slack', secret: 'dms-auditor/on-call' }),
  route('team', { kind: 'slack', secret: 'dms-auditor/team' }),
  route('programs', { kind: 'topic', arn: `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts` }),
];

const entryOf = (portal: string): string =>
  `https://${portal}.awsapps.com/start/#/console?account_id={account}&destination={destination}`;

/** A post as an alert makes it. */
const aPost = (title: string) =>
  slackOf({ title, head: [title], steps: [], sections: [], links: [], whole: 'in AWS Config' });

/** A message of the queue as AWS Lambda hands it over. */
const record = (group: string, alertId: string, over: object = {}) => ({
  messageId: `${group}/${alertId}`,
  attributes: { MessageGroupId: group },
  body: JSON.stringify({ route: group, alertId, payload: aPost(alertId), ...over }),
});

function aQueue() {
  const table = aMessageTable();
  const posted: string[] = [];
  const aside: QueuedPost[] = [];
  const failing = new Map<string, Error>();
  const time = { now: Date.parse(TAKEN_AT) };
  const post = (secret: string, payload: unknown): Promise<void> => {
    const { text } = payload as { readonly text: string };
    const error = failing.get(text);
    if (error !== undefined) return Promise.reject(error);
    posted.push(`${secret} ${text}`);
    return Promise.resolve();
  };
  const layAside = (message: QueuedPost): Promise<void> => {
    aside.push(message);
    return Promise.resolve();
  };
  const sent = (owner: string) => (account: string) =>
    openSentMessages(table, {
      ...{ account, kind: 'alert', owner, until: time.now + 60_000 },
      now: () => time.now,
    });
  const run = (records: readonly unknown[], over: Partial<NotifySlackPorts> = {}) =>
    notifySlack(
      { Records: records },
      {
        settings: () => Promise.resolve({ ...noSettings, alerts: { console: null, routes } }),
        ownAccount: () => Promise.resolve(ACCOUNT),
        sent: sent('request-1'),
        payloadIn: slackPayloadIn,
        post,
        layAside,
        ...over,
      },
    );
  return { run, posted, aside, failing, time, post, layAside, sent };
}

describe('a batch', () => {
  it('is posted in order, each to its route’s secret', async () => {
    const { run, posted } = aQueue();
    const { report, again } = await run([
      record('on-call', 'a'),
      record('team', 'b'),
      record('on-call', 'c'),
    ]);
    expect(again).toEqual([]);
    expect(report).toEqual({
      level: 'info',
      message: 'posted to Slack',
      summary: null,
      details: { messages: 3, returned: 0, laidAside: 0 },
    });
    expect(posted.toSorted()).toEqual([
      'dms-auditor/on-call a',
      'dms-auditor/on-call c',
      'dms-auditor/team b',
    ]);
    expect(posted.indexOf('dms-auditor/on-call a')).toBeLessThan(posted.indexOf('dms-auditor/on-call c'));
  });

  it('after one that fails the rest of its group goes back too, other groups go on', async () => {
    const { run, posted, failing } = aQueue();
    failing.set('b', new Error('Slack answered 404 (no_service)'));
    const records = [
      record('on-call', 'a'),
      record('on-call', 'b'),
      record('on-call', 'c'),
      record('team', 'd'),
    ];
    const { report, again } = await run(records);
    expect(again).toEqual(['on-call/b', 'on-call/c']);
    expect(report).toMatchObject({
      level: 'error',
      message: 'not posted to Slack: route on-call: Slack answered 404 (no_service)',
      details: { messages: 4, returned: 2, laidAside: 0 },
    });
    expect(posted.toSorted()).toEqual(['dms-auditor/on-call a', 'dms-auditor/team d']);
    failing.clear();
    expect((await run(records.slice(1, 3))).again).toEqual([]);
    expect(posted.slice(2)).toEqual(['dms-auditor/on-call b', 'dms-auditor/on-call c']);
  });

  it('that comes twenty times is posted once', async () => {
    const { run, posted, sent } = aQueue();
    for (let time = 0; time < 20; time++)
      await run([record('on-call', 'a')], { sent: sent(`request-${time}`) });
    expect(posted).toEqual(['dms-auditor/on-call a']);
  });

  it('that another run has in hand goes back', async () => {
    const { run, posted, sent } = aQueue();
    const message = record('on-call', 'a');
    const sha256 = createHash('sha256').update(message.body).digest('hex');
    await sent('other')(ACCOUNT).claim(`a/${sha256}`);
    expect(await run([message])).toMatchObject({
      again: ['on-call/a'],
      report: { message: 'not posted to Slack: route on-call: another run is posting a' },
    });
    expect(posted).toEqual([]);
  });

  it.each([
    ['of no route', record('nobody', 'a'), 'the settings file has no route "nobody" that leads to Slack'],
    ['of a route to a topic', record('programs', 'a'), 'has no route "programs" that leads to Slack'],
    ['with a secret of its own', record('x', 'a', { secret: 'dms-auditor/other' }), 'no route "x"'],
  ])('with a message %s goes back, and says so', async (_, message, words) => {
    const { run, posted } = aQueue();
    const { report, again } = await run([message]);
    expect(again).toHaveLength(1);
    expect([report.level, report.message]).toEqual(['error', expect.stringContaining(words)]);
    expect(posted).toEqual([]);
  });

  it.each([
    ['that is no JSON', { body: '{' }],
    ['that is a list', { body: '[]' }],
    ['without an id', record('on-call', 'a', { alertId: null })],
    ['with an id that is none', record('on-call', 'a', { alertId: 'a b' })],
    ['of another route than its group', record('on-call', 'a', { route: 'team' })],
    ['without a payload', record('on-call', 'a', { payload: 'text' })],
    [
      'with a payload that we do not make',
      record('on-call', 'a', { payload: { text: '<!channel> all is well' } }),
    ],
  ])('with a message %s lays it aside alone, as it is, and says so', async (_, over) => {
    const { run, posted, aside } = aQueue();
    const odd = { ...record('on-call', 'odd'), ...over };
    const { report, again } = await run([odd, record('on-call', 'b')]);
    expect(again).toEqual([]);
    expect(aside).toEqual([{ messageId: odd.messageId, group: 'on-call', body: odd.body }]);
    expect(report).toEqual({
      level: 'error',
      message: expect.stringMatching(
        /^not posted to Slack: message on-call\/\w+ of the queue is no post of ours for Slack, .*; it is laid aside$/,
      ) as string,
      summary: null,
      details: { messages: 2, returned: 0, laidAside: 1 },
    });
    expect(posted).toEqual(['dms-auditor/on-call b']);
  });

  it('with one that Slack refuses for what is in it lays that aside alone, in its order', async () => {
    const { run, posted, aside, failing } = aQueue();
    failing.set('b', new PayloadRefused('Slack answered 400 (invalid_blocks)'));
    failing.set('d', new Error('Slack answered 500'));
    const records = ['a', 'b', 'c', 'd', 'e'].map((id) => record('on-call', id));
    const { report, again } = await run(records);
    expect(posted).toEqual(['dms-auditor/on-call a', 'dms-auditor/on-call c']);
    expect(again).toEqual(['on-call/d', 'on-call/e']);
    expect(aside).toEqual([{ messageId: 'on-call/b', group: 'on-call', body: record('on-call', 'b').body }]);
    expect(report).toMatchObject({
      level: 'error',
      message:
        'not posted to Slack: route on-call: Slack answered 400 (invalid_blocks) to alert b; it is laid aside; route on-call: Slack answered 500',
      details: { messages: 5, returned: 2, laidAside: 1 },
    });
  });

  it.each([
    ['that is none of ours', { body: '{' }],
    ['that Slack refuses', {}],
  ])(
    'with one %s, and that cannot be laid aside, goes back from there on: it is nowhere else',
    async (_, over) => {
      const { run, posted, aside, failing } = aQueue();
      failing.set('b', new PayloadRefused('Slack answered 400 (invalid_blocks)'));
      const [before, odd, behind] = ['a', 'b', 'c'].map((id) => record('on-call', id));
      const records = [before, { ...odd, ...over }, behind];
      const { report, again } = await run(records, {
        layAside: () => Promise.reject(new Error('sqs:SendMessage failed (AccessDenied): no')),
      });
      expect(again).toEqual(['on-call/b', 'on-call/c']);
      expect(report).toMatchObject({
        level: 'error',
        message: expect.stringMatching(
          /; it could not be laid aside: sqs:SendMessage failed \(AccessDenied\): no$/,
        ) as string,
        details: { messages: 3, returned: 2, laidAside: 0 },
      });
      expect([posted, aside]).toEqual([['dms-auditor/on-call a'], []]);
      expect((await run(records.slice(1))).again).toEqual([]);
      expect(aside.map(({ messageId }) => messageId)).toEqual(['on-call/b']);
      expect(posted.slice(1)).toEqual(['dms-auditor/on-call c']);
    },
  );

  it.each<[string, string | null, string | null]>([
    ['the sender’s settings alone', entryOf('d-1111111111'), null],
    ['the poster’s settings alone', null, entryOf('d-2222222222')],
    ['another portal in each', entryOf('d-1111111111'), entryOf('d-2222222222')],
  ])('is posted where people get to the console by %s', async (_, theirs, ours) => {
    const { run, posted, aside } = aQueue();
    const links = linkToResource(
      { type: 'AWS::DMS::Endpoint', id: 'a', account: ACCOUNT, region: REGION },
      { entry: theirs, region: REGION },
    );
    const payload = slackOf({ title: 'a', head: ['a'], steps: [], sections: [], links, whole: '' });
    const settings = { ...noSettings, alerts: { console: ours, routes } };
    const { again, report } = await run([record('on-call', 'a', { payload })], {
      settings: () => Promise.resolve(settings),
    });
    expect([again, report.level, posted, aside]).toEqual([[], 'info', ['dms-auditor/on-call a'], []]);
  });

  it('with something else by the id of an alert does not keep the alert from being posted', async () => {
    const { run, posted } = aQueue();
    await run([record('on-call', 'a', { payload: aPost('all is well') })]);
    await run([record('on-call', 'a')]);
    await run([record('on-call', 'a')]);
    expect(posted).toEqual(['dms-auditor/on-call all is well', 'dms-auditor/on-call a']);
  });

  it.each([
    ['nothing', undefined],
    ['no records', {}],
    ['a record of a queue without order', { Records: [{ messageId: 'a', body: '{}', attributes: {} }] }],
    ['a record that is none', { Records: [null] }],
  ])('of %s is none', async (_, event) => {
    const { sent, post, layAside } = aQueue();
    const ports = {
      settings: () => Promise.resolve(noSettings),
      ownAccount: () => Promise.resolve(ACCOUNT),
      sent: sent('request-1'),
      payloadIn: slackPayloadIn,
      post,
      layAside,
    };
    await expect(notifySlack(event, ports)).rejects.toThrow(/^the event is no batch of a/);
  });
});

it('a crash before or after any call loses nothing, and repeats one post at most', async () => {
  const records = [record('on-call', 'a'), record('on-call', 'b'), record('on-call', 'c')];
  const all = records.map((_, index) => `dms-auditor/on-call ${'abc'.charAt(index)}`);
  let points = 0;
  for (; ; points++) {
    const { run, posted, sent, post, time } = aQueue();
    let passed = 0;
    const around =
      <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) =>
      async (...args: A): Promise<T> => {
        // From there on the function is dead.
        if (passed++ >= points) throw new Error('crash');
        const answer = await call(...args);
        if (passed++ >= points) throw new Error('crash');
        return answer;
      };
    const faulty = (account: string): SentMessages => {
      const { claim, done } = sent('first')(account);
      return { claim: around(claim), done: around(done) };
    };
    await run(records, { sent: faulty, post: around(post) });
    if (passed <= points) break;
    // The whole batch comes again once the queue's visibility timeout, and with it the claim, is over.
    time.now += 60_000;
    expect((await run(records, { sent: sent('second') })).again).toEqual([]);
    expect([...new Set(posted)]).toEqual(all);
    expect(posted.length).toBeLessThanOrEqual(all.length + 1);
  }
  expect(points).toBe(18);
});
