import type { Endpoint as Raw } from '@aws-sdk/client-database-migration-service';
import {
  type EngineSettings,
  type EngineSettingsName,
  engineSettingFields,
} from '../../model/engine-settings.ts';
import type { Endpoint, SslMode } from '../../model/resources.ts';
import { address, count, field, isObject, oneOf, required, text, withoutUserInfo } from '../fields.ts';
import { references } from '../references.ts';
import { credentialsOf } from './endpoint-credentials.ts';
import { knownAttributes } from './extra-connection-attributes.ts';

/** DMS API, Endpoint. */
export function toEndpoint(raw: Raw): Endpoint {
  return {
    type: 'AWS::DMS::Endpoint',
    id: required(raw.EndpointIdentifier, 'EndpointIdentifier'),
    arn: required(raw.EndpointArn, 'EndpointArn'),
    ...references(raw),
    direction: oneOf(['source', 'target'], raw.EndpointType),
    engine: required(raw.EngineName, 'EngineName').toLowerCase(),
    sslMode: sslMode(raw.SslMode),
    certificateArn: text(raw.CertificateArn),
    kmsKeyId: text(raw.KmsKeyId),
    serverName: address(raw.ServerName),
    port: count(raw.Port),
    credentials: credentialsOf(raw),
    settings: knownSettings(raw),
    extraConnectionAttributes: knownAttributes(text(raw.ExtraConnectionAttributes)),
    readOnly: raw.IsReadOnly === true,
  };
}

/** `DmsSslModeValue`; null where DMS reports none, or one that is not documented. */
export const sslMode = (value: unknown): SslMode | null =>
  oneOf(['none', 'require', 'verify-ca', 'verify-full'], value);

function knownSettings(raw: Raw): EngineSettings {
  const groups = (Object.keys(engineSettingFields) as readonly EngineSettingsName[]).flatMap((name) => {
    const group = field(raw, name);
    return isObject(group) ? [[name, pick(group, engineSettingFields[name])] as const] : [];
  });
  return Object.fromEntries(groups);
}

function pick(
  group: object,
  names: readonly string[],
): Readonly<Record<string, string | number | boolean | readonly number[]>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = plain(name, field(group, name));
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

const addressFields = new Set(['ServerName', 'AsmServer', 'Broker', 'EndpointUri']);

/** A value of the kinds that settings have; what is of another kind is not a setting that is known here. */
function plain(name: string, value: unknown): string | number | boolean | readonly number[] | undefined {
  if (addressFields.has(name)) return address(value) ?? undefined;
  if (typeof value === 'string') return withoutUserInfo(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return isNumbers(value) ? value : undefined;
}

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'number');
