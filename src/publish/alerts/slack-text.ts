import { plain } from './page.ts';

/**
 * Text for Slack, in one line of at most so many characters. The three characters with which Slack's markup of
 * mentions and links begins are written as entities. (Slack API, *Formatting text for app surfaces*)
 */
export function slackText(text: string, most: number): string {
  for (let length = most; ; length = Math.floor(length / 2)) {
    const escaped = plain(text, length)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;');
    if (escaped.length <= most) return escaped;
  }
}

/** As code, in which no character formats anything. */
export const slackCode = (text: string, most: number): string =>
  `\`${slackText(text.replaceAll('`', "'"), most - 2)}\``;
