import type { Facts } from '../../model/account-view.ts';
import type { KmsKey } from '../../model/keys.ts';
import type { EventSubscription } from '../../model/resources.ts';
import type { Settings } from '../../model/settings.ts';
import { keyOfTopic } from '../../model/topics.ts';
import { cannotRead, compliant, given, nonCompliant, unknown, type Verdict } from '../../model/verdict.ts';
import { requestWitness } from '../callers/tried.ts';
import { notReportedByKms, together } from '../keys/judged-key.ts';
import { usabilityIn } from '../keys/key-state.ts';
import { withKeyPolicy } from '../keys/stored-policy.ts';
import { admitsToKey, grantsTo } from './key-of-topic.ts';
import { admits, type Publisher, publishingService } from './publisher.ts';
import { ownedBy } from './source-owner.ts';
import { deliveryOf } from './subscription-status.ts';
import { type ReadTopic, topicPolicy, withTopic } from './topic.ts';

/** What is known around a subscription. */
export interface Around {
  readonly publisher: Publisher;
  readonly region: string;
  readonly facts: Pick<Facts, 'topics' | 'keyOf' | 'organization' | 'organizationPolicies'>;
  readonly settings: Settings;
}

/** Whether what DMS says of a subscription lets it work. */
export function judgeDelivery(subscription: EventSubscription): Verdict {
  const delivery = deliveryOf(subscription);
  switch (delivery.delivers) {
    case 'yes':
      return compliant('it is enabled');
    case 'no': {
      const { because, field, value } = delivery;
      return nonCompliant(`it ${because}`, { kind: 'value', field, value });
    }
    case 'unknown':
      return unknown(`it ${delivery.because}`, delivery.settledBy);
  }
}

/** Whether its topic exists, lets DMS publish for it, and is encrypted with a key that lets DMS too. */
export const judgePublishing = (subscription: EventSubscription, around: Around): Verdict =>
  withTopic(
    subscription,
    (arn) => around.facts.topics(around.region, arn),
    (arn) =>
      nonCompliant('its topic does not exist', {
        kind: 'absence',
        type: 'AWS::SNS::Topic',
        arn,
        call: 'sns:GetTopicAttributes',
      }),
    (read) => together([judgePolicy(read, around), ...judgeKey(read, around)]),
  );

function judgePolicy(read: ReadTopic, { publisher }: Around): Verdict {
  const service = publishingService(publisher);
  const admission = admits(publisher, {
    policy: topicPolicy(read),
    action: 'sns:Publish',
    keyFacts: ownedBy(publisher.account),
    namesSource: true,
  });
  switch (admission.answer) {
    case 'allowed':
      return compliant(`its topic lets ${service} publish`);
    case 'refused':
      return nonCompliant(
        `its topic does not let ${service} publish for it`,
        requestWitness(read.topic.policy, admission.witness),
      );
    case 'undecided':
      return unknown(
        `whether its topic lets ${service} publish hangs on ${admission.hangsOn}`,
        `a statement that lets ${service} publish and asks for aws:SourceAccount or aws:SourceArn alone`,
      );
  }
}

/** None where the topic is not encrypted with a key of KMS. */
function judgeKey({ topic }: ReadTopic, around: Around): readonly Verdict[] {
  const reference = keyOfTopic(topic);
  if (reference === null) return [];
  const { publisher, region, facts } = around;
  const verdict = given(facts.keyOf(region, reference), (key) =>
    key === null
      ? nonCompliant('the key of its topic does not exist', {
          kind: 'absence',
          type: 'AWS::KMS::Key',
          arn: reference,
          call: 'kms:DescribeKey',
        })
      : together([judgeState(key), judgeUse(key, topic.arn, publisher, around)]),
  );
  return [verdict];
}

function judgeState({ state }: KmsKey): Verdict {
  if (state === null) return notReportedByKms('KeyState');
  const usability = usabilityIn(state);
  if (usability === null || usability.usable === 'soon')
    return unknown(`the key of its topic is in state ${state}`, 'a key in the state Enabled');
  return usability.usable
    ? compliant(`the key of its topic is ${state}`)
    : nonCompliant(`the key of its topic is in state ${state}`, {
        kind: 'value',
        field: 'KeyState',
        value: state,
      });
}

function judgeUse(key: KmsKey, topicArn: string, publisher: Publisher, around: Around): Verdict {
  const service = publishingService(publisher);
  if (key.manager === 'AWS')
    return nonCompliant(`the key of its topic is AWS’s own, which does not let ${service} in`, {
      kind: 'value',
      field: 'KeyManager',
      value: key.manager,
    });
  return withKeyPolicy(key, publisher.account, (policy) => {
    const admission = admitsToKey(policy, { topicArn, publisher, around });
    if ('status' in admission) return admission;
    const { answer, assumes } = admission;
    switch (answer.answer) {
      case 'allowed':
        return compliant(`its key lets ${service} in`, { assumes });
      case 'refused': {
        if (!key.grants.known) return cannotRead([key.grants.unread]);
        if (grantsTo(key.grants.value))
          return unknown(
            `whether a grant lets ${service} use the key of its topic hangs on its constraints`,
            `a statement of the key policy that lets ${service} in`,
          );
        const { witness } = answer;
        return nonCompliant(
          `the key of its topic does not let ${service} call ${witness.request.action}`,
          requestWitness(policy.text, witness),
          { assumes },
        );
      }
      case 'undecided':
        return unknown(
          `whether the key of its topic lets ${service} in hangs on ${answer.hangsOn}`,
          `a statement of the key policy that lets ${service} in and asks for kms:EncryptionContext:aws:sns:topicArn alone`,
        );
    }
  });
}
