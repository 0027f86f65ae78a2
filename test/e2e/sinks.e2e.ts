import {
  CreateReplicationInstanceCommand,
  DescribeEndpointsCommand,
  ModifyEndpointCommand,
} from '@aws-sdk/client-database-migration-service';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result.ts';
import { faultsIn } from '../report/ocsf-schema.ts';
import { annotationsOf, makeBucket, makeConfigRule, makeTopic } from './support/account-services.ts';
import { freshAccount, region } from './support/aws.ts';
import { changed } from './support/config-events.ts';
import { buildEstate } from './support/estate.ts';
import { switchOnHub } from './support/hub.ts';
import { daysAhead } from './support/lambda/clock.ts';
import { environmentOf, type RunningFunction, startFunction } from './support/lambda/function.ts';
import { makeMarked, markersIn } from './support/marked.ts';
import { makeQueue } from './support/queues.ts';
import { aSlack } from './support/slack.ts';
import { makeStateTable } from './support/state-table.ts';

/** What a program hears: of one change, or of a night. */
interface Told {
  readonly kind: 'change' | 'changes' | 'digest';
  readonly finding: string;
  readonly change: string;
  readonly changed: Readonly<Record<'new' | 'worse' | 'resolved', number>>;
  readonly new: readonly { readonly finding: string }[];
  readonly resolved: readonly { readonly finding: string }[];
  readonly open: readonly { readonly finding: string }[];
}

const rule = 'instance-is-private';

