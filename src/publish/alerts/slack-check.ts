import { ownAddress } from './console-links.ts';
import { type Block, fits, linkText, longestHeader, type PlainText, type SlackPayload } from './slack.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The payload, if it is one that `slackOf` makes: the same blocks in the same order, texts in which nothing is a link or
 * a mention, links to our places in the console alone, and sizes that Slack takes. null: somebody else has made it.
 * `entry` is how people get to the console (`ConsoleAccess`); who made the payload may have had another, through which
 * no link is let: it leads to its place in the console at once.
 */
export function slackPayloadIn(value: unknown, entry: string | null): SlackPayload | null {
  const { text, blocks, ...others } = fieldsOf(value, ['text', 'blocks', 'unfurl_links', 'unfurl_media']);
  if (others['unfurl_links'] !== false || others['unfurl_media'] !== false || !Array.isArray(blocks))
    return null;
  const known = blocks.map((block: unknown, index) => blockIn(block, index, blocks.length, entry));
  const own = known.filter((block) => block !== null);
  const [header] = own;
  if (own.length < known.length || header?.type !== 'header' || text !== header.text.text) return null;
  const payload: SlackPayload = { text, blocks: own, unfurl_links: false, unfurl_media: false };
  return fits(payload) && text.length <= longestHeader ? payload : null;
}

/** A header first, then sections, and links last, if any. */
function blockIn(block: unknown, index: number, count: number, entry: string | null): Block | null {
  const isLast = index === count - 1;
  const context = fieldsOf(block, ['type', 'elements']);
  if (context['type'] === 'context' && index > 0 && isLast) return linksIn(context['elements'], entry);
  const { type, text } = fieldsOf(block, ['type', 'text']);
  if (type !== (index === 0 ? 'header' : 'section')) return null;
  const plain = plainTextIn(text);
  return plain === null ? null : { type: index === 0 ? 'header' : 'section', text: plain };
}

function plainTextIn(value: unknown): PlainText | null {
  const { type, text, emoji } = fieldsOf(value, ['type', 'text', 'emoji']);
  return type === 'plain_text' && emoji === false && isText(text) ? { type, text, emoji } : null;
}

function linksIn(elements: unknown, entry: string | null): Block | null {
  if (!Array.isArray(elements) || elements.length === 0) return null;
  const own = elements.flatMap((element: unknown) => {
    const { type, text, verbatim } = fieldsOf(element, ['type', 'text', 'verbatim']);
    if (type !== 'mrkdwn' || verbatim !== true || typeof text !== 'string') return [];
    const own = linkIn(text, entry);
    return own === null ? [] : [{ type, text: own, verbatim } as const];
  });
  return own.length === elements.length ? { type: 'context', elements: own } : null;
}

/** `<address|words>`, as Slack's markup has it; null: it leads to no place of ours. */
function linkIn(text: string, entry: string | null): string | null {
  const [address = '', words = ''] = text.slice(1, -1).split('|');
  const plain = address.replaceAll('&amp;', '&');
  if (text !== linkText(plain, words) || !isText(words)) return null;
  const own = ownAddress(plain, entry);
  return own === null ? null : linkText(own, words);
}

/** As `slackText` leaves it: nothing begins Slack's markup, and no address is in it. */
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !/[<>]|:\/\/|&(?!amp;|lt;|gt;)/.test(value);

/** The fields of an object that has these alone; none of any other. */
function fieldsOf(value: unknown, names: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null) return {};
  const fields: Fields = { ...value };
  const keys = Object.keys(fields);
  return keys.length === names.length && keys.every((key) => names.includes(key)) ? fields : {};
}
