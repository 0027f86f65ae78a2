import type { FindingStore } from '../../src/audit/finding-writes.ts';
import { placeKey } from '../../src/audit/listed.ts';
import type { Place, StoredFinding } from '../../src/model/known-finding.ts';

/** A finding store that lives as long as the test, with the same conditions as the table's. */
export function memoryFindingStore(): FindingStore & { readonly all: () => readonly StoredFinding[] } {
  const findings = new Map<string, StoredFinding>();
  const places = new Map<string, { owner: string | null; until: string; judgedAt: string | null }>();
  const inPlace = (place: Place): readonly StoredFinding[] =>
    [...findings.values()].filter(
      ({ rule, resource }) => placeKey({ ...resource, rule }) === placeKey(place),
    );
  return {
    all: () => [...findings.values()],
    enter: (place, { owner, now, until }) => {
      const held = places.get(placeKey(place)) ?? { owner: null, until: '', judgedAt: null };
      const isFree = held.owner === null || held.owner === owner || held.until <= now;
      if (isFree) places.set(placeKey(place), { ...held, owner, until });
      return Promise.resolve(isFree ? held : null);
    },
    leave: (place, owner, judgedAt) => {
      const held = places.get(placeKey(place));
      if (held?.owner !== owner) return Promise.resolve(false);
      places.set(placeKey(place), { owner: null, until: '', judgedAt: judgedAt ?? held.judgedAt });
      return Promise.resolve(true);
    },
    findingsIn: (place) => Promise.resolve(inPlace(place)),
    finding: (place, id) => Promise.resolve(inPlace(place).find((finding) => finding.id === id) ?? null),
    write: (finding) => {
      if ((findings.get(finding.id)?.version ?? 0) !== finding.version - 1) return Promise.resolve(false);
      findings.set(finding.id, finding);
      return Promise.resolve(true);
    },
  };
}

/** The same store, where something happens before and after each call, such as a crash. */
export function tampered(
  store: FindingStore,
  around: <T>(name: string, call: () => Promise<T>) => Promise<T>,
): FindingStore {
  return {
    enter: (...args) => around('enter', () => store.enter(...args)),
    leave: (...args) => around('leave', () => store.leave(...args)),
    findingsIn: (...args) => around('findingsIn', () => store.findingsIn(...args)),
    finding: (...args) => around('finding', () => store.finding(...args)),
    write: (...args) => around('write', () => store.write(...args)),
  };
}