describe('what is found is recorded and told everywhere, as it is packaged', () => {
  const fresh = freshAccount();
  const { account } = fresh;
  let results: Awaited<ReturnType<typeof makeBucket>>;
  let topic: Awaited<ReturnType<typeof makeTopic>>;
  let table: Awaited<ReturnType<typeof makeStateTable>>;
  let hub: Awaited<ReturnType<typeof switchOnHub>>;
  let queue: Awaited<ReturnType<typeof makeQueue>>;
  let slack: Awaited<ReturnType<typeof aSlack>>;
  let environment: Readonly<Record<string, string>>;
  let settings: string;
  let nightly: RunningFunction;
  let notify: RunningFunction;
  const functions: RunningFunction[] = [];

  const start = async (
    name: Parameters<typeof startFunction>[0],
    over: Readonly<Record<string, string>> = {},
  ): Promise<RunningFunction> => {
    const lambda = await startFunction(name, { ...environment, ...over }, settings);
    functions.push(lambda);
    return lambda;
  };
  const run = async (lambda: RunningFunction, event: object = {}): Promise<void> => {
    expect((await lambda.invoke(event)).error, lambda.log()).toBeNull();
  };

  /**
   * As AWS Config invokes: what throws comes again, twice at most. Two that write at once can throw here, where the
   * emulator checks a condition and writes in two steps.
   */
  const deliver = async (lambda: RunningFunction, event: object): Promise<void> => {
    for (let time = 1; time <= 2; time++) if ((await lambda.invoke(event)).error === null) return;
    await run(lambda, event);
  };

  beforeAll(async () => {
    await buildEstate(fresh);
    await makeMarked(fresh);
    await makeConfigRule(fresh, rule);
    const secret = 'dms-auditor/slack';
    await new SecretsManagerClient({ region, credentials: fresh.credentials }).send(
      new CreateSecretCommand({
        Name: secret,
        SecretString: 'https://hooks.slack.com/services/T0/B0/marker-webhook',
      }),
    );
    results = await makeBucket(fresh);
    topic = await makeTopic(fresh);
    table = await makeStateTable(fresh);
    hub = await switchOnHub(fresh, region);
    queue = await makeQueue(fresh, 'slack.fifo', { FifoQueue: 'true', VisibilityTimeout: '0' });
    const deadLetters = await makeQueue(fresh, 'slack-dead-letters.fifo', { FifoQueue: 'true' });
    slack = await aSlack();
    settings = JSON.stringify({
      'security-hub': 'import',
      alerts: {
        routes: [
          { name: 'programs', severity: 'INFORMATIONAL', to: { topic: topic.arn } },
          { name: 'on-call', severity: 'INFORMATIONAL', to: { slack: { secret } } },
        ],
      },
    });
    environment = {
      ...(await environmentOf(fresh)),
      DMS_AUDITOR_REGIONS: region,
      DMS_AUDITOR_RESULTS_BUCKET: results.bucket,
      DMS_AUDITOR_STATE_TABLE: table.name,
      DMS_AUDITOR_SLACK_QUEUE_URL: queue.url,
      DMS_AUDITOR_SLACK_DEAD_LETTERS_URL: deadLetters.url,
    };
    nightly = await start('scheduledScan');
    notify = await start('notifySlack', slack.environment);
  });
  afterAll(async () => {
    for (const lambda of functions) await lambda.stop();
    topic.close();
    slack.close();
  });

  const told = (): readonly Told[] => topic.received().map(({ Message }) => JSON.parse(Message) as Told);
  /** How many posts have reached Slack, when the queue is empty. */
  const posts = async (): Promise<number> => {
    const { messages, again, error } = await queue.handTo(notify);
    expect({ again, error }).toEqual({ again: 0, error: null });
    return messages === 0 ? slack.requests.length : posts();
  };
  const latest = async (): Promise<Result> => {
    const [text = '{}'] = Object.values(await results.objects(`results/${account}/latest`));
    return JSON.parse(text) as Result;
  };
  const findings = async () =>
    (await table.items()).filter(({ item }) => String(item).startsWith('finding#'));
  const openIn = ({ findings: all }: Result): readonly string[] =>
    all.filter(({ status }) => status === 'NON_COMPLIANT' || status === 'UNKNOWN').map(({ id }) => id);
  const findingIn = async (name: string, id: string): Promise<string> => {
    const found = (await latest()).findings.find((each) => each.rule === name && each.resource.id === id);
    return found?.id ?? `${name} of ${id} is not there`;
  };

  it('a night is in S3, the finding store, Security Hub, and one digest a route', async () => {
    await run(nightly);
    const keys = Object.keys(await results.objects()).map((key) => key.replace(/[^/]*T[^/]*Z/, 'TIME'));
    const day = (await latest()).takenAt.slice(0, 10);
    expect(keys).toEqual([
      `ocsf/date=${day}/account=${account}/region=${region}/TIME.ndjson.gz`,
      `results/${account}/${day.replaceAll('-', '/')}/TIME.json.gz`,
      `results/${account}/latest.json.gz`,
      `snapshots/${account}/latest.json.gz`,
    ]);
    const digests = told();
    expect(digests.map(({ kind }) => kind)).toEqual(['digest']);
    const failed = (await findings()).filter(({ status }) => status === 'NON_COMPLIANT');
    expect(failed.length).toBeGreaterThan(30);
    expect(digests[0]?.changed).toEqual({ new: failed.length, worse: 0, resolved: 0 });
    // What was told is not told again.
    expect((await findings()).flatMap(({ untold }) => untold)).toEqual([]);
    const inHub = [...(await hub.findings()).values()].map(
      ({ ProductFields }) => ProductFields['dms-auditor/FindingId'],
    );
    expect(inHub.length).toBeGreaterThan(failed.length);
    expect(inHub).toEqual(expect.arrayContaining(failed.map(({ id }) => id)));
    expect(openIn(await latest())).toEqual(expect.arrayContaining(inHub));
    expect(await posts()).toBe(1);
    const [events = ''] = Object.values(await results.objects('ocsf/'));
    const lines = events.split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(inHub.length);
    expect(lines.flatMap((line) => faultsIn(JSON.parse(line) as unknown))).toEqual([]);
  });

  it('another run of the same night changes when things were last seen, and tells nobody', async () => {
    const lasting = async () =>
      (await findings()).map((finding) => ({
        ...finding,
        ...{ takenAt: null, version: null, expires: null },
        decided: { ...(finding['decided'] as object), at: null },
      }));
    const before = { findings: await lasting(), hub: (await hub.findings()).size };
    await run(nightly);
    expect({ findings: await lasting(), hub: (await hub.findings()).size }).toEqual(before);
    expect(told()).toHaveLength(1);
    expect(await posts()).toBe(1);
  });

  it('a change is told at once, and once, however often and by however many it is heard', async () => {
    const { ReplicationInstance } = await fresh.dms.send(
      new CreateReplicationInstanceCommand({
        ...{ ReplicationInstanceIdentifier: 'hasty', ReplicationInstanceClass: 'dms.t3.medium' },
        PubliclyAccessible: true,
      }),
    );
    const arn = ReplicationInstance?.ReplicationInstanceArn ?? '';
    const event = changed(
      {
        ...{ resourceType: 'AWS::DMS::ReplicationInstance', resourceName: 'hasty', arn },
        ...{ resourceId: arn.split(':').at(-1) ?? '', at: new Date().toISOString() },
      },
      { account, ruleName: rule, ruleParameters: JSON.stringify({ rule }) },
    );
    const workers = [await start('configRule'), await start('configRule')];
    await Promise.all(
      workers.map(async (lambda) => {
        for (let time = 0; time < 10; time++) await deliver(lambda, event);
      }),
    );
    const alerts = told().slice(1);
    expect(alerts).toMatchObject([{ kind: 'change', change: 'new', rule, resource: { id: 'hasty' } }]);
    expect(await posts()).toBe(2);
  });

  it('the next night tells what is new and what is resolved since, once, and not what was told at once', async () => {
    const { Endpoints = [] } = await fresh.dms.send(new DescribeEndpointsCommand({}));
    const set = async (name: string, SslMode: 'none' | 'verify-full'): Promise<void> => {
      const found = Endpoints.find(({ EndpointIdentifier }) => EndpointIdentifier === name);
      await fresh.dms.send(new ModifyEndpointCommand({ EndpointArn: found?.EndpointArn, SslMode }));
    };
    await set('crm', 'verify-full');
    await set('orders', 'none');
    const before = told().length;
    const nextNight = await start('scheduledScan', daysAhead(1));
    await run(nextNight);
    await run(nextNight);
    const [digest, ...more] = told().slice(before);
    expect(more).toEqual([]);
    const broken = await findingIn('endpoint-requires-tls', 'orders');
    const mended = await findingIn('endpoint-requires-tls', 'crm');
    const hasty = await findingIn(rule, 'hasty');
    const idsOf = (list: readonly { readonly finding: string }[] | undefined) =>
      list?.map(({ finding }) => finding) ?? [];
    expect(idsOf(digest?.new)).toContain(broken);
    expect(idsOf(digest?.resolved)).toContain(mended);
    expect(idsOf(digest?.new)).not.toContain(hasty);
    const kept = new Map((await findings()).map(({ id, status }) => [id, status]));
    expect([broken, mended, hasty].map((id) => kept.get(id))).toEqual([
      'NON_COMPLIANT',
      'COMPLIANT',
      'NON_COMPLIANT',
    ]);
    const states = new Map(
      [...(await hub.findings()).values()].map(({ ProductFields, RecordState }) => [
        ProductFields['dms-auditor/FindingId'],
        RecordState,
      ]),
    );
    expect([broken, mended, hasty].map((id) => states.get(id))).toEqual(['ACTIVE', 'ARCHIVED', 'ACTIVE']);
    expect(await posts()).toBe(3);
  });

  // A user whom the settings have audited is the resource of findings, and a secret that an endpoint names is part of
  // its settings: these two names do leave.
  it('nothing that leaves holds a secret, or the name of a user who is not audited', async () => {
    const left: Readonly<Record<string, string>> = {
      ...(await results.objects()),
      table: JSON.stringify(await table.items()),
      hub: JSON.stringify([...(await hub.findings()).values()]),
      topic: JSON.stringify(topic.received()),
      queue: queue.handed.join('\n'),
      slack: slack.requests.map(({ body }) => body).join('\n'),
      config: (await annotationsOf(fresh, rule)).join('\n'),
      logs: functions.map((lambda) => lambda.log()).join('\n'),
    };
    for (const [place, text] of Object.entries(left)) {
      expect(text.length, place).toBeGreaterThan(0);
      // Reasons name servers, in alerts and AWS Config too; Security Hub and data lakes have many more readers.
      const servers = place === 'hub' || place.startsWith('ocsf/');
      expect(markersIn(text, { servers }), place).toEqual([]);
    }
    // The markers are there to be found: the account does tell where its databases are.
    expect(left[`results/${account}/latest.json.gz`]).toContain('marker-server');
  });
});
