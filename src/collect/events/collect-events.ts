import type { FactName } from '../../model/facts.ts';
import { cutShort, isKnownEmpty, nothingToJudge } from '../../model/lookup.ts';
import { type Listings, networkNotCollected, type RegionFacts } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import type { Track } from '../progress.ts';
import { readTopics } from '../sns/topics.ts';
import { readEventRules } from './event-rules.ts';

interface EventSource {
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  readonly region: string;
  readonly track: Track;
}

/**
 * Where events of a Region go, as far as it is wanted: the topics of its subscriptions, and the rules for them. Rules
 * are read where there is an instance or a task whose events they could be for.
 */
export async function collectEvents(
  { eventSubscriptions, instances, tasks }: Listings,
  { facts, ...source }: EventSource,
): Promise<Pick<RegionFacts, 'topics' | 'eventRules'>> {
  const wanted = [instances, tasks].every(isKnownEmpty)
    ? () => cutShort([], nothingToJudge('events:ListRules'))
    : () => readEventRules(source);
  const [topics, eventRules] = await Promise.all([
    facts.has('topics') ? readTopics(eventSubscriptions.items, source) : {},
    facts.has('eventRules') ? wanted() : networkNotCollected.eventRules,
  ]);
  return { topics, eventRules };
}
