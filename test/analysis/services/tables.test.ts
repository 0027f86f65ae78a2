import { expect, it } from 'vitest';
import { serviceTables } from '../../../src/analysis/services/tables.ts';

const actionsOf = (service: string) => Object.entries(serviceTables.services[service]?.actions ?? {});

// Service Authorization Reference, list_databasemigrationservice and list_kms, as of the tables' date.
it.each([
  ['dms', 125, 40, 13],
  ['kms', 56, 11, 2],
])(
  '%s has %i actions, %i of which take no resource, and %i resource types',
  (service, all, without, types) => {
    const actions = actionsOf(service);
    expect(actions).toHaveLength(all);
    expect(actions.filter(([, { resources }]) => resources.length === 0)).toHaveLength(without);
    expect(Object.keys(serviceTables.services[service]?.resources ?? {})).toHaveLength(types);
  },
);

it('levels of the DMS actions', () => {
  const levels = actionsOf('dms').map(([, { level }]) => level);
  expect(
    Object.fromEntries(
      [...new Set(levels)].sort().map((one) => [one, levels.filter((level) => level === one).length]),
    ),
  ).toEqual({ Read: 51, Tagging: 2, Write: 72 });
});

it('the KMS actions that manage permissions', () => {
  const names = actionsOf('kms').flatMap(([name, { level }]) =>
    level === 'Permissions management' ? [name] : [],
  );
  expect(names.sort()).toEqual(['CreateGrant', 'PutKeyPolicy', 'RetireGrant', 'RevokeGrant']);
});

it('has the day of its data', () => {
  expect(serviceTables.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

it('holds no service and no action that only every object has', () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(serviceTables.services[name]).toBeUndefined();
    expect(serviceTables.services['dms']?.actions[name]).toBeUndefined();
    expect(serviceTables.globalKeys[name]).toBeUndefined();
  }
});

it('gives one type to each condition key, whichever service lists it', () => {
  const types = new Map(Object.entries(serviceTables.globalKeys));
  for (const { keys } of Object.values(serviceTables.services)) {
    for (const [key, type] of Object.entries(keys)) {
      expect(types.get(key) ?? type, key).toBe(type);
      types.set(key, type);
    }
  }
});
