import { describe, expect, it } from 'vitest';
import { offersSecret } from '../../../src/analysis/transport/secret-support.ts';
import { type EngineSettingsName, engineSettingFields } from '../../../src/model/engine-settings.ts';

/** The settings of each engine that takes a secret (DMS API, Endpoint). */
const settingsOf: Readonly<Record<string, EngineSettingsName>> = {
  aurora: 'MySQLSettings',
  'aurora-postgresql': 'PostgreSQLSettings',
  'aurora-postgresql-serverless': 'PostgreSQLSettings',
  'aurora-serverless': 'MySQLSettings',
  'azure-sql-managed-instance': 'MicrosoftSQLServerSettings',
  azuredb: 'MicrosoftSQLServerSettings',
  db2: 'IBMDb2Settings',
  docdb: 'DocDbSettings',
  'gcp-mysql': 'GcpMySQLSettings',
  mariadb: 'MySQLSettings',
  mongodb: 'MongoDbSettings',
  mysql: 'MySQLSettings',
  oracle: 'OracleSettings',
  postgres: 'PostgreSQLSettings',
  redshift: 'RedshiftSettings',
  'redshift-serverless': 'RedshiftSettings',
  sqlserver: 'MicrosoftSQLServerSettings',
  sybase: 'SybaseSettings',
};
const groups = Object.keys(engineSettingFields) as readonly EngineSettingsName[];
const namesSecret = (group: EngineSettingsName): boolean =>
  engineSettingFields[group].some((field) => field === 'SecretsManagerSecretId');

describe('whether an engine takes a secret', () => {
  it.each(Object.entries(settingsOf))('%s does: %s can name one', (engine, group) => {
    expect(offersSecret(engine)).toBe(true);
    expect(namesSecret(group)).toBe(true);
  });

  it('is told of an engine of all settings that can', () => {
    expect(new Set(groups.filter(namesSecret))).toEqual(new Set(Object.values(settingsOf)));
  });

  it.each([
    ['kafka', false],
    ['redis', false],
    ['s3', false],
    ['neptune', false],
    ['db2-zos', null],
    ['babelfish', null],
    ['toString', null],
    ['', null],
  ])('%j: %j', (engine, expected) => {
    expect(offersSecret(engine)).toBe(expected);
  });
});
