import type { EventSubscription as Raw } from '@aws-sdk/client-database-migration-service';
import type { EventSubscription } from '../../model/resources.ts';
import { required, text } from '../fields.ts';
import { references } from '../references.ts';
import { dmsArn, type Where } from './where.ts';

/** DMS API, EventSubscription, which has no ARN in the answer. */
export function toEventSubscription(raw: Raw, where: Where): EventSubscription {
  const id = required(raw.CustSubscriptionId, 'CustSubscriptionId');
  return {
    type: 'AWS::DMS::EventSubscription',
    id,
    arn: dmsArn(where, 'es', id),
    ...references(raw),
    topicArn: text(raw.SnsTopicArn),
  };
}
