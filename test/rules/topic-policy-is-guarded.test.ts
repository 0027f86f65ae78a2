import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { topicPolicyIsGuarded } from '../../src/rules/topic-policy-is-guarded.ts';
import { ACCOUNT, accountWith, anEventSubscription, FOREIGN, listed, policy } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import {
  aTopic,
  defaultTopicStatement,
  topicArn,
  topicStatement,
  topicsKnown,
} from '../support/topic-builders.ts';
import { denied, refused } from './unread.ts';

const subscription = anEventSubscription();
const around = (region: Partial<RegionFacts>): AccountFacts =>
  accountWith({ eventSubscriptions: listed(subscription), ...region });
const saying = (...statements: readonly object[]): AccountFacts =>
  around(topicsKnown(aTopic({ policy: policy(...statements) })));
/** A statement that lets DMS publish under this condition. */
const on = (Condition: object): object => topicStatement({ Condition });
const unconditional = on({});

const guarded = 'the policy of its topic lets DMS publish for trusted accounts only';
const nobody = 'the policy of its topic lets no DMS service principal in';
const open = 'dms.amazonaws.com acting for account 999999999999 may publish to its topic';
const trusting = (settings: Partial<Settings>) => ({ settings });

testRule(topicPolicyIsGuarded, {
  compliant: [
    { name: 'this account as source', account: saying(topicStatement()), because: guarded },
    {
      name: 'this subscription as source',
      account: saying(on({ StringEquals: { 'aws:SourceArn': subscription.arn } })),
      because: guarded,
    },
    {
      name: 'subscriptions of this account as source',
      account: saying(on({ ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:es:*` } })),
      because: guarded,
    },
    {
      name: 'everybody, for this account',
      account: saying(topicStatement({ Principal: '*' })),
      because: guarded,
    },
    {
      name: 'the statement that SNS writes besides',
      account: saying(topicStatement(), defaultTopicStatement()),
      because: guarded,
    },
    {
      name: 'the statement that SNS writes alone',
      account: saying(defaultTopicStatement()),
      because: guarded,
    },
    {
      name: 'an open statement and a Deny for all other accounts',
      account: saying(unconditional, {
        ...topicStatement({
          Principal: '*',
          Condition: { StringNotEquals: { 'aws:SourceAccount': ACCOUNT } },
        }),
        Effect: 'Deny',
      }),
      because: guarded,
    },
    {
      name: 'an account that is trusted',
      account: saying(on({ StringEquals: { 'aws:SourceAccount': [ACCOUNT, FOREIGN] } })),
      ...trusting({ trustedAccounts: [FOREIGN] }),
      because: guarded,
    },
    {
      name: 'an organisation that is trusted',
      account: saying(on({ StringEquals: { 'aws:SourceOrgID': 'o-ours' } })),
      ...trusting({ trustedOrganization: 'o-ours' }),
      because: guarded,
    },
    {
      name: 'an open statement on another topic',
      account: saying(topicStatement(), topicStatement({ Condition: {}, Resource: topicArn('other') })),
      because: guarded,
    },
    {
      name: 'an open statement for another action',
      account: saying(topicStatement(), topicStatement({ Condition: {}, Action: 'sns:GetTopicAttributes' })),
      because: guarded,
    },
  ],
  nonCompliant: [
    {
      name: 'no condition, as the guide prints it first',
      account: saying(unconditional),
      because: open,
      severity: 'MEDIUM',
    },
    { name: 'everybody', account: saying(topicStatement({ Principal: '*', Condition: {} })), because: open },
    {
      name: 'every action',
      account: saying(topicStatement({ Action: 'SNS:*', Resource: '*', Condition: {} })),
      because: open,
    },
    {
      name: 'the Regional principal',
      account: saying(
        topicStatement({ Principal: { Service: 'dms.eu-west-1.amazonaws.com' }, Condition: {} }),
      ),
      because: 'dms.eu-west-1.amazonaws.com acting for account 999999999999 may publish to its topic',
    },
    {
      name: 'a foreign account',
      account: saying(on({ StringEquals: { 'aws:SourceAccount': [ACCOUNT, FOREIGN] } })),
      because: `dms.amazonaws.com acting for account ${FOREIGN} may publish to its topic`,
    },
    {
      name: 'subscriptions of every account',
      account: saying(on({ ArnLike: { 'aws:SourceArn': 'arn:aws:dms:*:*:es:*' } })),
      because: open,
    },
    {
      name: 'a condition that a request without the key passes',
      account: saying(on({ StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } })),
      because:
        'dms.amazonaws.com acting for arn:aws:dms:eu-west-1:999999999999:es:EXAMPLE4WITNESS2RESOURCE26 may publish to its topic',
    },
    {
      name: 'a guarded statement beside an open one',
      account: saying(topicStatement(), unconditional),
      because: open,
    },
  ],
  notApplicable: [
    {
      name: 'no subscription',
      account: accountWith({}),
      because: 'no AWS::DMS::EventSubscription in eu-west-1',
    },
    {
      name: 'a topic that is gone',
      account: around({ topics: { [topicArn()]: known(null) } }),
      because: 'its topic does not exist',
    },
    {
      name: 'other services',
      account: saying(topicStatement({ Principal: { Service: 'events.amazonaws.com' }, Condition: {} })),
      because: nobody,
    },
    {
      name: 'an account',
      account: saying(topicStatement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })),
      because: nobody,
    },
  ],
  unknown: [
    {
      name: 'a topic that was refused',
      account: around({
        topics: { [topicArn()]: unread(denied('sns:GetTopicAttributes', topicArn())) },
      }),
      because: `sns:GetTopicAttributes of ${topicArn()} failed (AccessDeniedException)`,
    },
    {
      name: 'a topic that was not asked for',
      account: around({}),
      because: `sns:GetTopicAttributes of ${topicArn()} was not asked when the snapshot was taken`,
    },
    {
      name: 'no topic',
      account: accountWith({ eventSubscriptions: listed(anEventSubscription({ topicArn: null })) }),
      because: 'DMS does not report SnsTopicArn',
    },
    {
      name: 'a policy that is none',
      account: around(topicsKnown(aTopic({ policy: 'not JSON' }))),
      because:
        'the policy of its topic cannot be read: the policy is not JSON: line 1, column 1: expected a value, found "n"',
    },
    {
      name: 'an organisation that is not trusted, where DMS may not tell one',
      account: saying(on({ StringEquals: { 'aws:SourceOrgID': 'o-theirs' } })),
      because:
        'whether dms.amazonaws.com may publish to its topic for strangers hangs on whether DMS sends the organisation of its source',
    },
    {
      name: 'the statement that SNS writes, for a foreign account',
      account: saying(defaultTopicStatement({ Condition: { StringEquals: { 'AWS:SourceOwner': FOREIGN } } })),
      because:
        'whether dms.amazonaws.com may publish to its topic for strangers hangs on aws:sourceowner, of which AWS does not say whether it is sent',
    },
    {
      name: 'subscriptions that could not be listed',
      account: accountWith({ eventSubscriptions: refused('dms:DescribeEventSubscriptions') }),
      because: 'dms:DescribeEventSubscriptions failed (AccessDeniedException)',
    },
  ],
});

describe('a failure of topic-policy-is-guarded', () => {
  it('shows the request that the policy lets through', () => {
    const [failure] = topicPolicyIsGuarded.evaluate(
      ACCOUNT,
      saying(topicStatement(), unconditional),
      defaultSettings,
    );
    expect(failure).toMatchObject({
      resource: { type: 'AWS::DMS::EventSubscription', id: 'events' },
      witness: {
        kind: 'request',
        document: policy(topicStatement(), unconditional),
        statement: 1,
        principal: { service: 'dms.amazonaws.com' },
        action: 'sns:Publish',
        resource: topicArn(),
        decision: 'allowed',
      },
    });
  });
});
