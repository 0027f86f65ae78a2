import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../src/model/notice.ts';
import { chatbotOf } from '../../../src/publish/alerts/chatbot.ts';
import { accountOf, pageOf } from '../../../src/publish/alerts/notice-page.ts';
import { slackOf } from '../../../src/publish/alerts/slack.ts';
import { textOf } from '../../../src/publish/alerts/text.ts';
import { excepted } from '../../audit/results.ts';
import { ACCOUNT } from '../../support/builders.ts';
import { failed, onInstance } from '../reports.ts';
import { aNight, anAlert, aTransition, direct, ofChange, ofNight, ofSeveral } from './notices.ts';

const text = (notice: Notice) => textOf(pageOf(notice, direct, { inFull: true }), 250_000);
const slack = (notice: Notice) => slackOf(pageOf(notice, direct, { inFull: false }));
const chatbot = (notice: Notice) =>
  chatbotOf(notice, pageOf(notice, direct, { inFull: false }), accountOf(notice));

describe('one change', () => {
  const change = ofChange(anAlert('orders'));

  it('as text', () => {
    expect(text(change)).toMatchInlineSnapshot(`
      {
        "message": "Replication instances are private
      Account 111111111111, seen at 2026-11-01T03:00:00.000Z
      What to do: Replace the instance by one that is not publicly accessible.
      See DMS in the console: https://console.aws.amazon.com/dms/v2/home?region=eu-west-1#replicationInstances

      What is wrong:
      - AWS::DMS::ReplicationInstance orders (eu-west-1)
      - PubliclyAccessible is true
      ",
        "subject": "New CRITICAL in 111111111111: instance-is-private",
      }
    `);
  });

  it('in Slack', () => {
    expect(slack(change)).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "text": {
              "emoji": false,
              "text": "New CRITICAL in 111111111111: instance-is-private",
              "type": "plain_text",
            },
            "type": "header",
          },
          {
            "text": {
              "emoji": false,
              "text": "Replication instances are private
      Account 111111111111, seen at 2026-11-01T03:00:00.000Z
      What to do: Replace the instance by one that is not publicly accessible.",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "text": {
              "emoji": false,
              "text": "What is wrong:
      • AWS::DMS::ReplicationInstance orders (eu-west-1)
      • PubliclyAccessible is true",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "elements": [
              {
                "text": "<https://console.aws.amazon.com/dms/v2/home?region=eu-west-1#replicationInstances|DMS in the console>",
                "type": "mrkdwn",
                "verbatim": true,
              },
            ],
            "type": "context",
          },
        ],
        "text": "New CRITICAL in 111111111111: instance-is-private",
        "unfurl_links": false,
        "unfurl_media": false,
      }
    `);
  });

  it('in Amazon Q', () => {
    expect(chatbot(change)).toMatchInlineSnapshot(`
      {
        "content": {
          "description": "Replication instances are private
      Account 111111111111, seen at 2026-11-01T03:00:00.000Z

      *What is wrong:*
      • \`AWS::DMS::ReplicationInstance orders (eu-west-1)\`
      • \`PubliclyAccessible is true\`",
          "keywords": [
            "111111111111",
            "CRITICAL",
            "instance-is-private",
          ],
          "nextSteps": [
            "Replace the instance by one that is not publicly accessible.",
            "<https://console.aws.amazon.com/dms/v2/home?region=eu-west-1#replicationInstances|DMS in the console>",
          ],
          "textType": "client-markdown",
          "title": "New CRITICAL in 111111111111: instance-is-private",
        },
        "id": "alert-1",
        "metadata": {
          "additionalContext": {
            "account": "111111111111",
            "route": "on-call",
            "rule": "instance-is-private",
          },
          "eventType": "dms-auditor new",
          "relatedResources": [
            "arn:aws:dms:eu-west-1:111111111111:rep:ORDERS",
          ],
          "summary": "New CRITICAL in 111111111111: instance-is-private",
          "threadId": "instance-is-private@orders",
        },
        "source": "custom",
        "version": "1.0",
      }
    `);
  });

  it.each([
    ['worse', { change: 'worse', before: 'LOW' }, 'Worse CRITICAL', 'It was LOW before.'],
    ['resolved', { change: 'resolved' }, 'Resolved CRITICAL', 'What is the case now:'],
  ] as const)('that is %s says so', (_, over, subject, line) => {
    const told = text(ofChange(anAlert('orders', over)));
    expect(told.subject).toBe(`${subject} in ${ACCOUNT}: instance-is-private`);
    expect(told.message.split('\n')).toContain(line);
  });

  it('that is resolved asks for nothing', () => {
    const resolved = ofChange(anAlert('orders', { change: 'resolved' }));
    expect(text(resolved).message).not.toContain('What to do');
    expect(chatbot(resolved).content.nextSteps).toHaveLength(1);
  });

  it('stays in the thread of its finding', () => {
    const threads = [anAlert('orders'), anAlert('orders', { id: 'later', change: 'resolved' })].map(
      (alert) => chatbot(ofChange(alert)).metadata.threadId,
    );
    expect(new Set(threads).size).toBe(1);
  });
});

