import { describe, expect, it } from 'vitest';
import type { KmsKey } from '../../src/model/keys.ts';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';
import type { EventSubscription } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import type { Topic } from '../../src/model/topics.ts';
import { eventSubscriptionWorks } from '../../src/rules/event-subscription-works.ts';
import {
  ACCOUNT,
  accountWith,
  anEventSubscription,
  FOREIGN,
  listed,
  policy,
  REGION,
} from '../support/builders.ts';
import { aGrant, aKey, keyArn, keyStatement, keysKnown } from '../support/key-builders.ts';
import { testRule } from '../support/test-rule.ts';
import {
  aTopic,
  defaultTopicStatement,
  topicArn,
  topicStatement,
  topicsKnown,
} from '../support/topic-builders.ts';
import { denied } from './unread.ts';

const arn = anEventSubscription().arn;
const subscribed = (over: Partial<EventSubscription>, region: Partial<RegionFacts> = {}): AccountFacts =>
  accountWith({
    eventSubscriptions: listed(anEventSubscription(over)),
    ...topicsKnown(aTopic()),
    ...region,
  });
const topicOf = (topic: Partial<Topic>, region: Partial<RegionFacts> = {}): AccountFacts =>
  subscribed({}, { ...topicsKnown(aTopic(topic)), ...region });
const saying = (...statements: readonly object[]): AccountFacts => topicOf({ policy: policy(...statements) });
const on = (Condition: object): AccountFacts => saying(topicStatement({ Condition }));

/** What SNS Developer Guide has people add to the policy of the key. */
const dmsMayUse = (over: object = {}): object => ({
  Effect: 'Allow',
  Principal: { Service: 'dms.amazonaws.com' },
  Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
  Resource: '*',
  ...over,
});
const encrypted = (over: Partial<KmsKey>, kmsKeyId = 'key-1'): AccountFacts =>
  topicOf({ kmsKeyId }, keysKnown(aKey(over)));
const keySaying = (...statements: readonly object[]): AccountFacts =>
  encrypted({ policy: known(policy(keyStatement(), ...statements)) });
const keyRead = (key: Lookup<string | null>): AccountFacts =>
  topicOf({ kmsKeyId: 'key-1' }, { keyReferences: { [keyArn('key-1')]: key } });

const works = 'it is enabled; its topic lets dms.amazonaws.com publish';
const encryptedWorks = `${works}; the key of its topic is Enabled; its key lets dms.amazonaws.com in`;
const refusedByTopic = 'its topic does not let dms.amazonaws.com publish for it';
const refusedByKey = (action: string): string =>
  `the key of its topic does not let dms.amazonaws.com call kms:${action}`;
const topicHangs = (key: string): string =>
  `whether its topic lets dms.amazonaws.com publish hangs on ${key}`;

