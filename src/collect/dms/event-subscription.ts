import type { EventSubscription as Raw } from '@aws-sdk/client-database-migration-service';
import type { EventSubscription } from '../../model/resources.ts';
import { flag, MalformedAnswer, required, text, texts, word } from '../fields.ts';
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
    enabled: flag(raw.Enabled),
    status: word(raw.Status),
    sourceType: word(raw.SourceType),
    sourceIds: allOrThese(raw.SourceIdsList, 'SourceIdsList'),
    categories: allOrThese(raw.EventCategoriesList, 'EventCategoriesList').map((category) =>
      category.toLowerCase(),
    ),
  };
}

/** An absent list means all of them, so one that is there must be read in full. */
function allOrThese(value: unknown, name: string): readonly string[] {
  const found = texts(value);
  if (value !== undefined && value !== null && (!Array.isArray(value) || value.length !== found.length))
    throw new MalformedAnswer(`an answer whose ${name} is no list of texts`);
  return found;
}
