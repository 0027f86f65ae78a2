import type { ConfigResource } from '../model/config-report.ts';
import { Refusal } from '../model/refusal.ts';

/** A recorded resource, as far as it says which one to look at. */
export interface ConfigItem extends ConfigResource {
  /** The account that the resource is in. */
  readonly account: string;
  readonly name: string | null;
  readonly arn: string | null;
  /** `global` for IAM. */
  readonly region: string;
  readonly isDeleted: boolean;
}

/** Why AWS Config invoked the function, and when that came about. */
type Trigger =
  | { readonly kind: 'changed'; readonly at: string; readonly item: ConfigItem }
  | { readonly kind: 'schedule'; readonly at: string };

/** An event of AWS Config (Developer Guide, *Example events for AWS Config rules*), checked. */
export interface ConfigEvent {
  /** The account that owns the rule. */
  readonly account: string;
  readonly configRule: string;
  readonly resultToken: string;
  /** The resource is no longer one that the rule is meant for. */
  readonly leftScope: boolean;
  /** JSON text; null: the rule has none. */
  readonly parameters: string | null;
  readonly trigger: Trigger;
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws Refusal if it is no event that a rule can be judged for. */
export function parseConfigEvent(event: unknown): ConfigEvent {
  const fields = isFields(event) ? event : {};
  const { ruleParameters, eventLeftScope } = fields;
  return {
    account: text(fields, 'accountId', theEvent),
    configRule: text(fields, 'configRuleName', theEvent),
    resultToken: text(fields, 'resultToken', theEvent),
    leftScope: eventLeftScope === true,
    parameters: typeof ruleParameters === 'string' ? ruleParameters : null,
    trigger: parseTrigger(parseInvokingEvent(text(fields, 'invokingEvent', theEvent))),
  };
}

const theEvent = 'the event';
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function parseInvokingEvent(json: string): Fields {
  try {
    const value: unknown = JSON.parse(json);
    if (isFields(value)) return value;
  } catch {
    // Told below: what JSON.parse says quotes the text, and the text is not ours to log.
  }
  throw new Refusal('invokingEvent of the event is no JSON object; let AWS Config invoke this function');
}

function parseTrigger(invoking: Fields): Trigger {
  const { messageType } = invoking;
  switch (messageType) {
    case 'ConfigurationItemChangeNotification':
      return changed(invoking, 'configurationItem');
    // The summary of an item too large to send names it all the same (awslabs/aws-config-rdk #186).
    case 'OversizedConfigurationItemChangeNotification':
      return changed(invoking, 'configurationItemSummary');
    case 'ScheduledNotification':
      return { kind: 'schedule', at: time(invoking, 'notificationCreationTime', 'invokingEvent') };
    default:
      throw new Refusal(
        `nothing can be judged for a message of type ${quoted(messageType)}; give the rule the triggers ConfigurationItemChangeNotification and OversizedConfigurationItemChangeNotification, or ScheduledNotification`,
      );
  }
}

/** The item comes as events hold it, or as GetResourceConfigHistory gives it, which calls some fields otherwise. */
function changed(invoking: Fields, key: string): Trigger {
  const item = invoking[key];
  if (!isFields(item))
    throw new Refusal(`invokingEvent of the event has no ${key}; let AWS Config invoke this function`);
  const status = text(item, 'configurationItemStatus', key);
  return {
    kind: 'changed',
    at: time(item, 'configurationItemCaptureTime', key),
    item: {
      type: text(item, 'resourceType', key),
      id: text(item, 'resourceId', key),
      account: optional(item['accountId']) ?? text(item, 'awsAccountId', key),
      name: optional(item['resourceName']),
      arn: optional(item['ARN']) ?? optional(item['arn']),
      region: regionName(text(item, 'awsRegion', key), key),
      isDeleted: ['ResourceDeleted', 'ResourceDeletedNotRecorded'].includes(status),
    },
  };
}

function text(fields: Fields, name: string, of: string): string {
  const value = optional(fields[name]);
  if (value === null) throw new Refusal(`${of} has no ${name}; let AWS Config invoke this function`);
  return value;
}

const optional = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** Times are ISO 8601 in events, and seconds since 1970 where the API answers in JSON. */
function time(fields: Fields, name: string, of: string): string {
  const seconds = fields[name];
  const value = new Date(typeof seconds === 'number' ? seconds * 1000 : text(fields, name, of));
  if (Number.isNaN(value.getTime()))
    throw new Refusal(`${name} of ${of} is no time; let AWS Config invoke this function`);
  return value.toISOString();
}

/** The SDK makes a host name of it. */
function regionName(name: string, of: string): string {
  if (/^[a-z\d]{1,20}(-[a-z\d]{1,20}){0,3}$/.test(name)) return name;
  throw new Refusal(`awsRegion of ${of} is no Region: ${quoted(name)}; let AWS Config invoke this function`);
}

/** A value from outside in a message: as JSON, and not more of it than tells what it is. */
export function quoted(value: unknown): string {
  const json = JSON.stringify(value ?? null);
  return json.length > 80 ? `${json.slice(0, 79).replace(/\p{Cs}/gu, '')}…` : json;
}
