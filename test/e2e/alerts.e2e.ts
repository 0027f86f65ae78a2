import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlertPorts, alertAtOnce, alertNightly } from '../../src/audit/alerts.ts';
import type { Result } from '../../src/model/result.ts';
import type { UntoldChange } from '../../src/model/transition.ts';
import { sendAlert } from '../../src/publish/alerts/send-alert.ts';
import { openSentMessages } from '../../src/publish/sent-messages.ts';
import { openSlackQueue } from '../../src/publish/slack-queue.ts';
import { openTopicSink } from '../../src/publish/topic.ts';
import { catalogue } from '../../src/rules/index.ts';
import { parseSettings } from '../../src/settings/parse.ts';
import { makeTopic } from './support/account-services.ts';
import { freshAccount, region } from './support/aws.ts';
import { judged } from './support/command.ts';
import { buildEstate } from './support/estate.ts';
import { environmentOf, type RunningFunction, startFunction } from './support/lambda/function.ts';
import { makeQueue } from './support/queues.ts';
import { answers, aSlack, closes } from './support/slack.ts';
import { makeStateTable } from './support/state-table.ts';

const path = '/services/T0/B0/webhook-never-to-be-told';
const markers = /never-to-be-seen|somebody|never-to-be-told/;

describe('alerts, over the wire', () => {
  const fresh = freshAccount();
  const { account } = fresh;
  const options = { region, credentials: fresh.credentials };
  let result: Result;
  let topic: Awaited<ReturnType<typeof makeTopic>>;
  let queue: Awaited<ReturnType<typeof makeQueue>>;
  let deadLetters: Awaited<ReturnType<typeof makeQueue>>;
  let slack: Awaited<ReturnType<typeof aSlack>>;
  let table: Awaited<ReturnType<typeof makeStateTable>>;
  let lambda: RunningFunction;
  let settings: Awaited<ReturnType<typeof parseSettings>>;

  const settingsText = (arn: string): string => `alerts:
  routes:
    - { name: programs, severity: INFORMATIONAL, to: { topic: '${arn}' } }
    - { name: chat, severity: CRITICAL, to: { chatbot: '${arn}' } }
    - { name: on-call, severity: LOW, to: { slack: { secret: dms-auditor/slack } } }
`;

  beforeAll(async () => {
    await buildEstate(fresh);
    topic = await makeTopic(fresh);
    queue = await makeQueue(fresh, 'slack.fifo', { FifoQueue: 'true', VisibilityTimeout: '0' });
    deadLetters = await makeQueue(fresh, 'slack-dead-letters.fifo', {
      ...{ FifoQueue: 'true', VisibilityTimeout: '0' },
    });
    table = await makeStateTable(fresh);
    const SecretString = `https://hooks.slack.com${path}`;
    await new SecretsManagerClient(options).send(
      new CreateSecretCommand({ Name: 'dms-auditor/slack', SecretString }),
    );
    slack = await aSlack();
    settings = await parseSettings(settingsText(topic.arn), 'dms-auditor.yaml', catalogue);
    lambda = await startFunction(
      'notifySlack',
      {
        ...(await environmentOf(fresh)),
        ...slack.environment,
        DMS_AUDITOR_SLACK_DEAD_LETTERS_URL: deadLetters.url,
        DMS_AUDITOR_STATE_TABLE: table.name,
      },
      settingsText(topic.arn),
    );
    result = await judged(['--role-arn', fresh.roleArn, '--regions', region]);
  });
  afterAll(async () => {
    await lambda.stop();
    topic.close();
    slack.close();
  });

  const ports = (owner: string): AlertPorts => {
    const until = Date.now() + 60_000;
    const sinks = {
      sns: openTopicSink(options),
      slack: openSlackQueue(queue.url, options),
      access: { entry: null, region },
    };
    return {
      catalogue,
      sent: openSentMessages(table, { account, kind: 'told', owner, now: Date.now, until }),
      send: (notice, route) => sendAlert(notice, route, sinks),
    };
  };
  const changes = (): readonly UntoldChange[] =>
    result.findings
      .filter(({ status }) => status === 'NON_COMPLIANT')
      .map(({ id, rule, resource, severity, because }) => ({
        transition: {
          ...{ id: `${id}/new`, change: 'new', at: result.takenAt, finding: id },
          ...{ rule, resource, severity, before: null, because },
        },
        toldTo: [],
      }));
  /** Hands over what is in the queue, until nothing is. */
  const drained = async (): Promise<number> => {
    const { messages, error } = await queue.handTo(lambda);
    expect(error).toBeNull();
    return messages === 0 ? 0 : messages + (await drained());
  };

  it('the night reaches every kind of target once, however often it is told', async () => {
    const place = { bucket: 'results', key: 'results/a.json.gz' };
    const night = { account, result, changes: changes(), place };
    for (const owner of ['one', 'one', 'two'])
      await alertNightly(night, { routes: settings.alerts.routes, topicArn: null }, ports(owner));
    expect(await drained()).toBe(1);

    const received = topic.received().map(({ Message }) => JSON.parse(Message) as Record<string, unknown>);
    expect(received).toHaveLength(2);
    expect(received).toContainEqual(
      expect.objectContaining({
        kind: 'digest',
        alertId: `${result.takenAt.slice(0, 10)}/programs/${account}`,
      }),
    );
    expect(received).toContainEqual(expect.objectContaining({ version: '1.0', source: 'custom' }));
    expect(slack.requests.map((request) => request.path)).toEqual([path]);
    expect(slack.requests[0]?.body).toContain('careless');
  });

  it('changes reach Slack in order, whatever it answers on the way', async () => {
    slack.requests.length = 0;
    const some = changes().slice(0, 3);
    await alertAtOnce(some, settings.alerts, ports('three'));
    await alertAtOnce(some, settings.alerts, ports('four'));
    slack.next(
      answers(429, '', { 'retry-after': '1' }),
      answers(200, 'ok'),
      answers(500, 'oops'),
      closes,
      answers(200, 'ok'),
    );
    expect(await drained()).toBe(3);
    const posted = slack.requests.map(({ body }) => body);
    expect(posted).toHaveLength(6);
    // The first twice, the second three times, the third once.
    expect(posted.map((body) => [...new Set(posted)].indexOf(body))).toEqual([0, 0, 1, 1, 1, 2]);
  });

  it('what Slack refuses for what is in it is kept as it is, and what is behind it posted', async () => {
    slack.requests.length = 0;
    await alertAtOnce(changes().slice(5, 7), settings.alerts, ports('six'));
    slack.next(answers(400, 'invalid_blocks'), answers(200, 'ok'));
    const before = queue.handed.length;
    expect(await drained()).toBe(2);
    expect(slack.requests).toHaveLength(2);
    expect(await deadLetters.handTo(lambda)).toMatchObject({ messages: 1, error: null });
    expect(deadLetters.handed).toEqual(queue.handed.slice(before, before + 1));
  });

  it('a dead webhook gives the messages back, in order, and names its route', async () => {
    slack.requests.length = 0;
    const some = changes().slice(3, 5);
    await alertAtOnce(some, settings.alerts, ports('five'));
    slack.next(answers(404, 'no_service'));
    expect(await queue.handTo(lambda)).toEqual({ messages: 2, again: 2, error: null });
    expect(slack.requests).toHaveLength(1);
    expect(lambda.log()).toContain('not posted to Slack: route on-call: Slack answered 404 (no_service)');
  });

  it('nothing that leaves holds a secret, a user’s name or the webhook’s address', () => {
    const left = [
      ...topic.received().map((notification) => JSON.stringify(notification)),
      ...slack.requests.map(({ body }) => body),
      lambda.log(),
    ];
    expect(left.length).toBeGreaterThan(5);
    for (const text of left) expect(text).not.toMatch(markers);
  });
});
