import { cut, fitted, longest, type Page, plain } from './page.ts';

/** A page as plain text, for e-mail. */
export interface Text {
  readonly subject: string;
  readonly message: string;
}

/** SNS Publish: "Subject", less than 100 characters. */
const longestSubject = 99;
/** One finding is a line, not a page. */
const longestLine = 600;

/** The page in at most so many bytes of UTF-8. */
export function textOf(page: Page, mostBytes: number): Text {
  return {
    subject: plain(page.title, longestSubject),
    message: fitted(
      longest(page),
      (entries) => messageOf(cut(page, entries)),
      (message) => Buffer.byteLength(message) <= mostBytes,
    ),
  };
}

const messageOf = ({ head, steps, links, sections }: Page): string =>
  [
    ...head.map((line) => plain(line, longestLine)),
    ...steps.map((step) => plain(`What to do: ${step}`, longestLine)),
    ...links.map(({ text, address }) => `See ${text}: ${address}`),
    ...sections.flatMap(({ heading, lines }) => [
      '',
      plain(heading, longestLine),
      ...lines.map((line) => `- ${plain(line, longestLine)}`),
    ]),
  ]
    .join('\n')
    .concat('\n');
