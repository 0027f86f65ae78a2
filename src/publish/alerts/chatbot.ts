import type { Notice } from '../../model/notice.ts';
import { cut, fitted, longest, type Page } from './page.ts';
import { slackCode, slackText } from './slack-text.ts';

/**
 * A custom notification, schema 1.0 (Amazon Q Developer in chat applications Administrator Guide, *Custom
 * notifications*). Anything else that reaches such a topic is dropped without a word.
 */
export interface ChatbotNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** Messages of one thread are shown together: those of one finding. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** AWS publishes no limits for the fields; these have been seen to pass. */
const longestTitle = 250;
const longestDescription = 4000;
const longestStep = 500;
const longestLine = 300;

/**
 * A page as a notification. In Slack, `client-markdown` is Slack's own: what somebody named is escaped, and stands
 * as code, so that nothing of it formats, mentions or links.
 */
export function chatbotOf(notice: Notice, page: Page, account: string): ChatbotNotification {
  const title = slackText(page.title, longestTitle);
  const links = page.links.map(({ text, address }) => `<${address.replaceAll('&', '&amp;')}|${text}>`);
  const alert = notice.kind === 'change' ? notice.alert : null;
  const arn = alert === null ? null : alert.resource.arn;
  const steps = [...page.steps.map((step) => slackText(step, longestStep)), ...links];
  return {
    version: '1.0',
    source: 'custom',
    id: notice.id,
    content: {
      textType: 'client-markdown',
      title,
      description: fitted(
        longest(page),
        (entries) => descriptionOf(cut(page, entries)),
        (description) => description.length <= longestDescription,
      ),
      ...(steps.length === 0 ? {} : { nextSteps: steps }),
      keywords: alert === null ? [account] : [account, alert.severity, alert.rule],
    },
    metadata: {
      threadId: alert?.finding ?? notice.id,
      summary: title,
      eventType: `dms-auditor ${alert?.change ?? notice.kind}`,
      relatedResources: arn === null ? [] : [slackText(arn, longestLine)],
      additionalContext: { account, route: notice.route, ...(alert === null ? {} : { rule: alert.rule }) },
    },
  };
}

const descriptionOf = ({ head, sections }: Page): string =>
  [
    ...head.map((line) => slackText(line, longestLine)),
    ...sections.flatMap(({ heading, lines }) => [
      '',
      `*${slackText(heading, longestLine)}*`,
      ...lines.map((line) => `• ${slackCode(line, longestLine)}`),
    ]),
  ].join('\n');
