import { cut, fitted, longest, type Page } from './page.ts';
import { slackText } from './slack-text.ts';

export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText }
  | {
      readonly type: 'context';
      readonly elements: readonly {
        readonly type: 'mrkdwn';
        readonly text: string;
        readonly verbatim: true;
      }[];
    };

/** What Slack's incoming webhooks take. (Slack API, *Sending messages using incoming webhooks*) */
export interface SlackPayload {
  /** For notifications, and where blocks are not shown. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** Slack API, *Block Kit*: a message of 50 blocks, a header of 150 characters, a section of 3,000. */
const mostBlocks = 50;
export const longestHeader = 150;
const longestSection = 3000;
/** Messages within these limits still failed near 13,200 characters, `msg_blocks_too_long` (slackapi/bolt-js #2509). */
const longestMessage = 10_000;
const longestLine = 300;

/**
 * A page in Slack's Block Kit. What somebody named stands in `plain_text`, where nothing is a link, a mention or an
 * emoji; only the console's addresses, which are ours, are links.
 */
export function slackOf(page: Page): SlackPayload {
  const title = slackText(page.title, longestHeader);
  return fitted(
    longest(page),
    (entries): SlackPayload => ({
      text: title,
      blocks: blocksOf(cut(page, entries), title),
      unfurl_links: false,
      unfurl_media: false,
    }),
    fits,
  );
}

function blocksOf({ head, steps, sections, links }: Page, title: string): readonly Block[] {
  const own = [...head, ...steps.map((step) => `What to do: ${step}`)].map((line) =>
    slackText(line, longestLine),
  );
  return [
    { type: 'header', text: plainText(title) },
    { type: 'section', text: plainText(own.join('\n')) },
    ...sections.map(({ heading, lines }): Block => {
      const listed = lines.map((line) => `• ${slackText(line, longestLine)}`);
      return { type: 'section', text: plainText([slackText(heading, longestLine), ...listed].join('\n')) };
    }),
    ...(links.length === 0 ? [] : [linksOf(links)]),
  ];
}

const plainText = (text: string): PlainText => ({ type: 'plain_text', text, emoji: false });

const linksOf = (links: Page['links']): Block => ({
  type: 'context',
  elements: links.map(({ text, address }) => ({
    type: 'mrkdwn',
    text: linkText(address, slackText(text, longestLine)),
    verbatim: true,
  })),
});

/** A link to an address that is ours, in words that are escaped. (Slack API, *Formatting text for app surfaces*) */
export const linkText = (address: string, words: string): string =>
  `<${address.replaceAll('&', '&amp;')}|${words}>`;

/** Whether it is within Slack's limits, and what goes through in practice. */
export const fits = ({ text, blocks }: SlackPayload): boolean => {
  const lengths = blocks.map((block) =>
    block.type === 'context'
      ? block.elements.reduce((sum, element) => sum + element.text.length, 0)
      : block.text.text.length,
  );
  return (
    blocks.length <= mostBlocks &&
    lengths.every((length) => length <= longestSection) &&
    lengths.reduce((sum, length) => sum + length, text.length) <= longestMessage
  );
};
