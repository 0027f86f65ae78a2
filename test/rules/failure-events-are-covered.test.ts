import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import type { EventSubscription, ReplicationInstance } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import type { EventRule } from '../../src/model/topics.ts';
import { failureEventsAreCovered } from '../../src/rules/failure-events-are-covered.ts';
import {
  ACCOUNT,
  accountWith,
  anEventSubscription,
  anInstance,
  aTask,
  FOREIGN,
  listed,
  REGION,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { anEventRule, eventRulesKnown } from '../support/topic-builders.ts';
import { denied, refused } from './unread.ts';

const around = (region: Partial<RegionFacts>, over: Partial<ReplicationInstance> = {}): AccountFacts =>
  accountWith({ instances: listed(anInstance(over)), tasks: listed(aTask()), ...region });
const subscribed = (...all: readonly Partial<EventSubscription>[]): AccountFacts =>
  around({ eventSubscriptions: listed(...all.map(anEventSubscription)) });
const ruled = (...rules: readonly EventRule[]): AccountFacts => around(eventRulesKnown(...rules));
const byPattern = (pattern: object): AccountFacts => ruled(anEventRule({ pattern }));

const [instance, task] = [anInstance(), aTask()];
const bySubscription = 'its failures are told by event subscription events';
const byRule = 'its failures are told by EventBridge rule dms-failures';
const byNone = 'no event subscription and no EventBridge rule tells of its failures';
const vague =
  'EventBridge rule dms-failures asks for what AWS does not say of the event, so that nobody can tell whether it matches';
const taskEvents = ['DMS Replication Task State Change'];

interface One {
  readonly name: string;
  readonly account: AccountFacts;
}
const ofInstance = ({ name, account }: One) => ({ name: `instance: ${name}`, account, of: 'instance-1' });
const ofTask = ({ name, account }: One) => ({ name: `task: ${name}`, account, of: 'task-1' });

testRule(failureEventsAreCovered, {
  compliant: [
    {
      ...ofTask({
        name: 'both, beside listings that broke off',
        account: around({
          eventSubscriptions: refused('dms:DescribeEventSubscriptions', anEventSubscription()),
          eventRules: refused('events:ListRules', anEventRule()),
        }),
      }),
      because: `${bySubscription}, EventBridge rule dms-failures`,
    },
    ...[
      { name: 'a subscription to everything', account: subscribed({}) },
      { name: 'to failures among others', account: subscribed({ categories: ['creation', 'failure'] }) },
      { name: 'that DMS is still making', account: subscribed({ status: 'creating' }) },
    ]
      .flatMap((each) => [ofInstance(each), ofTask(each)])
      .map((each) => ({ ...each, because: bySubscription })),
    ...[
      { name: 'to instances', account: subscribed({ sourceType: 'replication-instance' }) },
      {
        name: 'to this one by name',
        account: subscribed({ sourceType: 'replication-instance', sourceIds: ['other', 'INSTANCE-1'] }),
      },
    ].map((each) => ({ ...ofInstance(each), because: bySubscription })),
    ...[
      { name: 'to tasks', account: subscribed({ sourceType: 'replication-task' }) },
      { name: 'to this one by ARN', account: subscribed({ sourceIds: [task.arn] }) },
      { name: 'to this one by the id in its ARN', account: subscribed({ sourceIds: ['task1'] }) },
      {
        name: 'by the second of two',
        account: subscribed({ id: 'off', enabled: false }, { sourceType: 'replication-task' }),
      },
    ].map((each) => ({ ...ofTask(each), because: bySubscription })),
    ...[
      { name: 'a rule for all of DMS', account: byPattern({ source: ['aws.dms'] }) },
      {
        name: 'for the category, here',
        account: byPattern({
          source: ['aws.dms'],
          account: [ACCOUNT],
          region: [REGION],
          detail: { category: ['Failure'] },
        }),
      },
      { name: 'for these two', account: byPattern({ resources: [instance.arn, task.arn] }) },
      {
        name: 'that takes CloudTrail’s events too',
        account: ruled(anEventRule({ state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' })),
      },
    ]
      .flatMap((each) => [ofInstance(each), ofTask(each)])
      .map((each) => ({ ...each, because: byRule })),
    ...[
      { name: 'a rule for its type of event', account: byPattern({ 'detail-type': taskEvents }) },
      {
        name: 'for its failure by event type',
        account: byPattern({
          detail: { eventType: ['REPLICATION_TASK_FAILED', 'REPLICATION_TASK_STOPPED'] },
        }),
      },
    ].map((each) => ({ ...ofTask(each), because: byRule })),
  ],
  nonCompliant: [
    { ...ofTask({ name: 'nothing at all', account: around({}) }), because: byNone, severity: 'LOW' },
    ...[
      { name: 'a subscription that is off', account: subscribed({ enabled: false }) },
      { name: 'that may not publish', account: subscribed({ status: 'no-permission' }) },
      { name: 'whose topic is gone', account: subscribed({ status: 'topic-not-exist', enabled: null }) },
      { name: 'that goes away', account: subscribed({ status: 'deleting' }) },
      { name: 'to other events', account: subscribed({ categories: ['creation', 'deletion'] }) },
      { name: 'to others', account: subscribed({ sourceIds: ['other'] }) },
      { name: 'a rule that is off', account: ruled(anEventRule({ state: 'DISABLED' })) },
      { name: 'without a target', account: ruled(anEventRule({ targets: known(0) })) },
      { name: 'for other sources', account: byPattern({ source: ['aws.rds'] }) },
      {
        name: 'for other categories',
        account: byPattern({ detail: { category: ['Creation', 'Deletion'] } }),
      },
      { name: 'for another account', account: byPattern({ account: [FOREIGN] }) },
      { name: 'for another resource', account: byPattern({ resources: ['arn:aws:dms:x'] }) },
      {
        name: 'a rule that an old engine tells nothing',
        account: around(eventRulesKnown(anEventRule()), { engineVersion: '3.4.4' }),
      },
    ]
      .flatMap((each) => [ofInstance(each), ofTask(each)])
      .map((each) => ({ ...each, because: byNone })),
    ...[
      { name: 'a subscription to tasks', account: subscribed({ sourceType: 'replication-task' }) },
      { name: 'a rule for events of tasks', account: byPattern({ 'detail-type': taskEvents }) },
    ].map((each) => ({ ...ofInstance(each), because: byNone })),
    ...[
      { name: 'a subscription to instances', account: subscribed({ sourceType: 'replication-instance' }) },
      {
        name: 'a rule for tasks that start',
        account: byPattern({ detail: { eventType: ['REPLICATION_TASK_STARTED'] } }),
      },
      { name: 'a rule for another event', account: byPattern({ detail: { eventId: ['DMS-EVENT-0079'] } }) },
    ].map((each) => ({ ...ofTask(each), because: byNone })),
  ],
  notApplicable: [
    {
      name: 'nothing that can fail',
      account: accountWith({ eventSubscriptions: listed(anEventSubscription()) }),
      because: 'no AWS::DMS::ReplicationInstance, AWS::DMS::ReplicationTask in eu-west-1',
    },
  ],
  unknown: [
    {
      ...ofTask({
        name: 'rules that could not be listed',
        account: around({ eventRules: refused('events:ListRules') }),
      }),
      because: 'events:ListRules failed (AccessDeniedException)',
    },
    {
      ...ofTask({
        name: 'subscriptions that could not be listed, nor rules',
        account: around({
          eventSubscriptions: refused('dms:DescribeEventSubscriptions'),
          eventRules: refused('events:ListRules'),
        }),
      }),
      because:
        'dms:DescribeEventSubscriptions failed (AccessDeniedException); events:ListRules failed (AccessDeniedException)',
    },
    {
      ...ofTask({
        name: 'targets that were refused',
        account: ruled(anEventRule({ targets: unread(denied('events:ListTargetsByRule', 'dms-failures')) })),
      }),
      because: 'events:ListTargetsByRule of dms-failures failed (AccessDeniedException)',
    },
    {
      ...ofTask({
        name: 'a subscription of unknown status',
        account: subscribed({ status: 'dormant' }),
      }),
      because: 'event subscription events is listed without a known Status: dormant',
    },
    {
      ...ofTask({ name: 'a subscription without a word', account: subscribed({ enabled: null }) }),
      because: 'event subscription events is listed without Enabled',
    },
    {
      ...ofInstance({
        name: 'a rule for one type of its events',
        account: byPattern({ 'detail-type': ['DMS Replication Instance State Change'] }),
      }),
      because: vague,
    },
    {
      ...ofInstance({
        name: 'a rule by event type',
        account: byPattern({ detail: { eventType: ['INSTANCE_FAILED'] } }),
      }),
      because: vague,
    },
    {
      ...ofTask({
        name: 'a rule by what the event says',
        account: byPattern({ detail: { detailMessage: [{ prefix: 'Replication task failed' }] } }),
      }),
      because: vague,
    },
    {
      ...ofTask({ name: 'a rule in no state', account: ruled(anEventRule({ state: null })) }),
      because: 'EventBridge rule dms-failures is in state null',
    },
    ...[
      { name: 'no engine version', account: around(eventRulesKnown(anEventRule()), { engineVersion: null }) },
      { name: 'an odd one', account: around(eventRulesKnown(anEventRule()), { engineVersion: 'next' }) },
    ]
      .flatMap((each) => [ofInstance(each), ofTask(each)])
      .map((each) => ({
        ...each,
        because:
          'EventBridge rule dms-failures gets events from engine 3.4.5 on, and the engine version is not known',
      })),
  ],
});

describe('a failure of failure-events-are-covered', () => {
  const itemsOf = (account: AccountFacts): unknown =>
    failureEventsAreCovered
      .evaluate(ACCOUNT, account, defaultSettings)
      .find(({ resource }) => resource.id === 'task-1')?.witness;

  it('says of each subscription and rule why it is not enough', () => {
    const account = around({
      eventSubscriptions: listed(
        anEventSubscription({ id: 'a', enabled: false }),
        anEventSubscription({ id: 'b', sourceType: 'replication-instance' }),
      ),
      ...eventRulesKnown(anEventRule({ name: 'c', targets: known(0) })),
    });
    expect(itemsOf(account)).toEqual({
      kind: 'list',
      items: [
        'event subscription a is not enabled',
        'event subscription b is about sources of type replication-instance',
        'EventBridge rule c has no target',
      ],
    });
  });

  it('says that there is none', () => {
    expect(itemsOf(around({}))).toEqual({ kind: 'list', items: ['there is neither'] });
  });
});
