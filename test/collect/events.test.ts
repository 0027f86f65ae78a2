import { DescribeEventSubscriptionsCommand } from '@aws-sdk/client-database-migration-service';
import { ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { complete, known, notCollected } from '../../src/model/lookup.ts';
import { awsError, denied } from './support/answers.ts';
import { anAws, collect } from './support/aws.ts';

const topic = 'arn:aws:sns:eu-west-1:111122223333:events';
const inVirginia = 'arn:aws:sns:us-east-1:111122223333:events';
const subscriptionTo = (SnsTopicArn: string | undefined, more: object = {}) => ({
  CustSubscriptionId: 's',
  ...(SnsTopicArn === undefined ? {} : { SnsTopicArn }),
  ...more,
});

/** An AWS with these subscriptions. */
function awsWith(...EventSubscriptionsList: readonly object[]) {
  const aws = anAws();
  aws.dms
    .on(DescribeEventSubscriptionsCommand)
    .resolves({ EventSubscriptionsList: [...EventSubscriptionsList] });
  return aws;
}

const here = async (options: Parameters<typeof collect>[0]) => {
  const facts = (await collect(options)).regions['eu-west-1'];
  if (facts === undefined) throw new Error('the Region was not collected');
  return facts;
};

describe('an event subscription', () => {
  const subscriptions = async () =>
    (await here({ facts: new Set(['eventSubscriptions']) })).eventSubscriptions;

  it('tells what it is about, in words of one case', async () => {
    awsWith(
      subscriptionTo(topic, {
        Enabled: true,
        Status: 'active',
        SourceType: 'replication-task',
        SourceIdsList: ['Orders'],
        EventCategoriesList: ['State Change', 'Failure'],
      }),
    );
    expect((await subscriptions()).items).toMatchObject([
      {
        topicArn: topic,
        enabled: true,
        status: 'active',
        sourceType: 'replication-task',
        sourceIds: ['Orders'],
        categories: ['state change', 'failure'],
      },
    ]);
  });

  it('is about everything where DMS lists nothing', async () => {
    awsWith(subscriptionTo(topic));
    expect((await subscriptions()).items).toMatchObject([
      { enabled: null, status: null, sourceType: null, sourceIds: [], categories: [] },
    ]);
  });
});

describe('a list of a subscription that cannot be read', () => {
  it.each([
    ['sources', { SourceIdsList: 'Orders' }],
    ['categories', { EventCategoriesList: ['failure', {}] }],
  ])('of %s is never taken for all of them', async (_, more) => {
    awsWith(subscriptionTo(topic, more));
    const { eventSubscriptions } = await here({ facts: new Set(['eventSubscriptions']) });
    expect(eventSubscriptions).toMatchObject({ complete: false, items: [] });
  });
});

describe('a topic', () => {
  const topics = new Set(['topics'] as const);
  const policy = '{"Statement":[]}';

  it('is its policy and its key, asked for once, in its own Region; nothing else is kept', async () => {
    const { sns } = awsWith(
      subscriptionTo(topic),
      subscriptionTo(topic, { CustSubscriptionId: 't' }),
      subscriptionTo(inVirginia, { CustSubscriptionId: 'u' }),
      subscriptionTo(undefined, { CustSubscriptionId: 'v' }),
    );
    sns.on(GetTopicAttributesCommand).resolves({
      Attributes: { Policy: policy, KmsMasterKeyId: 'alias/topics', DisplayName: 'people', Owner: '1' },
    });
    const attributes = { policy, kmsKeyId: 'alias/topics' };
    expect((await here({ facts: topics })).topics).toEqual({
      [topic]: known({ arn: topic, ...attributes }),
      [inVirginia]: known({ arn: inVirginia, ...attributes }),
    });
    expect(sns.commandCalls(GetTopicAttributesCommand)).toHaveLength(2);
    const regions = sns
      .calls()
      .map(({ thisValue }) => (thisValue as { config: { region: () => unknown } }).config.region());
    expect(await Promise.all(regions)).toEqual(['eu-west-1', 'us-east-1']);
  });

  it.each([
    ['is not there', 'NotFoundException', known(null)],
    ['is not there, as the wire says it', 'NotFound', known(null)],
    [
      'was refused',
      'AuthorizationErrorException',
      { known: false, unread: { error: 'AuthorizationErrorException', resource: topic } },
    ],
  ])('%s', async (_, name, expected) => {
    const { sns } = awsWith(subscriptionTo(topic));
    sns.on(GetTopicAttributesCommand).rejects(awsError(name));
    expect((await here({ facts: topics })).topics[topic]).toMatchObject(expected);
  });

  it('without a policy is an answer that lacks what SNS always tells', async () => {
    const { sns } = awsWith(subscriptionTo(topic));
    sns.on(GetTopicAttributesCommand).resolves({ Attributes: {} });
    expect((await here({ facts: topics })).topics[topic]).toMatchObject({
      unread: { error: 'MalformedAnswer' },
    });
  });

  it.each([
    ['an id', 'k', 'arn:aws:kms:eu-west-1:111122223333:key/k'],
    ['an alias', 'alias/topics', 'alias/topics'],
    ['an ARN', 'arn:aws:kms:eu-west-1:444455556666:key/k', 'arn:aws:kms:eu-west-1:444455556666:key/k'],
  ])('has its key read where both are wanted: %s', async (_, KmsMasterKeyId, asked) => {
    const { sns, kms } = awsWith(subscriptionTo(topic));
    sns.on(GetTopicAttributesCommand).resolves({ Attributes: { Policy: policy, KmsMasterKeyId } });
    await here({ facts: topics });
    expect(kms.calls()).toEqual([]);
    const { keyReferences } = await here({ facts: new Set(['topics', 'keys']) });
    expect(Object.keys(keyReferences)).toEqual([asked]);
    expect(kms.commandCalls(DescribeKeyCommand).map(({ args }) => args[0].input.KeyId)).toEqual([asked]);
  });
});

describe('a rule of the default event bus', () => {
  const facts = new Set(['eventRules'] as const);
  const rule = (Name: string, EventPattern: object | string | undefined, more: object = {}) => ({
    Name,
    Arn: `arn:aws:events:eu-west-1:111122223333:rule/${Name}`,
    State: 'ENABLED' as const,
    ...(EventPattern === undefined
      ? {}
      : { EventPattern: typeof EventPattern === 'string' ? EventPattern : JSON.stringify(EventPattern) }),
    ...more,
  });

  it.each([
    ['about DMS', { source: ['aws.dms'] }, true],
    ['about DMS and others', { source: ['aws.ec2', 'aws.dms'] }, true],
    ['about sources by an operator', { source: [{ prefix: 'aws.' }] }, true],
    ['that names no source', { account: ['111122223333'] }, true],
    ['that names sources in $or', { $or: [{ source: ['aws.ec2'] }] }, true],
    ['that nobody can read', '{', true],
    ['about others', { source: ['aws.ec2', 'shop'] }, false],
    ['on a schedule', undefined, false],
  ])('is kept or not: one %s', async (_, pattern, kept) => {
    const { events } = anAws();
    events.on(ListRulesCommand).resolves({ Rules: [rule('r', pattern)] });
    const { eventRules } = await here({ facts });
    expect(eventRules.items).toHaveLength(kept ? 1 : 0);
    expect(eventRules.complete).toBe(true);
    expect(events.commandCalls(ListTargetsByRuleCommand)).toHaveLength(kept ? 1 : 0);
  });

  it('tells its state, its pattern and how many targets it has, page by page', async () => {
    const { events } = anAws();
    const pattern = '{"source":["aws.dms"]}';
    events.on(ListRulesCommand).resolves({ Rules: [rule('a', pattern)], NextToken: '2' });
    events
      .on(ListRulesCommand, { NextToken: '2' })
      .resolves({ Rules: [rule('b', pattern, { State: 'DISABLED' })] });
    events
      .on(ListTargetsByRuleCommand, { Rule: 'a' })
      .resolves({ Targets: [{ Id: '1', Arn: 'arn:1' }], NextToken: 'more' });
    events
      .on(ListTargetsByRuleCommand, { Rule: 'a', NextToken: 'more' })
      .resolves({ Targets: [{ Id: '2', Arn: 'arn:2' }] });
    const told = (name: string, state: string, targets: number) => ({
      name,
      arn: `arn:aws:events:eu-west-1:111122223333:rule/${name}`,
      state,
      pattern,
      targets: known(targets),
    });
    expect((await here({ facts })).eventRules).toEqual(
      complete([told('a', 'ENABLED', 2), told('b', 'DISABLED', 0)]),
    );
  });

  it('is known where its targets were refused, and none where all were', async () => {
    const { events } = anAws();
    events.on(ListRulesCommand).resolves({ Rules: [rule('r', { source: ['aws.dms'] })] });
    events.on(ListTargetsByRuleCommand).rejects(denied);
    expect((await here({ facts })).eventRules.items).toMatchObject([
      { name: 'r', targets: { unread: { call: 'events:ListTargetsByRule', resource: 'r' } } },
    ]);
    events.on(ListRulesCommand).rejects(denied);
    expect((await here({ facts })).eventRules).toMatchObject({
      items: [],
      complete: false,
      unread: { call: 'events:ListRules' },
    });
  });

  it('is not asked for where nobody needs it', async () => {
    const { events } = anAws();
    const { eventRules, topics } = await here({ facts: new Set(['certificates']) });
    expect(eventRules).toMatchObject({ complete: false, unread: notCollected('events:ListRules') });
    expect(topics).toEqual({});
    expect(events.calls()).toEqual([]);
  });
});
