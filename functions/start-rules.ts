import { setTimeout as wait } from 'node:timers/promises';
import middy from '@middy/core';
import { startRules } from '../src/audit/start-rules.ts';
import { ownAccount } from '../src/collect/own-account.ts';
import { openRuleStarts } from '../src/publish/rule-starts.ts';
import { openTelemetry } from '../src/publish/telemetry.ts';
import { catalogue } from '../src/rules/index.ts';
import {
  loadFunctionSettings,
  readFunctionEnvironment,
  readRuntime,
  readStartTargets,
} from '../src/settings/function-environment.ts';
import { tool } from '../src/tool.ts';

const { region, ...runtime } = readRuntime();
const { middlewares, record, warn } = await openTelemetry('start-rules', runtime);
const self = ownAccount({ region, tool, now: () => new Date().toISOString() });
const { startsQueue, ...targets } = readStartTargets();
const starts = openRuleStarts({ ...targets, region, credentials: self.credentials, wait, now: Date.now });

/** Starts the AWS Config rules that join what changed: queues starts, and carries out those whose minute is over. */
export const handler = middy(async (event: unknown) => {
  const { report, again } = await startRules(event, {
    ...starts,
    catalogue,
    environment: () => ({ ...readFunctionEnvironment(), startsQueue }),
    settings: () => loadFunctionSettings(catalogue),
    ownAccount: async () => (await self.identity()).account,
    warn,
  });
  record(report);
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}).use(middlewares);
