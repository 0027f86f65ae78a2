import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { BasicSelector, EventSelection, FieldSelector } from '../../model/trails.ts';
import { MalformedAnswer, objects, required, texts } from '../fields.ts';
import { toldFlag } from './told-flag.ts';

/** What GetEventSelectors and GetEventDataStore tell alike. */
interface RawSelection {
  readonly EventSelectors?: EventSelector[] | undefined;
  readonly AdvancedEventSelectors?: AdvancedEventSelector[] | undefined;
}

/** One of both kinds is always there: "trails created without specific event selectors" are told with the default one. */
export function toSelection({ EventSelectors, AdvancedEventSelectors }: RawSelection): EventSelection {
  const basic = objects(EventSelectors).map(toBasic);
  const advanced = objects(AdvancedEventSelectors).map(toAdvanced);
  if (basic.length + advanced.length === 0) throw new MalformedAnswer('an answer without event selectors');
  return { basic, advanced };
}

/** CloudTrail API, EventSelector; data events, which name people's buckets and tables, stay behind. */
const toBasic = (raw: EventSelector): BasicSelector => ({
  readWriteType: required(raw.ReadWriteType, 'ReadWriteType'),
  includesManagementEvents: toldFlag(raw.IncludeManagementEvents, 'IncludeManagementEvents'),
  excludedSources: texts(raw.ExcludeManagementEventSources),
});

/** "FieldSelectors" is always there, with one field at least: none would select all events. */
function toAdvanced({ FieldSelectors }: AdvancedEventSelector): readonly FieldSelector[] {
  const fields = objects(FieldSelectors).map(toFieldSelector);
  if (fields.length === 0) throw new MalformedAnswer('an advanced event selector without FieldSelectors');
  return fields;
}

function toFieldSelector(raw: AdvancedFieldSelector): FieldSelector {
  const asked = {
    equals: texts(raw.Equals),
    startsWith: texts(raw.StartsWith),
    endsWith: texts(raw.EndsWith),
    notEquals: texts(raw.NotEquals),
    notStartsWith: texts(raw.NotStartsWith),
    notEndsWith: texts(raw.NotEndsWith),
  };
  // A field of which nothing is asked would select all events too: it is an operator that is not known here.
  if (Object.values(asked).every((values) => values.length === 0))
    throw new MalformedAnswer('a field selector without an operator');
  return { field: required(raw.Field, 'Field'), ...asked };
}
