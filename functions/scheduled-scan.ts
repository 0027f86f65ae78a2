import middy from '@middy/core';
import { scan } from '../src/audit/scan.ts';
import { scanOnSchedule } from '../src/audit/scheduled-scan.ts';
import { ownAccount } from '../src/collect/own-account.ts';
import { toDigest } from '../src/publish/digest.ts';
import { openResultsSink, resultKey, storeResult } from '../src/publish/results-bucket.ts';
import { openTelemetry } from '../src/publish/telemetry.ts';
import { announce, openTopicSink } from '../src/publish/topic.ts';
import { json } from '../src/report/json.ts';
import { catalogue } from '../src/rules/index.ts';
import {
  loadFunctionSettings,
  readFunctionEnvironment,
  readRuntime,
  readScanTargets,
} from '../src/settings.ts';
import { tool } from '../src/tool.ts';

const { region, tracing } = readRuntime();
const { middlewares, record } = await openTelemetry('scheduled-scan', { tracing });
const self = ownAccount({ region, tool, now: () => new Date().toISOString() });
const { credentials } = self;
const [s3, sns] = [openResultsSink({ region, credentials }), openTopicSink({ region, credentials })];

/** Judges the function's own account, stores the result and tells of it. */
export const handler = middy(async (): Promise<void> => {
  const report = await scanOnSchedule({
    catalogue,
    configuration: () => ({ ...readFunctionEnvironment(), ...readScanTargets() }),
    settings: () => loadFunctionSettings(catalogue),
    ownAccount: async () => (await self.identity()).account,
    judgeNow: (order) => scan(self.read, tool, order),
    store: (result, { account, bucket }) =>
      storeResult(s3, { bucket, key: resultKey(account, result) }, json(result)),
    announce: (result, { account, topicArn, place }) =>
      announce(sns, topicArn, toDigest(result, account, place)),
  });
  record(report);
}).use(middlewares);
