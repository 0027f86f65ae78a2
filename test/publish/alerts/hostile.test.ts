import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../src/model/finding.ts';
import type { Notice } from '../../../src/model/notice.ts';
import { changes } from '../../../src/model/transition.ts';
import {
  chatbotAnnouncement,
  machineAnnouncement,
  textAnnouncement,
} from '../../../src/publish/alerts/announcement.ts';
import type { ChatbotNotification } from '../../../src/publish/alerts/chatbot.ts';
import { pageOf } from '../../../src/publish/alerts/notice-page.ts';
import { type SlackPayload, slackOf } from '../../../src/publish/alerts/slack.ts';
import { slackPayloadIn } from '../../../src/publish/alerts/slack-check.ts';
import { ACCOUNT, REGION } from '../../support/builders.ts';
import { failed, instanceType, onInstance, unseen } from '../reports.ts';
import { aNight, anAlert, aTransition, direct, ofChange, ofNight, ofSeveral } from './notices.ts';

const numRuns = Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? 300);

/** What somebody may call a thing, or what a call may answer. */
const hostile = fc.oneof(
  fc.constantFrom(
    '<!channel>',
    '<!here|all>',
    '<@U123>',
    '<https://evil.example|sign in>',
    '[sign in](https://evil.example)',
    'https://evil.example/path',
    'a:////b',
    'ht://tps://x',
    ':://://',
    '`code` *bold* _it_ ~no~',
    '"}]}\u0000\u2028\u202E\uD800',
    '&amp;&lt;',
    '@everyone',
    '\r\nSubject: other',
  ),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: fc.constantFrom('&', '<', '>', '`', ':', '/', 'a', '\n'), maxLength: 3000 }),
);

const aFinding = fc
  .record({
    ...{ id: hostile, because: hostile, status: fc.constantFrom(failed.status, unseen.status) },
    owner: fc.option(hostile),
  })
  .map(({ id, because, status, owner }) =>
    onInstance('x', {
      ...{ status, because },
      exception: owner === null ? null : { owner, reason: owner, expires: '2026-11-02' },
      id: `finding of ${id}`,
      resource: {
        type: instanceType,
        id,
        arn: `arn:aws:dms:${REGION}:${ACCOUNT}:rep:${id}`,
        account: ACCOUNT,
        region: REGION,
      },
    }),
  );

const aChange = fc
  .record({
    id: hostile,
    because: hostile,
    change: fc.constantFrom(...changes),
    severity: fc.constantFrom<Severity>('LOW', 'HIGH', 'CRITICAL'),
  })
  .map(({ id, because, change, severity }) => {
    const { resource } = aTransition('x');
    return anAlert('x', { because, change, severity, resource: { ...resource, id, arn: id } });
  });

const aNotice: fc.Arbitrary<Notice> = fc.oneof(
  aChange.map(ofChange),
  fc.array(aChange, { minLength: 1, maxLength: 60 }).map(ofSeveral),
  fc
    .record({
      findings: fc.array(aFinding, { maxLength: 60 }),
      transitions: fc.array(aChange, { maxLength: 30 }),
      reason: hostile,
    })
    .map(({ findings, transitions, reason }) => {
      const night = aNight(findings, { transitions });
      const notAudited = [{ account: ACCOUNT, region: REGION, reason }];
      const result = { ...night.result, coverage: { ...night.result.coverage, notAudited } };
      return ofNight({ ...night, result });
    }),
);

const ownLinks = /<https:\/\/console\.aws\.amazon\.com\/[^\s<>|]*\|[\w ]+>/g;

/** Slack API, *Block Kit*: what it takes, and the 10,000 characters that go through in practice. */
function expectWithinLimits({ text, blocks }: Pick<SlackPayload, 'text' | 'blocks'>): void {
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const block of blocks) {
    if (block.type === 'context') continue;
    expect(block.text).toMatchObject({ type: 'plain_text', emoji: false });
    expect(block.text.text.length).toBeGreaterThan(0);
    expect(block.text.text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000);
  }
  const texts = blocks.flatMap((block) =>
    block.type === 'context' ? block.elements.map((element) => element.text) : [block.text.text],
  );
  expect([text, ...texts].join('').length).toBeLessThanOrEqual(10_000);
}

