import { setTimeout } from 'node:timers/promises';
import middy from '@middy/core';
import { evaluateConfigRule } from '../src/audit/config-rule.ts';
import { type ScanOrder, scan } from '../src/audit/scan.ts';
import { ownAccount } from '../src/collect/own-account.ts';
import { publishToConfig } from '../src/publish/config-results.ts';
import { openConfigSink } from '../src/publish/put-evaluations.ts';
import { openTelemetry } from '../src/publish/telemetry.ts';
import { catalogue } from '../src/rules/index.ts';
import { loadFunctionSettings, readFunctionEnvironment, readRuntime } from '../src/settings.ts';
import { tool } from '../src/tool.ts';

const { region, tracing } = readRuntime();
const { middlewares, record, warn } = await openTelemetry('config-rule', { tracing });
const self = ownAccount({ region, tool, now: () => new Date().toISOString() });
const config = openConfigSink({ region, credentials: self.credentials });
const judgeNow = (order: ScanOrder) => scan(self.read, tool, order);

/** Judges a rule for AWS Config: because a resource changed, or because its time has come. */
export const handler = middy(async (event: unknown): Promise<void> => {
  const report = await evaluateConfigRule(event, {
    catalogue,
    environment: readFunctionEnvironment,
    settings: () => loadFunctionSettings(catalogue),
    ownAccount: async () => (await self.identity()).account,
    judgeNow,
    resultFor: judgeNow,
    publish: (told, account) => publishToConfig(told, { config, account, wait: setTimeout, warn }),
  });
  record(report);
}).use(middlewares);
