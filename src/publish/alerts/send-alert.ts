import type { AlertRoute } from '../../model/alerts.ts';
import type { Notice } from '../../model/notice.ts';
import { Refusal } from '../../model/refusal.ts';
import type { Sns } from '../clients/sns.ts';
import { queueForSlack, type SlackQueue } from '../slack-queue.ts';
import { announce } from '../topic.ts';
import { chatbotAnnouncement, machineAnnouncement, textAnnouncement } from './announcement.ts';
import type { ConsoleAccess } from './console-links.ts';
import { pageOf } from './notice-page.ts';
import { slackOf } from './slack.ts';

export interface AlertSinks {
  /** A topic answers in its own Region only. */
  readonly sns: (region: string) => Promise<Sns>;
  /** null: there is no queue, and no route may lead to Slack. */
  readonly slack: SlackQueue | null;
  readonly access: ConsoleAccess;
}

/**
 * Sends a notice in the form of its route's target.
 *
 * @throws Refusal where the target does not exist; SinkError if AWS does not take it.
 */
export async function sendAlert(notice: Notice, route: AlertRoute, sinks: AlertSinks): Promise<void> {
  const { sns, access } = sinks;
  const { name, to } = route;
  const correct = `the route ${name} in the settings file`;
  switch (to.kind) {
    case 'text':
      return announce(sns, to.arn, textAnnouncement(notice, access));
    case 'topic':
      return announce(sns, to.arn, machineAnnouncement(notice, access), correct);
    case 'chatbot':
      return announce(sns, to.arn, chatbotAnnouncement(notice, access), correct);
    case 'slack':
      if (sinks.slack === null)
        throw new Refusal(
          `the route ${name} leads to Slack, but there is no queue for it; set DMS_AUDITOR_SLACK_QUEUE_URL to its URL`,
        );
      return queueForSlack(sinks.slack, {
        route: name,
        alertId: notice.id,
        payload: slackOf(pageOf(notice, access, { inFull: false })),
      });
  }
}
