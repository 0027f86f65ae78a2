import type { BasicSelector, EventSelection, FieldSelector } from '../../model/trails.ts';
import { type KeyEvent, keyEvents, kmsSource } from './key-events.ts';

/** Whether the use of keys is recorded. */
export type Recording =
  | { readonly recorded: 'all' }
  | { readonly recorded: 'not-all'; readonly missing: readonly string[] }
  /** It hangs on fields that events of one kind differ in. */
  | { readonly recorded: 'undecided'; readonly on: readonly string[] };

/** null: it hangs on what is not known. */
type Truth = boolean | null;

/** "If the event matches any event selector, the trail processes and logs the event." (CloudTrail API, EventSelector) */
export function recordingOf({ basic, advanced }: EventSelection): Recording {
  const answers = keyEvents.map((event) => ({
    event,
    isRecorded: anyOf([
      ...basic.map((selector) => takesBasic(selector, event)),
      ...advanced.map((fields) => allOf(fields.map((field) => fits(field, event)))),
    ]),
  }));
  const missing = answers.filter(({ isRecorded }) => isRecorded === false);
  if (missing.length > 0) return { recorded: 'not-all', missing: missing.map(({ event }) => event.name) };
  if (answers.every(({ isRecorded }) => isRecorded === true)) return { recorded: 'all' };
  const open = advanced.flatMap((fields) => fields.map(({ field }) => field).filter(isOpen));
  return { recorded: 'undecided', on: [...new Set(open)] };
}

const anyOf = (all: readonly Truth[]): Truth =>
  all.includes(true) ? true : all.includes(null) ? null : false;
const allOf = (all: readonly Truth[]): Truth =>
  all.includes(false) ? false : all.includes(null) ? null : true;

function takesBasic(selector: BasicSelector, { readOnly }: KeyEvent): boolean {
  const { readWriteType, includesManagementEvents, excludedSources } = selector;
  return (
    includesManagementEvents &&
    !excludedSources.includes(kmsSource) &&
    ['All', readOnly ? 'ReadOnly' : 'WriteOnly'].includes(readWriteType)
  );
}

/** What a field says in every event of one kind; a field that is not here differs between them. */
const valueOf: Readonly<Record<string, (event: KeyEvent) => string>> = {
  eventCategory: () => 'Management',
  eventSource: () => kmsSource,
  eventType: () => 'AwsApiCall',
  eventName: ({ name }) => name,
  readOnly: ({ readOnly }) => String(readOnly),
};
const isOpen = (field: string): boolean => !Object.hasOwn(valueOf, field);

/**
 * Conditions that select are alternatives, one of those that deselect is enough to leave an event out, and both
 * groups must agree. (CloudTrail User Guide, *Filtering data events by using advanced event selectors*)
 */
function fits(selector: FieldSelector, event: KeyEvent): Truth {
  const value = isOpen(selector.field) ? undefined : valueOf[selector.field]?.(event);
  if (value === undefined) return null;
  const { equals, startsWith, endsWith, notEquals, notStartsWith, notEndsWith } = selector;
  const selects = [...equals, ...startsWith, ...endsWith].length > 0;
  const isSelected =
    equals.includes(value) ||
    startsWith.some((start) => value.startsWith(start)) ||
    endsWith.some((end) => value.endsWith(end));
  const isDeselected =
    notEquals.includes(value) ||
    notStartsWith.some((start) => value.startsWith(start)) ||
    notEndsWith.some((end) => value.endsWith(end));
  return (!selects || isSelected) && !isDeselected;
}
