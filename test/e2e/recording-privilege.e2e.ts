import { CreateReplicationInstanceCommand } from '@aws-sdk/client-database-migration-service';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writerRole } from '../../src/publish/security-hub.ts';
import { catalogue } from '../../src/rules/index.ts';
import { changes, recordedChange, starts, startsQueue } from '../audit/start-rules/messages.ts';
import { makeBucket, makeConfigRule, makeTopic } from './support/account-services.ts';
import { freshAccount, region } from './support/aws.ts';
import { scheduled } from './support/config-events.ts';
import { switchOnHub } from './support/hub.ts';
import { type RunningFunction, startFunction } from './support/lambda/function.ts';
import {
  enforcePermissions,
  makeLeastRole,
  namesIn,
  packagedStatements,
  type Statement,
  withPermissions,
} from './support/least-privilege.ts';
import { makeQueue } from './support/queues.ts';
import { scheduledRulesOf } from './support/scheduled-rules.ts';
import { aSlack } from './support/slack.ts';
import { makeStateTable } from './support/state-table.ts';

const enforceable = await enforcePermissions(false);
const fresh = freshAccount();
const { account } = fresh;
const rule = 'instance-is-private';
/** Of a name above 64 characters AWS Config does not tell what it reported: that is kept. */
const configRule = `${rule}-conformance-pack-${'x'.repeat(54)}`;
const secret = 'dms-auditor/slack';

/** One rule alone, whose failures go wherever anything can go. */
const settingsFor = (topicArn: string): string =>
  JSON.stringify({
    'security-hub': 'import',
    alerts: {
      routes: [
        { name: 'programs', severity: 'INFORMATIONAL', to: { topic: topicArn } },
        { name: 'on-call', severity: 'INFORMATIONAL', to: { slack: { secret } } },
      ],
    },
    rules: Object.fromEntries(
      catalogue.filter(({ id }) => id !== rule).map(({ id }) => [id, { enabled: false }]),
    ),
  });

/**
 * What is tried with what is read, what makes no difference here, since the emulator tells everybody what is absent, and
 * what only an error takes (test/e2e/alerts.e2e.ts).
 */
const untried: ReadonlySet<string> = new Set(['Read', 'Report', 'Absence', 'KeepRefused']);

interface Permission {
  readonly Sid: string;
  readonly action: string;
}

/** The emulator knows the resources of S3 alone, so that another statement would make up for one that lacks an action. */
const without = (statements: readonly Statement[], { Sid, action }: Permission): readonly Statement[] =>
  statements.map((statement) => ({
    ...statement,
    Action: statement.Action.filter(
      (each) => each !== action || (action.startsWith('s3:') && statement.Sid !== Sid),
    ),
  }));

/** One function, its role, and what makes it use all that it may, anew in each run. */
interface Subject {
  readonly name: 'configRule' | 'scheduledScan' | 'startRules' | 'notifySlack';
  readonly roleId: string;
  readonly events: (run: number) => readonly object[];
}

const at = '2026-11-02T05:00:00.000Z';
const own = { account, region, time: at };
const startedIn = (run: number): string => `started-${run}`;
const title = { type: 'plain_text', text: 'a title', emoji: false };
const payload = {
  ...{ text: title.text, blocks: [{ type: 'header', text: title }] },
  ...{ unfurl_links: false, unfurl_media: false },
};
const post = { route: 'on-call', alertId: 'an-alert', payload };
const subjects: readonly Subject[] = [
  { name: 'scheduledScan', roleId: 'ScheduledScanRole', events: () => [{}] },
  {
    name: 'configRule',
    roleId: 'ConfigRuleRole',
    events: () => [
      scheduled({ account, ruleName: configRule, ruleParameters: JSON.stringify({ rule }) }, at),
    ],
  },
  {
    name: 'startRules',
    roleId: 'StartRulesRole',
    events: (run) => [
      changes(recordedChange('AWS::EC2::SecurityGroup', own)),
      // AWS Config starts each once a minute.
      starts({ region, configRule: startedIn(run), changedAt: at }),
    ],
  },
  {
    name: 'notifySlack',
    roleId: 'NotifySlackRole',
    events: () => [
      {
        Records: [{ messageId: 'm1', body: JSON.stringify(post), attributes: { MessageGroupId: 'on-call' } }],
      },
    ],
  },
];

