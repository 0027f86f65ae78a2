import type { Notice } from '../../model/notice.ts';
import type { Announcement } from '../topic.ts';
import { attributesOf } from './attributes.ts';
import { chatbotOf } from './chatbot.ts';
import type { ConsoleAccess } from './console-links.ts';
import { messageOf } from './message.ts';
import { accountOf, pageOf } from './notice-page.ts';
import { textOf } from './text.ts';

/** SNS Publish: 262,144 bytes, attributes included; a little is left for those. */
const mostBytes = 250_000;
/** People read the beginning. */
const mostBytesOfEmail = 60_000;

/** For a topic that people read. */
export function textAnnouncement(notice: Notice, access: ConsoleAccess): Announcement {
  const text = textOf(pageOf(notice, access, { inFull: true }), mostBytes);
  return { ...text, attributes: attributesOf(notice) };
}

/** For a topic that programs read: JSON, and text for subscriptions by e-mail. (SNS Publish, *MessageStructure*) */
export function machineAnnouncement(notice: Notice, access: ConsoleAccess): Announcement {
  const { subject, message: email } = textOf(pageOf(notice, access, { inFull: true }), mostBytesOfEmail);
  const structured = (text: string): string => JSON.stringify({ default: text, email });
  const text = messageOf(notice, (candidate) => Buffer.byteLength(structured(candidate)) <= mostBytes);
  return { subject, message: structured(text), structure: 'json', attributes: attributesOf(notice) };
}

/** For a topic that Amazon Q Developer in chat applications is subscribed to. */
export function chatbotAnnouncement(notice: Notice, access: ConsoleAccess): Announcement {
  const page = pageOf(notice, access, { inFull: false });
  return {
    subject: textOf(page, mostBytes).subject,
    message: JSON.stringify(chatbotOf(notice, page, accountOf(notice))),
    attributes: attributesOf(notice),
  };
}