describe('whatever things are called,', () => {
  it('Slack gets no mention, no link but ours, and no more than it takes', () => {
    fc.assert(
      fc.property(aNotice, (notice) => {
        const payload = slackOf(pageOf(notice, direct, { inFull: false }));
        // And `notify-slack` knows it for ours.
        expect(slackPayloadIn(JSON.parse(JSON.stringify(payload)), null)).toEqual(payload);
        const { text, blocks } = payload;
        const texts = blocks.flatMap((block) =>
          block.type === 'context' ? block.elements.map((element) => element.text) : [block.text.text],
        );
        for (const each of [text, ...texts]) {
          const without = each.replaceAll(ownLinks, '');
          expect(without).not.toMatch(/[<>]|:\/\/|&(?!amp;|lt;|gt;)/);
          // No half of a character.
          expect(Buffer.from(each).toString()).toBe(each);
        }
        expectWithinLimits({ text, blocks });
      }),
      { numRuns },
    );
  });

  it('Amazon Q gets its schema, with what is named as code', () => {
    fc.assert(
      fc.property(aNotice, (notice) => {
        const { message } = chatbotAnnouncement(notice, direct);
        expect(Buffer.byteLength(message)).toBeLessThan(262_144);
        const { version, source, content, metadata } = JSON.parse(message) as ChatbotNotification;
        expect([version, source, content.textType]).toEqual(['1.0', 'custom', 'client-markdown']);
        expect(content.title.length).toBeLessThanOrEqual(250);
        expect(content.description.length).toBeLessThanOrEqual(4000);
        for (const text of [content.title, content.description, ...metadata.relatedResources])
          expect(text).not.toMatch(/[<>]|:\/\/|&(?!amp;|lt;|gt;)/);
        for (const line of content.description.split('\n').filter((text) => text.startsWith('• ')))
          expect(line).toMatch(/^• `[^`]*`$/);
        for (const step of content.nextSteps ?? []) expect(step.replaceAll(ownLinks, '')).not.toMatch(/[<>]/);
      }),
      { numRuns },
    );
  });

  it('a topic gets JSON and text within 256 kB, attributes included', () => {
    fc.assert(
      fc.property(aNotice, (notice) => {
        for (const announcement of [machineAnnouncement(notice, direct), textAnnouncement(notice, direct)]) {
          const { subject, message, structure, attributes } = announcement;
          expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
          const size = Buffer.byteLength(message) + Buffer.byteLength(JSON.stringify(attributes));
          expect(size).toBeLessThanOrEqual(262_144);
          if (structure === undefined) continue;
          const { default: json, email } = JSON.parse(message) as Record<'default' | 'email', string>;
          expect(JSON.parse(json)).toMatchObject({
            schemaVersion: '1',
            alertId: notice.id,
            route: 'on-call',
          });
          expect(email.replaceAll(/^See .*: https:\S*$/gm, '')).not.toContain('://');
        }
      }),
      { numRuns },
    );
  });
});

describe('thousands at once', () => {
  const because = 'one word after the other '.repeat(20);
  const alerts = Array.from({ length: 1200 }, (_, index) =>
    anAlert(`orders-${index}`, { because, change: changes[index % changes.length] ?? 'new' }),
  );
  const findings = Array.from({ length: 5000 }, (_, index) =>
    onInstance(`orders-${index}`, { because, status: index % 2 === 0 ? failed.status : unseen.status }),
  );
  const several = ofSeveral(alerts);
  const night = ofNight(aNight(findings, { transitions: alerts }));

  it.each([
    ['changes', several, 'more in AWS Config'],
    ['failures', night, 'more in the complete result'],
  ])('%s are cut, and each target hears by how many', (_, notice, words) => {
    const payload = slackOf(pageOf(notice, direct, { inFull: false }));
    expectWithinLimits(payload);
    const slack = JSON.stringify(payload);
    const { message: chatbot } = chatbotAnnouncement(notice, direct);
    const { email } = JSON.parse(machineAnnouncement(notice, direct).message) as { readonly email: string };
    for (const text of [slack, chatbot, email]) expect(text).toContain(words);
  });

  it('are counted for programs', () => {
    const { default: json } = JSON.parse(machineAnnouncement(night, direct).message) as {
      readonly default: string;
    };
    const { changed, open, omitted } = JSON.parse(json) as {
      readonly changed: unknown;
      readonly open: readonly unknown[];
      readonly omitted: Readonly<Record<string, number>>;
    };
    expect(changed).toEqual({ new: 400, worse: 400, resolved: 400 });
    expect(open.length).toBeGreaterThan(20);
    expect(open.length + (omitted['open'] ?? 0)).toBe(2500);
  });
});
