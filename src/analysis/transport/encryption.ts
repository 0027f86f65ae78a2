import type { Endpoint } from '../../model/resources.ts';
import { sslModesOf } from './ssl-modes.ts';

/**
 * Whether connections to an endpoint are encrypted; null: DMS does not tell, or nothing is known of its engine.
 * (DMS User Guide, *Using SSL with AWS DMS*; DMS API, RedisSettings and KafkaSettings)
 */
export function isEncrypted({ engine, sslMode, settings, serverName }: Endpoint): boolean | null {
  switch (engine) {
    case 'redis':
      return settings.RedisSettings === undefined
        ? null
        : byProtocol(settings.RedisSettings.SslSecurityProtocol ?? 'ssl-encryption');
    case 'kafka':
      return byProtocol(settings.KafkaSettings?.SecurityProtocol);
    case 'opensearch':
    case 'elasticsearch':
      return byScheme(settings.ElasticsearchSettings?.EndpointUri ?? serverName);
  }
  const modes = sslModesOf(engine);
  return modes === null || modes.length === 0 || sslMode === null ? null : sslMode !== 'none';
}

const encrypting: readonly unknown[] = ['ssl-encryption', 'ssl-authentication', 'sasl-ssl'];

const byProtocol = (protocol: unknown): boolean | null =>
  protocol === 'plaintext' ? false : encrypting.includes(protocol) ? true : null;

/** Without a scheme it is HTTPS. */
const byScheme = (uri: unknown): boolean | null =>
  typeof uri === 'string' ? !uri.toLowerCase().startsWith('http://') : null;
