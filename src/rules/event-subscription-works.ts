import { judgeDelivery, judgePublishing } from '../analysis/events/publishing.ts';
import { together } from '../analysis/keys/judged-key.ts';
import { organizationIn } from '../analysis/roles/trust-terms.ts';
import { defineRule } from '../model/define-rule.ts';

export const eventSubscriptionWorks = defineRule({
  id: 'event-subscription-works',
  title: 'Event subscriptions reach their topics',
  judgement:
    'The subscription must be enabled and in order, its topic must exist, and the topic’s policy and key must let DMS publish.',
  severity: 'LOW',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R58'],
  controls: [],
  rationale:
    'A subscription that is off, whose topic is gone or whose topic or key refuses DMS looks like a watch on the migration and tells nobody anything.',
  remediation:
    'Enable the subscription; let dms.amazonaws.com call sns:Publish in the policy of its topic for the subscription’s ARN; encrypt the topic with a customer managed key whose policy lets dms.amazonaws.com call kms:GenerateDataKey* and kms:Decrypt, or with none.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Events.html',
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_EventSubscription.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
  ],
  judges: ['eventSubscriptions'],
  needs: ['topics', 'keys', 'keyPolicies', 'keyGrants', 'organization', 'organizationPolicies'],

  judge(subscription, { account, partition, region, regions, facts, settings }) {
    const organization = organizationIn(facts.organization);
    const publisher = { account, partition, regions, organization, subscriptionArn: subscription.arn };
    return together([
      judgeDelivery(subscription),
      judgePublishing(subscription, { publisher, region, facts, settings }),
    ]);
  },
});
