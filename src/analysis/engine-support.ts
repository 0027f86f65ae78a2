import { isAtLeast } from './engine-version.ts';

/**
 * The days on which AWS ends the support of engine versions, "the date when DMS automatically updates instances of
 * that version", oldest version first; null where it has set none. (DMS User Guide, *AWS DMS release notes*)
 */
const endOfSupport: Readonly<Record<string, string | null>> = {
  '3.4.6': '2024-10-31',
  '3.4.7': '2024-10-31',
  '3.5.1': '2025-03-15',
  '3.5.2': '2025-04-29',
  '3.5.3': '2026-06-30',
  '3.5.4': '2027-03-31',
  '3.6.0': '2026-07-27',
  '3.6.1': null,
};
const oldest = { version: '3.4.6', on: '2024-10-31' } as const;

/** The newest of them, of which no end is set. */
export const newestVersion = '3.6.1';

/** The day on which these dates were read. AWS has moved some of them, each time to a later day. */
export const datesReadOn = '2026-11-22';

/** Our choice: after a year, that no end had been set says nothing any more. */
const daysOfTrust = 365;

export type EngineSupport =
  /** `dated` is the version that AWS dates: this one, or the oldest that it lists where this one is older still. */
  | { readonly kind: 'ended' | 'ending'; readonly on: string; readonly dated: string }
  | { readonly kind: 'no end set' }
  | { readonly kind: 'not known' };

/** What AWS says of the support of a DMS engine version at a moment (ISO 8601, UTC). */
export function supportOf(version: string, at: string): EngineSupport {
  const day = at.slice(0, 10);
  const on = Object.hasOwn(endOfSupport, version) ? endOfSupport[version] : undefined;
  if (typeof on === 'string') return { kind: day > on ? 'ended' : 'ending', on, dated: version };
  if (on === null) {
    const daysSince = (Date.parse(day) - Date.parse(datesReadOn)) / 86_400_000;
    return { kind: daysSince > daysOfTrust ? 'not known' : 'no end set' };
  }
  // Versions end one after the other in each line but not across them (3.6.0 before 3.5.4), so only what came
  // before all that AWS lists is sure to have ended with the oldest of these.
  const isOlder = isAtLeast(version, oldest.version) === false;
  return isOlder && day > oldest.on
    ? { kind: 'ended', on: oldest.on, dated: oldest.version }
    : { kind: 'not known' };
}
