import type { Rule } from '@aws-sdk/client-eventbridge';
import { known, type Listing, type Lookup, notCollected, unread } from '../../model/lookup.ts';
import type { EventRule } from '../../model/topics.ts';
import type { Clients } from '../clients.ts';
import { field, isObject, parseJson, required, text } from '../fields.ts';
import { pageThrough, whole } from '../page-through.ts';
import type { Track } from '../progress.ts';

interface EventSource {
  readonly clients: Clients;
  readonly region: string;
  readonly track: Track;
}

const call = 'events:ListRules';
const targetsCall = 'events:ListTargetsByRule';

/**
 * The rules of the default event bus whose pattern may match events of DMS, and how many targets each has. Other
 * rules are not DMS's and stay behind.
 */
export async function readEventRules({ clients, region, track }: EventSource): Promise<Listing<EventRule>> {
  const events = await clients.events(region);
  const rules = await track(
    region,
    call,
    pageThrough(clients.limit, {
      question: { call, resource: null },
      page: (marker) => events.rules(marker),
      map: toRule,
    }),
  );
  const items = await Promise.all(
    rules.items
      .filter(({ pattern }) => mayMatchDms(pattern))
      .map(async (rule) => ({ ...rule, targets: await track(region, targetsCall, countTargets(rule)) })),
  );
  return { ...rules, items };

  async function countTargets({ name }: EventRule): Promise<Lookup<number>> {
    const targets = whole(
      await pageThrough(clients.limit, {
        question: { call: targetsCall, resource: name },
        page: (marker) => events.targetsOf(name, marker),
        map: ({ Arn }) => required(Arn, 'Arn'),
      }),
    );
    return targets.known ? known(targets.value.length) : targets;
  }
}

/** EventBridge API, Rule. One that runs on a schedule has no pattern. */
const toRule = (raw: Rule): EventRule => {
  const name = required(raw.Name, 'Name');
  return {
    name,
    arn: required(raw.Arn, 'Arn'),
    state: text(raw.State),
    pattern: text(raw.EventPattern) ?? '',
    targets: unread(notCollected(targetsCall, name)),
  };
};

/** All but what is plainly about other sources: a pattern that says nothing of the source matches DMS too. */
function mayMatchDms(pattern: string): boolean {
  if (pattern === '') return false;
  const source = field(parseJson(pattern), 'source');
  return !Array.isArray(source) || source.some((each) => each === 'aws.dms' || isObject(each));
}