it('several changes are told by kind, the heaviest first', () => {
  const told = text(
    ofSeveral([
      anAlert('light', { severity: 'LOW' }),
      anAlert('gone', { change: 'resolved' }),
      anAlert('heavy', { severity: 'HIGH' }),
    ]),
  );
  expect(told).toMatchInlineSnapshot(`
    {
      "message": "By weight: CRITICAL 1, HIGH 1, LOW 1
    See DMS in the console: https://console.aws.amazon.com/dms/v2/home?region=eu-west-1

    New (2):
    - HIGH instance-is-private: AWS::DMS::ReplicationInstance heavy (eu-west-1): PubliclyAccessible is true
    - LOW instance-is-private: AWS::DMS::ReplicationInstance light (eu-west-1): PubliclyAccessible is true

    Resolved (1):
    - CRITICAL instance-is-private: AWS::DMS::ReplicationInstance gone (eu-west-1): PubliclyAccessible is true
    ",
      "subject": "3 more changes of DMS findings in 111111111111",
    }
  `);
});

it.each([
  ['as text', (notice: Notice) => text(notice).message],
  ['in Slack', (notice: Notice) => JSON.stringify(slack(notice))],
  ['in Amazon Q', (notice: Notice) => chatbot(notice).content.description],
])('%s a digest shows what is excepted, with owner and day, and says how much is left out', (_, told) => {
  const night = (count: number) =>
    ofNight(
      aNight(
        Array.from({ length: count }, (__, at) => onInstance(`i-${at}`, { ...failed, exception: excepted })),
      ),
    );
  expect(told(night(1))).toContain(
    'team until 2027-01-01: CRITICAL instance-is-private: AWS::DMS::ReplicationInstance i-0 (eu-west-1)',
  );
  expect(told(night(2000))).toMatch(/Excepted \(2000\):.*… and \d+ more in the complete result/s);
});

