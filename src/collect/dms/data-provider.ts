import type { DataProvider as Raw } from '@aws-sdk/client-database-migration-service';
import type { DataProvider } from '../../model/resources.ts';
import { address, count, field, isObject, required, text } from '../fields.ts';
import { references } from '../references.ts';
import { sslMode } from './endpoint.ts';
import { lastPart } from './where.ts';

/** DMS API, DataProvider. */
export function toDataProvider(raw: Raw): DataProvider {
  const arn = required(raw.DataProviderArn, 'DataProviderArn');
  const settings = memberOf(raw.Settings);
  return {
    type: 'AWS::DMS::DataProvider',
    id: text(raw.DataProviderName) ?? lastPart(arn),
    arn,
    ...references(raw),
    engine: required(raw.Engine, 'Engine').toLowerCase(),
    virtual: raw.Virtual === true,
    authType: text(field(settings, 'AuthType')),
    sslMode: sslMode(field(settings, 'SslMode')),
    certificateArn: text(field(settings, 'CertificateArn')),
    serverName: address(field(settings, 'ServerName')),
    port: count(field(settings, 'Port')),
  };
}

/** `DataProviderSettings` is a union with one member an engine; the SDK wraps one that it does not know. */
function memberOf(settings: unknown): unknown {
  if (!isObject(settings)) return undefined;
  const unknown = field(settings, '$unknown');
  return Array.isArray(unknown) ? (unknown as readonly unknown[])[1] : Object.values(settings).find(isObject);
}
