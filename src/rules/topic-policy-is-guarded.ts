import { describeRequest } from '../analysis/callers/describe.ts';
import { requestWitness } from '../analysis/callers/tried.ts';
import { withTopic } from '../analysis/events/topic.ts';
import { judgeTopic } from '../analysis/events/topic-guard.ts';
import { organizationIn, trustedIn } from '../analysis/roles/trust-terms.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notApplicable, unknown } from '../model/verdict.ts';

export const topicPolicyIsGuarded = defineRule({
  id: 'topic-policy-is-guarded',
  title: 'DMS publishes to a topic for this account’s own event subscriptions only',
  judgement:
    'Decided over every request: the topic’s policy may let DMS publish on behalf of this account alone.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R58'],
  controls: [],
  rationale:
    'DMS works for every AWS customer. A topic that lets DMS publish without saying for whom lets a stranger make DMS send events of the stranger’s choosing to those who read it, and what acts on them (the confused deputy).',
  remediation:
    'Add to the statement of the topic policy that lets DMS publish: StringEquals aws:SourceAccount with this account’s id, and ArnLike aws:SourceArn with the ARN of the event subscription (arn:aws:dms:REGION:ACCOUNT:es:NAME). StringEquals takes no wildcard.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Events.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html',
  ],
  judges: ['eventSubscriptions'],
  needs: ['topics', 'organization'],

  judge(subscription, { account, partition, region, regions, facts, settings }) {
    const absent = () => notApplicable('its topic does not exist');
    return withTopic(
      subscription,
      (arn) => facts.topics(region, arn),
      absent,
      (read) => {
        const answer = judgeTopic(read, {
          account,
          partition,
          regions,
          organization: organizationIn(facts.organization),
          ...trustedIn(settings),
          knownArns: [subscription.arn],
        });
        switch (answer.answer) {
          case 'no-dms-principal':
            return notApplicable('the policy of its topic lets no DMS service principal in');
          case 'guarded':
            return compliant('the policy of its topic lets DMS publish for trusted accounts only');
          case 'open': {
            const { witness } = answer;
            return nonCompliant(
              `${describeRequest(witness)} may publish to its topic`,
              requestWitness(read.topic.policy, witness),
            );
          }
          case 'undecided':
            return unknown(answer.because, 'a literal account id as the value of aws:SourceAccount');
        }
      },
    );
  },
});
