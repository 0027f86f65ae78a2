import { describe, expect, it } from 'vitest';
import { engineSettingFields } from '../../src/model/engine-settings.ts';
import { fieldsOf } from './support/sdk-types.ts';

const credential = 'a user name or a password';
const script = 'free text that can hold anything';
const format = 'a format of data, which no rule judges';

/** Fields of the SDK's types that never enter a snapshot, and why. */
const leftOut: Readonly<Record<string, string>> = {
  Username: credential,
  Password: credential,
  AsmUser: credential,
  AsmPassword: credential,
  SaslUsername: credential,
  SaslPassword: credential,
  AuthUserName: credential,
  AuthPassword: credential,
  SslClientKeyPassword: credential,
  SecurityDbEncryption: 'key material: the password of an Oracle wallet',
  SslClientKeyArn: 'names a private key',
  AfterConnectScript: script,
  ExternalTableDefinition: script,
  OraclePathPrefix: script,
  UsePathPrefix: script,
  ReplacePathPrefix: script,
  ReplaceInvalidChars: format,
  ReplaceChars: format,
  DateFormat: format,
  TimeFormat: format,
  CsvRowDelimiter: format,
  CsvDelimiter: format,
  UseCsvNoSupValue: format,
  CsvNoSupValue: format,
  CsvNullValue: format,
  DatePartitionDelimiter: format,
  CurrentLsn: 'a position in a log, which no rule judges',
};

const groups = fieldsOf('Endpoint').filter(({ type }) => type.endsWith('Settings'));

describe('the settings of endpoints that enter a snapshot', () => {
  it('are of the groups that the SDK has', () => {
    expect(Object.keys(engineSettingFields).toSorted()).toEqual(groups.map(({ name }) => name).toSorted());
  });

  it.each(groups)('and those left out are all of $name', ({ name, type }) => {
    const kept: readonly string[] = engineSettingFields[name as keyof typeof engineSettingFields];
    const inSdk = fieldsOf(type).map((field) => field.name);
    expect(inSdk.filter((field) => !kept.includes(field) && !Object.hasOwn(leftOut, field))).toEqual([]);
    expect(kept.filter((field) => !inSdk.includes(field) || Object.hasOwn(leftOut, field))).toEqual([]);
  });

  it('and nothing is left out that the SDK does not have', () => {
    const inSdk = new Set(groups.flatMap(({ type }) => fieldsOf(type).map(({ name }) => name)));
    expect(Object.keys(leftOut).filter((field) => !inSdk.has(field))).toEqual([]);
  });
});