describe('a digest', () => {
  const night = ofNight(
    aNight([onInstance('new', failed), onInstance('old', failed)], {
      transitions: [aTransition('new'), aTransition('gone', { change: 'resolved' })],
    }),
  );

  it('as text', () => {
    expect(text(night)).toMatchInlineSnapshot(`
      {
        "message": "DMS audit of account 111111111111, taken at 2026-11-01T03:00:00.000Z
      Regions: eu-west-1

      Compliant: 0
      Not compliant: 2 (CRITICAL 2)
      Not applicable: 0
      Not known: 0

      The complete result is object results/1/a.json.gz of bucket results.
      See the complete result: https://console.aws.amazon.com/s3/object/results?prefix=results%2F1%2Fa.json.gz
      See DMS in the console: https://console.aws.amazon.com/dms/v2/home?region=eu-west-1

      New (1):
      - CRITICAL instance-is-private: AWS::DMS::ReplicationInstance new (eu-west-1): PubliclyAccessible is true

      Resolved (1):
      - CRITICAL instance-is-private: AWS::DMS::ReplicationInstance gone (eu-west-1): PubliclyAccessible is true

      Still open, by account (1):
      - 111111111111: CRITICAL 1

      Most failures (2):
      - AWS::DMS::ReplicationInstance new (eu-west-1): CRITICAL 1
      - AWS::DMS::ReplicationInstance old (eu-west-1): CRITICAL 1

      Failures, heaviest first (2):
      - CRITICAL instance-is-private: AWS::DMS::ReplicationInstance new (eu-west-1): PubliclyAccessible is true
      - CRITICAL instance-is-private: AWS::DMS::ReplicationInstance old (eu-west-1): PubliclyAccessible is true
      ",
        "subject": "DMS audit of 111111111111: 1 new, 1 resolved, 2 failures, heaviest CRITICAL",
      }
    `);
  });

  it('in Slack', () => {
    expect(slack(night).blocks).toMatchInlineSnapshot(`
      [
        {
          "text": {
            "emoji": false,
            "text": "DMS audit of 111111111111: 1 new, 1 resolved, 2 failures, heaviest CRITICAL",
            "type": "plain_text",
          },
          "type": "header",
        },
        {
          "text": {
            "emoji": false,
            "text": "DMS audit of account 111111111111, taken at 2026-11-01T03:00:00.000Z
      Regions: eu-west-1

      Compliant: 0
      Not compliant: 2 (CRITICAL 2)
      Not applicable: 0
      Not known: 0

      The complete result is object results/1/a.json.gz of bucket results.",
            "type": "plain_text",
          },
          "type": "section",
        },
        {
          "text": {
            "emoji": false,
            "text": "New (1):
      • CRITICAL instance-is-private: AWS::DMS::ReplicationInstance new (eu-west-1): PubliclyAccessible is true",
            "type": "plain_text",
          },
          "type": "section",
        },
        {
          "text": {
            "emoji": false,
            "text": "Resolved (1):
      • CRITICAL instance-is-private: AWS::DMS::ReplicationInstance gone (eu-west-1): PubliclyAccessible is true",
            "type": "plain_text",
          },
          "type": "section",
        },
        {
          "text": {
            "emoji": false,
            "text": "Still open, by account (1):
      • 111111111111: CRITICAL 1",
            "type": "plain_text",
          },
          "type": "section",
        },
        {
          "text": {
            "emoji": false,
            "text": "Most failures (2):
      • AWS::DMS::ReplicationInstance new (eu-west-1): CRITICAL 1
      • AWS::DMS::ReplicationInstance old (eu-west-1): CRITICAL 1",
            "type": "plain_text",
          },
          "type": "section",
        },
        {
          "elements": [
            {
              "text": "<https://console.aws.amazon.com/s3/object/results?prefix=results%2F1%2Fa.json.gz|the complete result>",
              "type": "mrkdwn",
              "verbatim": true,
            },
            {
              "text": "<https://console.aws.amazon.com/dms/v2/home?region=eu-west-1|DMS in the console>",
              "type": "mrkdwn",
              "verbatim": true,
            },
          ],
          "type": "context",
        },
      ]
    `);
  });

  it('in Amazon Q', () => {
    expect(chatbot(night).content).toMatchInlineSnapshot(`
      {
        "description": "DMS audit of account 111111111111, taken at 2026-11-01T03:00:00.000Z
      Regions: eu-west-1

      Compliant: 0
      Not compliant: 2 (CRITICAL 2)
      Not applicable: 0
      Not known: 0

      The complete result is object results/1/a.json.gz of bucket results.

      *New (1):*
      • \`CRITICAL instance-is-private: AWS::DMS::ReplicationInstance new (eu-west-1): PubliclyAccessible is true\`

      *Resolved (1):*
      • \`CRITICAL instance-is-private: AWS::DMS::ReplicationInstance gone (eu-west-1): PubliclyAccessible is true\`

      *Still open, by account (1):*
      • \`111111111111: CRITICAL 1\`

      *Most failures (2):*
      • \`AWS::DMS::ReplicationInstance new (eu-west-1): CRITICAL 1\`
      • \`AWS::DMS::ReplicationInstance old (eu-west-1): CRITICAL 1\`",
        "keywords": [
          "111111111111",
        ],
        "nextSteps": [
          "<https://console.aws.amazon.com/s3/object/results?prefix=results%2F1%2Fa.json.gz|the complete result>",
          "<https://console.aws.amazon.com/dms/v2/home?region=eu-west-1|DMS in the console>",
        ],
        "textType": "client-markdown",
        "title": "DMS audit of 111111111111: 1 new, 1 resolved, 2 failures, heaviest CRITICAL",
      }
    `);
  });
});
