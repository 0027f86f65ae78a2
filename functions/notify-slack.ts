import { setTimeout } from 'node:timers/promises';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { notifySlack } from '../src/audit/notify-slack.ts';
import { ownAccount } from '../src/collect/own-account.ts';
import { slackPayloadIn } from '../src/publish/alerts/slack-check.ts';
import { openSentMessages } from '../src/publish/sent-messages.ts';
import { layAside, openSlackQueue } from '../src/publish/slack-queue.ts';
import { postToSlack } from '../src/publish/slack-webhook.ts';
import { openStateTable } from '../src/publish/state-table.ts';
import { openTelemetry } from '../src/publish/telemetry.ts';
import { openWebhookSecrets } from '../src/publish/webhook-secrets.ts';
import { catalogue } from '../src/rules/index.ts';
import * as settings from '../src/settings/function-environment.ts';
import { tool } from '../src/tool.ts';

const { region, ...runtime } = settings.readRuntime();
const { middlewares, record } = await openTelemetry('notify-slack', runtime);
const self = ownAccount({ region, tool, now: () => new Date().toISOString() });
const { credentials } = self;
const addressIn = openWebhookSecrets({ region, credentials }, Date.now);

/** Posts alerts to Slack, in the order of their queue. */
export const handler = middy(async (event: unknown, context: Context) => {
  const remaining = () => context.getRemainingTimeInMillis();
  const sender = { owner: context.awsRequestId, now: Date.now, until: Date.now() + remaining() };
  const table = openStateTable(settings.readStateTable(), { region, credentials });
  const deadLetters = openSlackQueue(settings.readSlackDeadLetters(), { region, credentials });
  const { report, again } = await notifySlack(event, {
    settings: () => settings.loadFunctionSettings(catalogue),
    ownAccount: async () => (await self.identity()).account,
    sent: (account) => openSentMessages(table, { ...sender, account, kind: 'alert' }),
    payloadIn: slackPayloadIn,
    post: (secret, payload) =>
      postToSlack(payload, { address: () => addressIn(secret), wait: setTimeout, remaining }),
    layAside: (message) => layAside(deadLetters, message),
  });
  record(report);
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}).use(middlewares);
