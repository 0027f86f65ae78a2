import type { Lookup } from '../../model/lookup.ts';
import type { EventSubscription } from '../../model/resources.ts';
import type { Topic } from '../../model/topics.ts';
import { given, notReported, unknown, type Verdict } from '../../model/verdict.ts';
import type { GuardedPolicy } from '../callers/guarded-policy.ts';
import { accountOf } from '../callers/written-principal.ts';
import { noGuardrails } from '../organization/guardrails.ts';
import { parsed } from '../parsed.ts';
import type { PolicyDocument } from '../policy/document.ts';

/** A topic and its policy. */
export interface ReadTopic {
  readonly topic: Topic;
  readonly document: PolicyDocument;
}

/** The verdict on the topic of a subscription, if its policy can be read. `absent`: what to say where there is none. */
export function withTopic(
  { topicArn }: EventSubscription,
  topics: (arn: string) => Lookup<Topic | null>,
  absent: (arn: string) => Verdict,
  judge: (read: ReadTopic) => Verdict,
): Verdict {
  if (topicArn === null) return notReported('dms:DescribeEventSubscriptions', 'SnsTopicArn');
  return given(topics(topicArn), (topic) => {
    if (topic === null) return absent(topicArn);
    const { document, problems } = parsed(topic.policy);
    if (document !== null) return judge({ topic, document });
    const [{ path, message } = { path: '', message: 'no reason given' }] = problems;
    return unknown(
      `the policy of its topic cannot be read: ${[path, message].join(' ').trimStart()}`,
      'a topic policy that SNS accepts',
    );
  });
}

/**
 * A topic's policy as it is asked. Organisations have no word on topics: SNS is not among the services that take
 * resource control policies, and no service control policy bears on a service. (Organizations User Guide,
 * orgs_manage_policies_rcps, "List of AWS services that support RCPs")
 */
export const topicPolicy = ({ topic: { arn }, document }: ReadTopic): GuardedPolicy => ({
  kind: 'resource',
  document,
  account: accountOf(arn),
  resource: arn,
  guardrails: noGuardrails,
});
