import { describe, expect, it } from 'vitest';
import {
  type ConsoleAccess,
  linkToObject,
  linkToResource,
} from '../../../src/publish/alerts/console-links.ts';
import { pageOf } from '../../../src/publish/alerts/notice-page.ts';
import { slackOf } from '../../../src/publish/alerts/slack.ts';
import { slackPayloadIn } from '../../../src/publish/alerts/slack-check.ts';
import { ACCOUNT, REGION } from '../../support/builders.ts';
import { failed, onInstance } from '../reports.ts';
import { aNight, anAlert, direct, ofChange, ofNight, ofSeveral } from './notices.ts';

const entry =
  'https://d-1234567890.awsapps.com/start/#/console?account_id={account}&destination={destination}';
const entries = [
  null,
  entry,
  'https://{account}.example/{account}?to={destination}&x=1',
  'https://example.com/{destination}',
  'https://example.com/?again={destination}&of={account}&to={destination}',
];
const notices = [
  ['a change', ofChange(anAlert('orders'))],
  ['several', ofSeveral([anAlert('a'), anAlert('b <&>')])],
  ['a night', ofNight(aNight([onInstance('a', failed)], { transitions: [] }))],
] as const;

it.each(notices)('%s of ours is taken, however people get to the console', (_, notice) => {
  for (const console of entries)
    for (const region of [REGION, 'us-gov-west-1', 'cn-north-1']) {
      const payload = slackOf(pageOf(notice, { entry: console, region }, { inFull: false }));
      expect(slackPayloadIn(JSON.parse(JSON.stringify(payload)), console)).toEqual(payload);
    }
});

it.each(notices)(
  '%s of ours is taken, whatever the sender’s settings say of the way to the console',
  (_, notice) => {
    for (const theirs of entries)
      for (const ours of entries) {
        const payload = (made: string | null) =>
          slackOf(pageOf(notice, { entry: made, region: REGION }, { inFull: false }));
        const taken = slackPayloadIn(JSON.parse(JSON.stringify(payload(theirs))), ours);
        expect(taken).toEqual(payload(theirs === ours ? ours : null));
      }
  },
);

it.each([
  [
    'a role',
    linkToResource({ type: 'AWS::IAM::Role', id: 'a&b', account: ACCOUNT, region: 'global' }, direct),
  ],
  ['an object', linkToObject({ bucket: 'results', key: 'a b/c', account: ACCOUNT }, direct)],
])('a link to %s is ours, also where people now get to the console otherwise', (_, links) => {
  const payload = slackOf({ title: 't', head: ['h'], steps: [], sections: [], links, whole: '' });
  expect(links).toHaveLength(1);
  expect(slackPayloadIn(payload, entry)).toEqual(payload);
});

describe('a payload that we do not make is not taken:', () => {
  const own = slackOf(pageOf(ofChange(anAlert('orders')), direct, { inFull: false }));
  const [header, first, , links] = own.blocks;
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
  const section = (text: string) => ({ type: 'section', text: plain(text) });
  const link = (text: string) => ({ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] });
  const blocks = (...given: readonly unknown[]) => ({ ...own, blocks: given });

  it('though the same with its own blocks is', () => {
    expect(slackPayloadIn(blocks(header, first, links), null)).not.toBeNull();
  });

  it.each<[string, unknown]>([
    ['none', null],
    ['text alone', { text: 'hello' }],
    ['more than ours', { ...own, channel: '#general' }],
    ['links that unfold', { ...own, unfurl_links: true }],
    ['another text than its title', { ...own, text: '<!channel>' }],
    ['no blocks', blocks()],
    ['blocks that are none', { ...own, blocks: 'all' }],
    ['a mention', blocks(header, section('<!channel> look'))],
    ['half an entity', blocks(header, section('a & b'))],
    ['an address', blocks(header, section('see https://evil.example'))],
    ['markup', blocks(header, { type: 'section', text: { type: 'mrkdwn', text: 'hello' } })],
    ['emoji', blocks(header, { type: 'section', text: { ...plain('hello'), emoji: true } })],
    ['an empty section', blocks(header, section(''))],
    ['an image', blocks(header, { type: 'image', image_url: 'https://evil.example/a.png', alt_text: 'a' })],
    ['a section with a button', blocks(header, { ...section('hello'), accessory: { type: 'button' } })],
    ['two headers', blocks(header, header)],
    ['no header', blocks(first, links)],
    ['links before the end', blocks(header, links, first)],
    ['no links where there are to be some', blocks(header, { type: 'context', elements: [] })],
    ['too long a section', blocks(header, section('a'.repeat(3001)))],
    ['too many blocks', blocks(header, ...Array.from({ length: 50 }, () => section('a')))],
    ['too much of all', blocks(header, ...Array.from({ length: 4 }, () => section('a'.repeat(2900))))],
    [
      'too long a title',
      { ...blocks({ type: 'header', text: plain('a'.repeat(151)) }), text: 'a'.repeat(151) },
    ],
  ])('%s', (_, payload) => {
    expect(slackPayloadIn(payload, null)).toBeNull();
  });

  const aws = 'https://console.aws.amazon.com';
  const through = (destination: string, account: string = ACCOUNT): string =>
    `https://d-1234567890.awsapps.com/start/#/console?account_id=${account}&amp;destination=${encodeURIComponent(destination)}`;

  it.each<[string, string]>([
    ['elsewhere', '<https://evil.example/dms/v2/home?region=eu-west-1|here>'],
    ['to a host that begins as ours', `<${aws}.evil.example/dms/v2/home?region=eu-west-1|here>`],
    ['to a user at another host', `<${aws}@evil.example/dms/v2/home?region=eu-west-1|here>`],
    ['to another place of the console', `<${aws}/cloudshell/home|here>`],
    ['with text around it', `see <${aws}/dms/v2/home?region=eu-west-1|here>`],
    ['with another behind it', `<${aws}/dms/v2/home?region=x|a> <https://evil.example|b>`],
    ['without words', `<${aws}/dms/v2/home?region=x|>`],
    ['with more words', `<${aws}/dms/v2/home?region=x|a|b>`],
    ['through the entry elsewhere', `<${through('https://evil.example/')}|here>`],
    ['through the entry to what cannot be read', `<${through(aws)}%E0%A4%A|here>`],
    ['through another entry elsewhere', `<${through('https://evil.example/').replace('d-12', 'd-99')}|here>`],
    ['through no address', `<javascript:${encodeURIComponent(`${aws}/dms/v2/home?region=x`)}|here>`],
  ])('a link %s', (_, text) => {
    const access: ConsoleAccess = { entry, region: REGION };
    expect(slackPayloadIn(blocks(header, link(text)), access.entry)).toBeNull();
  });

  const place = `${aws}/dms/v2/home?region=x#tasks`;
  it.each<[string, string]>([
    ['another entry', through(place).replace('d-12', 'd-99')],
    ['another entry that goes on behind it', `${through(place).replace('d-12', 'd-99')}&amp;to=evil`],
    ['the entry as no account', through(place, 'evil.example')],
    ['a host of somebody else’s', `https://evil.example/?${encodeURIComponent(place)}`],
  ])('but of a link to the console through %s its place alone is taken', (_, address) => {
    for (const console of [entry, null])
      expect(slackPayloadIn(blocks(header, link(`<${address}|here>`)), console)).toEqual(
        blocks(header, link(`<${place}|here>`)),
      );
  });
});
