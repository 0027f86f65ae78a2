import { evaluateConfigRule } from '../../src/audit/config-rule.ts';
import { rememberAtOnce } from '../../src/audit/remember.ts';
import { type ReadAccount, type ScanOrder, scan } from '../../src/audit/scan.ts';
import { resultFor } from '../../src/audit/shared-result.ts';
import { type AlertSettings, noAlerts } from '../../src/model/alerts.ts';
import type { Notice } from '../../src/model/notice.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { publishToConfig } from '../../src/publish/config-results.ts';
import { newestRun } from '../../src/publish/newest-run.ts';
import { openPublished } from '../../src/publish/published.ts';
import { readLatestResult, readLatestSnapshot, storeResult } from '../../src/publish/results-bucket.ts';
import { noteChange, openScanLock } from '../../src/publish/scan-lock.ts';
import { openSentMessages } from '../../src/publish/sent-messages.ts';
import { catalogue as wholeCatalogue } from '../../src/rules/index.ts';
import { noSettings } from '../../src/settings/parse.ts';
import { aMessageTable } from '../publish/message-table.ts';
import { aBucket } from '../support/a-bucket.ts';
import { aConfig } from '../support/a-config.ts';
import { aStateTable } from '../support/a-state-table.ts';
import { ACCOUNT, aSnapshot, REGION } from '../support/builders.ts';
import { memoryFindingStore, tampered } from '../support/memory-finding-store.ts';

/** Stands around each call to AWS: to count, to delay, to fail before it or after it. */
export type Around = <T>(call: string, send: () => Promise<T>) => Promise<T>;

const undisturbed: Around = (_, send) => send();

/** The same client, with something around each of its calls. */
function within<C extends object>(client: C, service: string, around: Around): C {
  const calls = Object.entries(client) as readonly (readonly [
    string,
    (...args: unknown[]) => Promise<unknown>,
  ])[];
  return Object.fromEntries(
    calls.map(([name, send]) => [
      name,
      (...args: unknown[]) => around(`${service}.${name}`, () => send(...args)),
    ]),
  ) as C;
}

export interface Invocation {
  /** The request id. */
  readonly owner?: string;
  readonly around?: Around;
}

const minute = 60_000;
const alerts: AlertSettings = {
  ...noAlerts,
  routes: [
    {
      ...{ name: 'everything', severity: 'INFORMATIONAL', accounts: ['*'], rules: ['*'] },
      to: { kind: 'topic', arn: 'arn:aws:sns:eu-west-1:111122223333:findings' },
    },
  ],
};
export const tool = { name: 'dms-auditor', version: '1.0.0' };

/** An account with AWS Config, a bucket, a state table and the function, all in memory; time passes when told. */
export function aDeployment(facts: AccountFacts, catalogue: readonly Rule[] = wholeCatalogue) {
  const [config, bucket, table] = [aConfig(), aBucket(), aStateTable()];
  const [findings, messages] = [memoryFindingStore(), aMessageTable()];
  const told: Notice[] = [];
  const time = { now: Date.parse('2026-11-02T05:00:00.000Z') };
  const now = (): string => new Date(time.now).toISOString();
  const estate = { facts, scans: 0 };
  const read: ReadAccount = () => {
    estate.scans += 1;
    const snapshot = { ...aSnapshot(estate.facts), takenAt: now() };
    return Promise.resolve({ snapshot, calls: 1 });
  };
  const wait = (milliseconds: number): Promise<void> => {
    time.now += milliseconds;
    return Promise.resolve();
  };
  const sentBy = (owner: string, around: Around) => {
    const dynamo = within(messages.client, 'dynamodb', around);
    return openSentMessages(
      { name: 'state', dynamo: () => Promise.resolve(dynamo) },
      { account: ACCOUNT, kind: 'told', owner, now: () => time.now, until: time.now + 5 * minute },
    );
  };
  const sendAround =
    (around: Around) =>
    (notice: Notice): Promise<void> =>
      around('alert', () => {
        told.push(notice);
        return Promise.resolve();
      });
  return {
    config,
    estate,
    findings,
    /** What people were told, in this order. */
    told,
    now,
    pass: (minutes: number): void => {
      time.now += minutes * minute;
    },
    /** What `start-rules` notes before it starts rules. */
    noteChange: () => noteChange(table, ACCOUNT, now()),
    /** One run of the function. */
    invoke: (
      event: unknown,
      { owner = 'request-1', around = undisturbed }: Invocation = {},
    ): Promise<RunReport> => {
      const s3 = within(bucket.client, 's3', around);
      const results = { name: 'results', s3: () => Promise.resolve(s3) };
      const dynamo = within(table.client, 'dynamodb', around);
      const state = { name: 'state', dynamo: () => Promise.resolve(dynamo) };
      const lock = openScanLock(state);
      const client = within(config.client, 'config', around);
      const scanNow = (order: ScanOrder) =>
        scan((...asked) => around('read', () => read(...asked)), tool, order);
      return evaluateConfigRule(event, {
        catalogue,
        environment: () => ({ region: REGION, homeRegion: REGION, regions: null }),
        settings: () => Promise.resolve({ ...noSettings, alerts }),
        ownAccount: () => Promise.resolve(ACCOUNT),
        judgeNow: async (order) => (await scanNow(order)).result,
        resultFor: (order) =>
          resultFor(order, {
            catalogue,
            tool,
            now,
            owner,
            timeLeft: () => 5 * minute,
            // Time passes when told.
            wait: () => Promise.resolve(),
            scanNow,
            shared: {
              lock,
              latest: (account) => readLatestResult(results, account),
              snapshot: (account) => readLatestSnapshot(results, account),
              store: (account, scanned) => storeResult(results, account, scanned),
            },
          }),
        newestRun: (run) => newestRun(state, { ...run, region: REGION }),
        publish: (report, account) =>
          publishToConfig(report, {
            account,
            config: () => Promise.resolve(client),
            published: openPublished(results, { account, region: REGION }),
            wait: () => Promise.resolve(),
            warn: () => undefined,
          }),
        remember: (reading, { routes }) =>
          rememberAtOnce(reading, routes, {
            writer: { store: tampered(findings, around), owner, now, wait },
            alerts: { catalogue: wholeCatalogue, sent: sentBy(owner, around), send: sendAround(around) },
          }),
      });
    },
  };
}