testRule(eventSubscriptionWorks, {
  compliant: [
    { name: 'a subscription to a topic that lets DMS in', account: subscribed({}), because: works },
    { name: 'one that is being modified', account: subscribed({ status: 'modifying' }), because: works },
    ...[
      { name: 'without a condition', Condition: {} },
      { name: 'for its own ARN', Condition: { StringEquals: { 'aws:SourceArn': arn } } },
      {
        name: 'for ARNs of the account',
        Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:*` } },
      },
      { name: 'for services', Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } },
    ].map(({ name, Condition }) => ({ name, account: on(Condition), because: works })),
    {
      name: 'beside a Deny without TLS',
      account: saying(topicStatement(), {
        ...topicStatement({ Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        Effect: 'Deny',
      }),
      because: works,
    },
    { name: 'a key that lets DMS in', account: keySaying(dmsMayUse()), because: encryptedWorks },
    {
      name: 'a key by its alias',
      account: topicOf(
        { kmsKeyId: 'alias/topics' },
        {
          ...keysKnown(aKey({ policy: known(policy(dmsMayUse())) })),
          keyReferences: { 'alias/topics': known(keyArn('key-1')) },
        },
      ),
      because: encryptedWorks,
    },
    {
      name: 'a key for this topic',
      account: keySaying(
        dmsMayUse({ Condition: { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': topicArn() } } }),
      ),
      because: encryptedWorks,
    },
  ],
  nonCompliant: [
    {
      name: 'one that is off',
      account: subscribed({ enabled: false }),
      because: 'it is not enabled',
      severity: 'LOW',
    },
    {
      name: 'one that may not publish',
      account: subscribed({ status: 'no-permission' }),
      because: 'it may not publish to its topic (status no-permission)',
    },
    {
      name: 'one that is off and whose topic is gone',
      account: subscribed(
        { enabled: false, status: 'topic-not-exist' },
        { topics: { [topicArn()]: known(null) } },
      ),
      because: 'it is not enabled; its topic does not exist',
    },
    {
      name: 'one that DMS calls active and whose topic is gone',
      account: subscribed({}, { topics: { [topicArn()]: known(null) } }),
      because: 'its topic does not exist',
    },
    ...[
      {
        name: 'a topic for other services',
        statement: topicStatement({ Principal: { Service: 'events.amazonaws.com' } }),
      },
      { name: 'another topic', statement: topicStatement({ Resource: topicArn('other') }) },
      {
        name: 'another account',
        statement: topicStatement({ Condition: { StringEquals: { 'aws:SourceAccount': FOREIGN } } }),
      },
      {
        name: 'a wildcard that StringEquals does not take',
        statement: topicStatement({
          Condition: { StringEquals: { 'aws:SourceArn': `arn:aws:dms:${REGION}:${ACCOUNT}:es:*` } },
        }),
      },
      {
        name: 'replication instances',
        statement: topicStatement({
          Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:rep:*` } },
        }),
      },
      {
        name: 'the Regional principal alone',
        statement: topicStatement({ Principal: { Service: 'dms.eu-west-1.amazonaws.com' } }),
      },
    ].map(({ name, statement }) => ({ name, account: saying(statement), because: refusedByTopic })),
    {
      name: 'a Deny',
      account: saying(topicStatement(), { ...topicStatement({ Condition: {} }), Effect: 'Deny' }),
      because: refusedByTopic,
    },
    {
      name: 'a key that lets the account in alone',
      account: keySaying(),
      because: refusedByKey('GenerateDataKey'),
    },
    {
      name: 'a key that lets DMS encrypt and not decrypt',
      account: keySaying(dmsMayUse({ Action: 'kms:GenerateDataKey*' })),
      because: refusedByKey('Decrypt'),
    },
    {
      name: 'a key for another topic',
      account: keySaying(
        dmsMayUse({
          Condition: { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': topicArn('other') } },
        }),
      ),
      because: refusedByKey('GenerateDataKey'),
    },
    {
      name: 'AWS’s key',
      account: encrypted({ manager: 'AWS' }),
      because: 'the key of its topic is AWS’s own, which does not let dms.amazonaws.com in',
    },
    {
      name: 'a disabled key',
      account: encrypted({ state: 'Disabled', policy: known(policy(dmsMayUse())) }),
      because: 'the key of its topic is in state Disabled',
    },
    {
      name: 'a key that is gone',
      account: keyRead(known(null)),
      because: 'the key of its topic does not exist',
    },
  ],
  notApplicable: [
    {
      name: 'no subscription',
      account: accountWith({}),
      because: 'no AWS::DMS::EventSubscription in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'a status that nobody knows',
      account: subscribed({ status: 'dormant' }),
      because: 'it is listed without a known Status: dormant',
    },
    {
      name: 'no word on whether it is on',
      account: subscribed({ enabled: null }),
      because: 'it is listed without Enabled',
    },
    {
      name: 'a topic that was refused',
      account: subscribed(
        {},
        { topics: { [topicArn()]: unread(denied('sns:GetTopicAttributes', topicArn())) } },
      ),
      because: `sns:GetTopicAttributes of ${topicArn()} failed (AccessDeniedException)`,
    },
    { name: 'no topic', account: subscribed({ topicArn: null }), because: 'DMS does not report SnsTopicArn' },
    {
      name: 'the policy that SNS makes',
      account: saying(defaultTopicStatement()),
      because: topicHangs('aws:sourceowner'),
    },
    {
      name: 'an organisation that DMS may not tell',
      account: on({ StringEquals: { 'aws:SourceOrgID': 'o-1' } }),
      because: topicHangs('aws:sourceorgid'),
    },
    {
      name: 'a time of the day',
      account: on({ DateGreaterThan: { 'aws:CurrentTime': '2026-12-01T00:00:00Z' } }),
      because: topicHangs('what else the request carries'),
    },
    {
      name: 'a key that was refused',
      account: keyRead(unread(denied('kms:DescribeKey', keyArn('key-1')))),
      because: `kms:DescribeKey of ${keyArn('key-1')} failed (AccessDeniedException)`,
    },
    {
      name: 'a key whose policy was refused',
      account: encrypted({ policy: unread(denied('kms:GetKeyPolicy', keyArn('key-1'))) }),
      because: `kms:GetKeyPolicy of ${keyArn('key-1')} failed (AccessDeniedException)`,
    },
    {
      name: 'a key that is not there yet',
      account: encrypted({ state: 'Creating', policy: known(policy(dmsMayUse())) }),
      because: 'the key of its topic is in state Creating',
    },
    {
      name: 'a key without a state',
      account: encrypted({ state: null, policy: known(policy(dmsMayUse())) }),
      because: 'KMS does not report KeyState',
    },
    {
      name: 'a key that asks for the source, which KMS may not be told',
      account: keySaying(dmsMayUse({ Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } })),
      because: 'whether the key of its topic lets dms.amazonaws.com in hangs on aws:sourceaccount',
    },
    {
      name: 'a key whose grants were refused',
      account: encrypted({ grants: unread(denied('kms:ListGrants', keyArn('key-1'))) }),
      because: `kms:ListGrants of ${keyArn('key-1')} failed (AccessDeniedException)`,
    },
    {
      name: 'a key with a grant to DMS',
      account: encrypted({ grants: known([aGrant({ grantee: 'dms.amazonaws.com' })]) }),
      because: 'whether a grant lets dms.amazonaws.com use the key of its topic hangs on its constraints',
    },
    {
      name: 'a key of another account',
      account: topicOf(
        { kmsKeyId: keyArn('theirs', FOREIGN) },
        keysKnown(
          aKey({
            id: 'theirs',
            arn: keyArn('theirs', FOREIGN),
            policy: unread(denied('kms:GetKeyPolicy', keyArn('theirs', FOREIGN))),
          }),
        ),
      ),
      because: `it belongs to account ${FOREIGN}, and kms:GetKeyPolicy answers its own account alone`,
    },
  ],
});

