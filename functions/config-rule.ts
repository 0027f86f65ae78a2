import { setTimeout } from 'node:timers/promises';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { evaluateConfigRule } from '../src/audit/config-rule.ts';
import { type ScanOrder, scan } from '../src/audit/scan.ts';
import { resultFor } from '../src/audit/shared-result.ts';
import { ownAccount } from '../src/collect/own-account.ts';
import { holdingStores } from '../src/publish/account-stores.ts';
import { openConfigReporter } from '../src/publish/config-reporter.ts';
import { openLazily } from '../src/publish/open-client.ts';
import { openTelemetry } from '../src/publish/telemetry.ts';
import { catalogue } from '../src/rules/index.ts';
import * as settings from '../src/settings/function-environment.ts';
import { tool } from '../src/tool.ts';

const { region, ...runtime } = settings.readRuntime();
const { middlewares, record, warn } = await openTelemetry('config-rule', runtime);
const now = (): string => new Date().toISOString();
const { credentials, identity, read } = ownAccount({ region, tool, now });
const storesNamed = holdingStores({ credentials });
const stores = () => storesNamed(settings.readStoreNames());
const publishedIn = (account: string, where: string) => stores().published(account, where);
// What remembers is loaded with the first thing to remember.
const memory = openLazily({ region, credentials }, async () =>
  (await import('../src/publish/memory.ts')).openMemory({ region, credentials, catalogue }),
);
const scanNow = (order: ScanOrder) => scan(read, tool, order);

/** Judges a rule for AWS Config: because a resource changed, or because its time has come. */
export const handler = middy(async (event: unknown, context: Context): Promise<void> => {
  const timeLeft = () => context.getRemainingTimeInMillis();
  const run = { catalogue, tool, now, owner: context.awsRequestId, timeLeft, wait: setTimeout, scanNow };
  const report = await evaluateConfigRule(event, {
    catalogue,
    environment: settings.readFunctionEnvironment,
    settings: () => settings.loadFunctionSettings(catalogue),
    ownAccount: async () => (await identity()).account,
    judgeNow: async (order) => (await scanNow(order)).result,
    resultFor: (order) => resultFor(order, { ...run, shared: stores().shared }),
    newestRun: (one) => stores().newestRun({ ...one, region }),
    publish: openConfigReporter({ region, credentials, warn, publishedIn }),
    remember: async (reading, { console, routes }) => {
      const { rememberAtOnce } = await import('../src/audit/remember.ts');
      const self = { ...run, account: reading.account, console };
      await rememberAtOnce(reading, routes, (await memory())(settings.readMemoryPlaces(), self));
    },
  });
  record(report);
}).use(middlewares);
