import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/rules/index.ts';
import { parseSettings } from '../../src/settings/parse.ts';

const parse = (alerts: string) => parseSettings(`alerts:\n${alerts}`, 'dms-auditor.yaml', catalogue);
const topic = 'arn:aws:sns:eu-west-1:111122223333:findings';
const secretArn = 'arn:aws-us-gov:secretsmanager:us-gov-west-1:111122223333:secret:dms-auditor/slack-AbCdEf';
const one = (keys: string) => parse(`  routes:\n    - { ${keys} }\n`);

describe('alerts in a settings file', () => {
  it.each([
    ['a topic', `topic: '${topic}'`, { kind: 'topic', arn: topic }],
    ['Amazon Q', `chatbot: '${topic}'`, { kind: 'chatbot', arn: topic }],
    [
      'Slack, by name',
      'slack: { secret: dms-auditor/slack }',
      { kind: 'slack', secret: 'dms-auditor/slack' },
    ],
    ['Slack, by ARN', `slack: { secret: '${secretArn}' }`, { kind: 'slack', secret: secretArn }],
  ])('may lead to %s', async (_, to, target) => {
    const { alerts } = await one(`name: on-call, to: { ${to} }`);
    expect(alerts).toEqual({
      console: null,
      routes: [{ name: 'on-call', severity: 'HIGH', accounts: ['*'], rules: ['*'], to: target }],
    });
  });

  it('may be of some', async () => {
    const { alerts } = await one(
      `name: on-call, severity: LOW, accounts: ['1111*'], rules: ['instance-*'], to: { topic: '${topic}' }`,
    );
    expect(alerts.routes[0]).toMatchObject({ severity: 'LOW', accounts: ['1111*'], rules: ['instance-*'] });
  });

  it('may say how people enter the console', async () => {
    const entry = 'https://d-1.awsapps.com/start/#/console?account_id={account}&destination={destination}';
    expect((await parse(`  links: { console: '${entry}' }\n`)).alerts).toEqual({
      console: entry,
      routes: [],
    });
  });
});

const to = `to: { topic: '${topic}' }`;

describe('what is not allowed is refused with its line:', () => {
  it.each([
    ['a route without a name', ` - { ${to} }`, "3: alerts.routes.0 must have required property 'name'"],
    ['a route that leads nowhere', ' - { name: a }', "3: alerts.routes.0 must have required property 'to'"],
    [
      'a route that leads to none',
      ' - { name: a, to: {} }',
      '3: a route leads to one of topic, chatbot, slack, not to none of them; write a route for each',
    ],
    [
      'a route that leads to two',
      ` - name: a\n    to: { topic: '${topic}', slack: { secret: s } }`,
      '4: a route leads to one of topic, chatbot, slack, not to 2 of them; write a route for each',
    ],
    [
      'a target that there is not',
      ' - { name: a, to: { email: a@example.com } }',
      '3: unknown key "email" in alerts.routes.0.to; did you mean "topic"? Allowed: topic, chatbot, slack',
    ],
    [
      'a webhook in the file',
      ' - { name: a, to: { slack: { secret: "https://hooks.slack.com/services/T/B/x" } } }',
      '3: to.slack.secret must be the name or ARN of a secret in Secrets Manager, such as dms-auditor/slack-on-call (notify-slack may read no others than dms-auditor/*), and not what is in it',
    ],
    [
      'a webhook for a topic',
      ' - { name: a, to: { chatbot: "https://hooks.slack.com/services/T/B/x" } }',
      '3: alerts.routes.0.to.chatbot must be the ARN of an SNS topic that is no FIFO topic, such as arn:aws:sns:eu-central-1:111122223333:findings, not what is there',
    ],
    [
      'a FIFO topic',
      ` - { name: a, to: { topic: '${topic}.fifo' } }`,
      `3: alerts.routes.0.to.topic must be the ARN of an SNS topic that is no FIFO topic, such as arn:aws:sns:eu-central-1:111122223333:findings, not "${topic}.fifo"`,
    ],
    [
      'a name with a space',
      ` - { name: on call, ${to} }`,
      '3: alerts.routes.0.name must be the name of a route: letters, digits, - and _, up to 60, such as on-call, not "on call"',
    ],
    [
      'a name twice',
      ` - { name: a, ${to} }\n  - { name: a, ${to} }`,
      '4: alerts.routes: a is named twice; give each route a name of its own',
    ],
    [
      'a severity',
      ` - { name: a, severity: high, ${to} }`,
      '3: alerts.routes.0.severity must be one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL',
    ],
    [
      'a rule that there is not',
      ` - { name: a, rules: [instance-is-privat], ${to} }`,
      '3: no rule is called "instance-is-privat"; did you mean "instance-is-private"?',
    ],
    [
      'an account without quotes',
      ` - { name: a, accounts: [111122223333], ${to} }`,
      '3: alerts.routes.0.accounts.0 must be text of at least one character, in quotes if it is a number, not 111122223333',
    ],
    [
      'no account',
      ` - { name: a, accounts: [], ${to} }`,
      '3: alerts.routes.0.accounts must NOT have fewer than 1 items',
    ],
  ])('%s', async (_, route, message) => {
    const text = `  routes:\n ${route}\n`;
    await expect(parse(text)).rejects.toThrow(`dms-auditor.yaml:${message}`);
  });

  it.each(['http://console.example/{destination}', 'https://console.example/', 'https://a|b/{destination}'])(
    'an entry to the console: %s',
    async (entry) => {
      await expect(parse(`  links: { console: '${entry}' }\n`)).rejects.toThrow(
        'dms-auditor.yaml:2: alerts.links.console must be an https address with {destination}, such as https://',
      );
    },
  );
});
