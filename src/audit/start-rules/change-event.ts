import { factsTouchedBy } from '../../model/changed-facts.ts';
import type { FactName } from '../../model/facts.ts';
import { Refusal } from '../../model/refusal.ts';
import { quoted } from '../config-event.ts';
import { type Fields, fieldsOf, parseBody, type QueueRecord, regionName, text, time } from './records.ts';

/** Something in the account changed. */
export interface Changed {
  readonly region: string;
  /** When, or when the queue heard of it if that was earlier: clocks differ. ISO 8601, UTC. */
  readonly at: string;
  readonly facts: ReadonlySet<FactName>;
}

/**
 * Reads an event of EventBridge: *Config Configuration Item Change* or *AWS API Call via CloudTrail*. It keeps account
 * and Region where it was forwarded from one Region to another (EventBridge User Guide, *Events across Regions*).
 *
 * @throws Refusal if it is neither, or is another account's.
 */
export function parseChange({ body, sentAt }: QueueRecord, account: string): Changed {
  const { 'detail-type': type, account: from, region: where, time: when, detail } = parseBody(body);
  if (from !== account)
    throw new Refusal(`it is of another account than this function's, ${account}: ${quoted(from)}`);
  const region = regionName(where);
  const at = time(when);
  if (region === null || at === null) throw new Refusal('it has no region or no time');
  return {
    region,
    at: Date.parse(at) < Date.parse(sentAt) ? at : sentAt,
    facts: touchedBy(type, fieldsOf(detail)),
  };
}

function touchedBy(type: unknown, detail: Fields): ReadonlySet<FactName> {
  switch (type) {
    case 'Config Configuration Item Change': {
      const { configurationItem, configurationItemSummary } = detail;
      // An item too large to send comes as a summary.
      const resource = text(fieldsOf(configurationItem ?? configurationItemSummary)['resourceType']);
      if (resource === null) throw new Refusal('it has no item of AWS Config');
      return factsTouchedBy({ kind: 'recorded', type: resource });
    }
    case 'AWS API Call via CloudTrail': {
      const { eventSource, eventName, errorCode } = detail;
      const [source, operation] = [text(eventSource), text(eventName)];
      if (source === null || operation === null) throw new Refusal('it has no call in it');
      // What was refused has changed nothing.
      return text(errorCode) === null
        ? factsTouchedBy({ kind: 'called', source, operation })
        : new Set<FactName>();
    }
    default:
      throw new Refusal(`it is no event of a change, but ${quoted(type)}`);
  }
}
