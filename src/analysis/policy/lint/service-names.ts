import { charactersOf, tokenize, tokensMatch } from '../glob.ts';
import { nearest } from '../nearest.ts';
import type { ServiceTables } from '../service-tables.ts';

interface Key {
  /** In lower case; up to the variable part, which is open. */
  readonly start: string;
  readonly isOpen: boolean;
  readonly written: string;
  readonly type: string;
}

interface Service {
  readonly actions: readonly { readonly written: string; readonly characters: readonly string[] }[];
  readonly keys: readonly Key[];
}

/** The names of actions and condition keys, ready to be looked up in any case. */
export interface ServiceNames {
  /** Null when the tables do not know the service, else whether the pattern matches one of its actions. */
  readonly matchesAction: (prefix: string, pattern: string) => boolean | null;
  readonly nearestAction: (prefix: string, name: string) => string | null;
  /** The type of a key, undefined when there is no such key, null when the tables do not know the service. */
  readonly keyType: (key: string) => string | null | undefined;
  readonly nearestKey: (key: string) => string | null;
}

const MADE = new WeakMap<ServiceTables, ServiceNames>();

/** Made once for the same tables, as the services may be decoded only when first asked for. */
export function namesIn(tables: ServiceTables): ServiceNames {
  const names = MADE.get(tables) ?? readNames(tables);
  MADE.set(tables, names);
  return names;
}

function readNames(tables: ServiceTables): ServiceNames {
  const services = new Map<string, Service | null>();
  let globals: readonly Key[] | null = null;
  const globalKeys = (): readonly Key[] => (globals ??= globalKeysOf(tables));
  const serviceOf = (prefix: string): Service | null => {
    const name = prefix.toLowerCase();
    const known = services.get(name) ?? readService(tables, name);
    services.set(name, known);
    return known;
  };
  const keysFor = (key: string): readonly Key[] | null => {
    const prefix = key.slice(0, key.indexOf(':')).toLowerCase();
    return prefix === 'aws' ? globalKeys() : (serviceOf(prefix)?.keys ?? null);
  };
  return {
    matchesAction: (prefix, pattern) => {
      const service = serviceOf(prefix);
      if (service === null) return null;
      const tokens = tokenize([{ text: pattern.toLowerCase(), literal: false }]);
      return service.actions.some(({ characters }) => tokensMatch(tokens, characters));
    },
    nearestAction: (prefix, name) =>
      nearest(name, serviceOf(prefix)?.actions.map(({ written }) => written) ?? []),
    keyType: (key) => {
      const keys = keysFor(key);
      return keys && keys.find((known) => isKey(key.toLowerCase(), known))?.type;
    },
    nearestKey: (key) => {
      const ending = key.slice(key.indexOf(':')).toLowerCase();
      const asGlobal = globalKeys().find((known) => isKey(`aws${ending}`, known));
      return asGlobal?.written ?? nearest(key, keysFor(key)?.map(({ written }) => written) ?? []);
    },
  };
}

/** The tables of the services name some `aws:` keys, those of tags among them. */
function globalKeysOf({ globalKeys, services }: ServiceTables): readonly Key[] {
  const shared = Object.values(services).flatMap(({ keys }) => keysOf(keys));
  return [...keysOf(globalKeys), ...shared.filter(({ start }) => start.startsWith('aws:'))];
}

function readService(tables: ServiceTables, prefix: string): Service | null {
  const table = Object.hasOwn(tables.services, prefix) ? tables.services[prefix] : undefined;
  if (table === undefined) return null;
  const actions = Object.keys(table.actions).map((written) => ({
    written,
    characters: charactersOf(written.toLowerCase()),
  }));
  return { actions, keys: keysOf(table.keys) };
}

function keysOf(types: Readonly<Record<string, string>>): readonly Key[] {
  return Object.entries(types).map(([written, type]) => {
    const variable = written.indexOf('${');
    const start = (variable < 0 ? written : written.slice(0, variable)).toLowerCase();
    return { start, isOpen: variable >= 0, written, type };
  });
}

/** `aws:ResourceTag/${TagKey}` stands for any key that goes on after the slash. */
function isKey(key: string, { start, isOpen }: Key): boolean {
  return isOpen ? key.length > start.length && key.startsWith(start) : key === start;
}