describe('a failure of event-subscription-works', () => {
  const failureOf = (account: AccountFacts) =>
    eventSubscriptionWorks.evaluate(ACCOUNT, account, defaultSettings)[0];

  it('shows the request that the topic refuses', () => {
    expect(failureOf(saying(topicStatement({ Resource: topicArn('other') })))).toMatchObject({
      witness: {
        kind: 'request',
        principal: { service: 'dms.amazonaws.com' },
        action: 'sns:Publish',
        resource: topicArn(),
        context: { 'aws:sourcearn': arn, 'aws:sourceaccount': ACCOUNT },
        decision: 'implicitDeny',
      },
    });
  });

  it('shows the request that the key refuses', () => {
    expect(failureOf(keySaying())).toMatchObject({
      witness: {
        kind: 'request',
        action: 'kms:GenerateDataKey',
        resource: keyArn('key-1'),
        decision: 'implicitDeny',
      },
      assumes: ['no SCP/RCP'],
    });
  });

  it('shows the value, or the absence', () => {
    expect(failureOf(subscribed({ enabled: false }))?.witness).toEqual({
      kind: 'value',
      field: 'Enabled',
      value: false,
    });
    expect(failureOf(subscribed({}, { topics: { [topicArn()]: known(null) } }))?.witness).toEqual({
      kind: 'absence',
      type: 'AWS::SNS::Topic',
      arn: topicArn(),
      call: 'sns:GetTopicAttributes',
    });
  });
});