describe.skipIf(!enforceable)('each function records and tells with its own role', () => {
  let results: Awaited<ReturnType<typeof makeBucket>>;
  let topic: Awaited<ReturnType<typeof makeTopic>>;
  let table: Awaited<ReturnType<typeof makeStateTable>>;
  let hub: Awaited<ReturnType<typeof switchOnHub>>;
  let slack: Awaited<ReturnType<typeof aSlack>>;
  let writer: Awaited<ReturnType<typeof makeLeastRole>>;
  let names: Readonly<Record<string, string>>;
  let environment: Readonly<Record<string, string>>;
  const rules = scheduledRulesOf(fresh);

  beforeAll(async () => {
    await fresh.dms.send(
      new CreateReplicationInstanceCommand({
        ReplicationInstanceIdentifier: 'open',
        ReplicationInstanceClass: 'dms.t3.medium',
        PubliclyAccessible: true,
      }),
    );
    await makeConfigRule(fresh, configRule);
    for (let run = 1; run <= 5; run++) await rules.make(region, 'instance-ingress-is-closed', startedIn(run));
    await new SecretsManagerClient({ region, credentials: fresh.credentials }).send(
      new CreateSecretCommand({ Name: secret, SecretString: 'https://hooks.slack.com/services/T0/B0/x' }),
    );
    results = await makeBucket(fresh);
    topic = await makeTopic(fresh);
    table = await makeStateTable(fresh);
    hub = await switchOnHub(fresh, region);
    slack = await aSlack();
    const slackQueue = await makeQueue(fresh, 'slack.fifo', { FifoQueue: 'true' });
    const deadLetters = await makeQueue(fresh, 'slack-dead-letters.fifo', { FifoQueue: 'true' });
    const queue = await makeQueue(fresh, startsQueue, { FifoQueue: 'true' });
    names = {
      ...namesIn(account),
      'ResultsBucket.Arn': `arn:aws:s3:::${results.bucket}`,
      FindingsTopic: topic.arn,
    };
    environment = {
      ...slack.environment,
      DMS_AUDITOR_REGIONS: region,
      DMS_AUDITOR_RESULTS_BUCKET: results.bucket,
      DMS_AUDITOR_STATE_TABLE: table.name,
      DMS_AUDITOR_SLACK_QUEUE_URL: slackQueue.url,
      DMS_AUDITOR_SLACK_DEAD_LETTERS_URL: deadLetters.url,
      DMS_AUDITOR_STARTS_QUEUE_URL: queue.url,
      DMS_AUDITOR_CONFIG_RULE_FUNCTION: rules.functionName,
    };
    writer = await makeLeastRole(fresh, writerRole);
    await writer.allow(packagedStatements('SecurityHubWriterRole', names));
  });
  afterAll(() => {
    topic.close();
    slack.close();
  });

  /** What was thrown, what goes back to its queue, and what was logged in invocations for these events. */
  const said = async (lambda: RunningFunction, events: readonly object[]) => {
    const before = lambda.log().length;
    const failures: string[] = [];
    for (const event of events) {
      const { error, result } = await lambda.invoke(event);
      if (error !== null) failures.push(error.errorMessage);
      if (JSON.stringify(result).includes('itemIdentifier')) failures.push('again');
    }
    return { failures, log: lambda.log().slice(before) };
  };

  describe.each(subjects)('$name', ({ name, roleId, events }) => {
    let lambda: RunningFunction;
    let role: Awaited<ReturnType<typeof makeLeastRole>>;
    let statements: readonly Statement[];
    let runs = 0;

    beforeAll(async () => {
      statements = packagedStatements(roleId, names);
      role = await makeLeastRole(fresh, roleId);
      lambda = await startFunction(name, { ...environment, ...role.environment }, settingsFor(topic.arn));
    });
    afterAll(() => lambda.stop());

    /** What it says where nothing is kept yet, or the same run before has kept it. */
    const saidAnew = async (isKept: boolean): ReturnType<typeof said> => {
      await table.empty();
      await results.empty();
      runs += 1;
      if (isKept) await said(lambda, events(runs));
      return withPermissions(() => said(lambda, events(runs)));
    };

    // First, for what it was given once it may keep.
    it('needs nothing less: each action that is taken away is missed', async () => {
      const unmissed: string[] = [];
      for (const { Sid, Action } of statements.filter((statement) => !untried.has(statement.Sid)))
        for (const action of Action) {
          await role.allow(without(statements, { Sid, action }));
          const { failures, log } = await saidAnew(action === 'dynamodb:GetItem');
          if (!`${failures.join()}${log}`.includes(action)) unmissed.push(`${Sid} ${action}`);
        }
      expect(unmissed).toEqual([]);
    });

    it('needs nothing more', async () => {
      await role.allow(statements);
      const { failures, log } = await saidAnew(false);
      expect(failures).toEqual([]);
      expect(log).not.toMatch(/denied|"level":"(?:WARN|ERROR)"/i);
      // What the conditions ask for, which the emulator does not know.
      const state = statements.find(({ Sid }) => Sid === 'State');
      expect(state?.Condition).toEqual({
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [account] },
      });
      const items = await table.items();
      expect(items.length).toBeGreaterThan(0);
      expect(items.filter((item) => item['account'] !== account)).toEqual([]);
    });
  });

  it('the writer of Security Hub has the one right that it needs', async () => {
    expect((await hub.findings()).size).toBeGreaterThan(0);
    const [statement, ...others] = packagedStatements('SecurityHubWriterRole', names);
    expect(others).toEqual([]);
    expect(statement?.Action).toEqual(['securityhub:BatchImportFindings']);
  });
});
