import { serviceDomain } from '../../analysis/callers/service-principals.ts';
import type { Finding, RequestWitness } from '../../model/finding.ts';
import { known } from '../../model/lookup.ts';
import type { EventSubscription } from '../../model/resources.ts';
import { keyOfTopic, type Topic } from '../../model/topics.ts';
import { type Around, type RuleRemedy, resourceOf, subject } from '../around.ts';
import { type Advice, type Change, not, patched, type Remedy, reason } from '../patch.ts';
import { apart, withCondition, withReplacedStatement, withStatement } from '../policy-json.ts';
import { asJson } from './as-json.ts';
import { gone } from './gone.ts';
import { enabling, puttingPolicy } from './keys.ts';

const noTopic = reason(
  'the topic or its key does not exist, is AWS’s own or another account’s, or DMS reports the subscription as broken',
  'Which topic people read, and with which key it may be encrypted, is for its owner to say; what DMS reports of the subscription it tries again by itself.',
  'Make a topic (encrypted with a customer managed key, or with none) that lets DMS publish, and name it: aws dms modify-event-subscription --subscription-name NAME --sns-topic-arn ARN',
);

const settingPolicy = (topic: Topic, AttributeValue: string, around: Around): Change => ({
  resource: {
    ...subject('AWS::SNS::Topic', topic.arn.split(':').at(-1) ?? '', topic.arn, around),
    region: topic.arn.split(':')[3] ?? around.region,
  },
  api: {
    call: 'sns:SetTopicAttributes',
    input: { TopicArn: topic.arn, AttributeName: 'Policy', AttributeValue },
  },
  properties: [{ property: 'PolicyDocument', from: asJson(topic.policy), to: asJson(AttributeValue) }],
});

function topicOf({ topicArn }: EventSubscription, { facts, region, account }: Around): Topic | null {
  const found = topicArn === null ? known(null) : facts.topics(region, topicArn);
  return found.known && found.value !== null && found.value.arn.split(':')[4] === account
    ? found.value
    : null;
}

const usersOfTopic = ({ arn }: Topic, { facts }: Around): readonly string[] =>
  facts.eventSubscriptions.items
    .filter(({ topicArn }) => topicArn === arn)
    .map(({ id }) => `event subscription ${id}`);

export const workingSubscriptions: RuleRemedy = {
  patches: [
    'Enables the subscription; lets DMS publish in the policy of its topic, and use the key that encrypts the topic; enables that key.',
  ],
  reasons: [noTopic],
  make(finding, around) {
    const subscription = resourceOf('eventSubscriptions', finding, around);
    if (subscription === null) return not(gone);
    if (subscription.enabled === false) return enablingOf(subscription, finding);
    const topic = topicOf(subscription, around);
    const { witness } = finding;
    if (topic === null) return not(noTopic);
    if (witness?.kind === 'request' && witness.action.toLowerCase() === 'sns:publish')
      return publishing(subscription, topic, around);
    return withKeyOf(topic, witness?.kind === 'request', around);
  },
};

const enablingOf = ({ id, enabled }: EventSubscription, { resource }: Finding): Remedy =>
  patched([
    {
      resource,
      api: { call: 'dms:ModifyEventSubscription', input: { SubscriptionName: id, Enabled: true } },
      properties: [{ property: 'Enabled', from: enabled, to: true }],
    },
  ]);

function publishing({ arn }: EventSubscription, topic: Topic, around: Around): Remedy {
  const text = withStatement(topic.policy, {
    Effect: 'Allow',
    Principal: { Service: `dms.${serviceDomain(around.partition)}` },
    Action: 'sns:Publish',
    Resource: topic.arn,
    Condition: {
      StringEquals: { 'aws:SourceAccount': around.account },
      ArnLike: { 'aws:SourceArn': arn },
    },
  });
  if (text === null) return not(noTopic);
  return patched([settingPolicy(topic, text, around)], { users: usersOfTopic(topic, around) });
}

function withKeyOf(topic: Topic, isRefused: boolean, around: Around): Remedy {
  const reference = keyOfTopic(topic);
  const found = reference === null ? known(null) : around.facts.keyOf(around.region, reference);
  const key = found.known ? found.value : null;
  if (key === null || key.manager === 'AWS' || key.arn.split(':')[4] !== around.account) return not(noTopic);
  const advice: Partial<Advice> = { users: usersOfTopic(topic, around) };
  if (!isRefused) {
    const changes = enabling(key, around);
    return changes === null ? not(noTopic) : patched(changes, advice);
  }
  const text = key.policy.known
    ? withStatement(key.policy.value, {
        Effect: 'Allow',
        Principal: { Service: `dms.${serviceDomain(around.partition)}` },
        Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
        Resource: '*',
        Condition: { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': topic.arn } },
      })
    : null;
  if (text === null || !key.policy.known) return not(noTopic);
  return patched([puttingPolicy(key, key.policy.value, text, around)], advice);
}

const unboundTopic = reason(
  'the statement names nobody that could be told apart, or asks for another account already',
  'A condition more would not make it right.',
  'Write the statement for dms.amazonaws.com alone, with StringEquals aws:SourceAccount of this account.',
);

export const guardedTopics: RuleRemedy = {
  patches: [
    'Asks for this account, or a trusted one, as aws:SourceAccount in the statement that lets DMS publish; other principals of it get a statement of their own.',
  ],
  reasons: [noTopic, unboundTopic],
  make(finding, around) {
    const subscription = resourceOf('eventSubscriptions', finding, around);
    const topic = subscription === null ? null : topicOf(subscription, around);
    const { witness } = finding;
    if (topic === null) return not(noTopic);
    const accounts = [...new Set([around.account, ...around.settings.trustedAccounts])];
    const text = witness?.kind === 'request' ? guarded(topic.policy, witness, accounts) : null;
    if (text === null) return not(unboundTopic);
    return patched([settingPolicy(topic, text, around)], {
      breaks: [
        'DMS of other accounts can no longer publish here: name theirs beside it if they are meant to.',
      ],
      users: usersOfTopic(topic, around),
    });
  },
};

function guarded(
  text: string,
  { statement: index, principal }: RequestWitness,
  accounts: readonly string[],
): string | null {
  if (index === null || !('service' in principal)) return null;
  const { service } = principal;
  return withReplacedStatement(text, index, (statement) => {
    const [own, ...others] = apart(statement, 'Service', service) ?? [];
    const bound =
      own === undefined ? null : withCondition(own, 'StringEquals', 'aws:SourceAccount', accounts);
    return bound === null ? null : [bound, ...others];
  });
}

const whoReads = reason(
  'nobody is told of failures',
  'Whom to tell, and by which topic or target, is for a person to say.',
  'aws dms create-event-subscription --subscription-name NAME --sns-topic-arn ARN --source-type replication-instance --event-categories failure --enabled, and the same for replication-task; or an EventBridge rule for source aws.dms with detail.category Failure.',
);
export const coveredFailures: RuleRemedy = { patches: [], reasons: [whoReads], make: () => not(whoReads) };
