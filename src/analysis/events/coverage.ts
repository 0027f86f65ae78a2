import type { Facts } from '../../model/account-view.ts';
import type { Unread } from '../../model/lookup.ts';
import type { EventSubscription } from '../../model/resources.ts';
import type { EventRule } from '../../model/topics.ts';
import { isAtLeast } from '../engine-version.ts';
import { matchesPattern } from './event-pattern.ts';
import { eventBridgeFrom, failureOf, sourceTypeOf, type Watched } from './failure-event.ts';
import { deliveryOf } from './subscription-status.ts';

/** What something does about the failures of an instance or task, read after its name. */
export type Coverage =
  | { readonly tells: 'yes' }
  | { readonly tells: 'no'; readonly because: string }
  | { readonly tells: 'unread'; readonly unread: Unread }
  | { readonly tells: 'maybe'; readonly because: string; readonly settledBy: string };

const no = (because: string): Coverage => ({ tells: 'no', because });
const maybe = (because: string, settledBy: string): Coverage => ({ tells: 'maybe', because, settledBy });

/** Whether an event subscription tells of the failures of an instance or task. (DMS API, CreateEventSubscription) */
export function subscriptionCovers(subscription: EventSubscription, watched: Watched): Coverage {
  const { sourceType, sourceIds, categories } = subscription;
  const type = sourceTypeOf[watched.type];
  if (sourceType !== null && sourceType !== type) return no(`is about sources of type ${sourceType}`);
  if (categories.length > 0 && !categories.includes('failure'))
    return no(`is about ${categories.join(', ')}`);
  if (sourceIds.length > 0 && !names(sourceIds, watched)) return no(`is about ${sourceIds.join(', ')}`);
  const delivery = deliveryOf(subscription);
  if (delivery.delivers === 'yes') return { tells: 'yes' };
  if (delivery.delivers === 'no') return no(delivery.because);
  return maybe(delivery.because, delivery.settledBy);
}

/** DMS keeps identifiers in lower case; an ARN or its last part is not written by anyone else. */
function names(sourceIds: readonly string[], { id, arn }: Watched): boolean {
  const own = [id, arn, arn.split(':').at(-1) ?? arn].map((each) => each.toLowerCase());
  return sourceIds.some((each) => own.includes(each.toLowerCase()));
}

/** EventBridge API, Rule. */
const enabledStates: readonly string[] = ['ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];

/** Where something is watched, and what is known there. */
export interface WatchedIn {
  readonly account: string;
  readonly region: string;
  readonly instances: Facts['instances'];
}

/** Whether an EventBridge rule hands the failures of an instance or task to something. */
export function ruleCovers(rule: EventRule, watched: Watched, place: WatchedIn): Coverage {
  const { state, pattern, targets } = rule;
  if (state === 'DISABLED') return no('is disabled');
  const match = matchesPattern(pattern, failureOf(watched, place));
  if (match === 'no') return no('matches none of its failures');
  if (targets.known && targets.value === 0) return no('has no target');
  const sends = sendsToEventBridge(watched, place);
  if (sends.tells === 'no') return sends;
  if (match === 'maybe')
    return maybe(
      'asks for what AWS does not say of the event, so that nobody can tell whether it matches',
      'a pattern that asks for source, detail-type, resources and detail.category alone',
    );
  if (state === null || !enabledStates.includes(state))
    return maybe(`is in state ${String(state)}`, 'a rule in the state ENABLED');
  return targets.known ? sends : { tells: 'unread', unread: targets.unread };
}

/** Older engines send events to subscriptions alone. */
function sendsToEventBridge(watched: Watched, { instances }: WatchedIn): Coverage {
  const version =
    watched.type === 'AWS::DMS::ReplicationInstance' ? watched.engineVersion : engineOf(watched.instanceArn);
  const sends = version === null ? null : isAtLeast(version, eventBridgeFrom);
  if (sends === true) return { tells: 'yes' };
  return sends === false
    ? no(`gets no event from engine ${String(version)}, which is older than ${eventBridgeFrom}`)
    : maybe(
        `gets events from engine ${eventBridgeFrom} on, and the engine version is not known`,
        'an answer of dms:DescribeReplicationInstances that holds EngineVersion',
      );

  function engineOf(instanceArn: string | null): string | null {
    return instances.items.find(({ arn }) => arn === instanceArn)?.engineVersion ?? null;
  }
}
