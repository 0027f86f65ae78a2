import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { scan } from '../src/audit/scan.ts';
import { scanOnSchedule } from '../src/audit/scheduled-scan.ts';
import { ownAccount } from '../src/collect/own-account.ts';
import { openMemory } from '../src/publish/memory.ts';
import { openRecords } from '../src/publish/records.ts';
import { openResultsBucket, storeResult } from '../src/publish/results-bucket.ts';
import { openTelemetry } from '../src/publish/telemetry.ts';
import { catalogue } from '../src/rules/index.ts';
import * as settings from '../src/settings/function-environment.ts';
import { tool } from '../src/tool.ts';

const { region, ...runtime } = settings.readRuntime();
const { middlewares, record, warn } = await openTelemetry('scheduled-scan', runtime);
const self = ownAccount({ region, tool, now: () => new Date().toISOString() });
const { credentials } = self;
const records = openRecords(
  { region, credentials, warn, role: settings.readSecurityHubRole },
  {
    toOcsf: async () => (await import('../src/report/ocsf.ts')).toOcsf,
    toAsff: async () => (await import('../src/report/asff.ts')).toAsff,
  },
);
const memoryOf = openMemory({ region, credentials, catalogue });

/** Judges the function's own account, stores and records the result, and tells of it. */
export const handler = middy(async (_event: unknown, context: Context): Promise<void> => {
  const run = { owner: context.awsRequestId, timeLeft: () => context.getRemainingTimeInMillis() };
  const report = await scanOnSchedule({
    catalogue,
    configuration: () => ({
      ...settings.readFunctionEnvironment(),
      ...settings.readScanTargets(),
      ...settings.readMemoryPlaces(),
    }),
    settings: () => settings.loadFunctionSettings(catalogue),
    ownAccount: async () => (await self.identity()).account,
    scanNow: (order) => scan(self.read, tool, order),
    store: (scanned, { account, bucket, homeRegion }) =>
      storeResult(openResultsBucket(bucket, { region: homeRegion, credentials }), account, scanned),
    memory: (account, { alerts }) =>
      memoryOf(settings.readMemoryPlaces(), { ...run, account, console: alerts.console }),
    records,
  });
  record(report);
}).use(middlewares);
