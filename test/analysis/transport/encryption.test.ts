import { describe, expect, it } from 'vitest';
import { isEncrypted } from '../../../src/analysis/transport/encryption.ts';
import type { Endpoint } from '../../../src/model/resources.ts';
import { anEndpoint } from '../../support/builders.ts';

const kafka = (SecurityProtocol: string): Partial<Endpoint> => ({
  engine: 'kafka',
  settings: { KafkaSettings: { SecurityProtocol } },
});
const opensearch = (EndpointUri: string): Partial<Endpoint> => ({
  engine: 'opensearch',
  settings: { ElasticsearchSettings: { EndpointUri } },
});

describe('whether connections to an endpoint are encrypted', () => {
  it.each<[string, Partial<Endpoint>, boolean | null]>([
    ['a mode', { sslMode: 'require' }, true],
    ['the mode none', { sslMode: 'none' }, false],
    ['no mode told', { sslMode: null }, null],
    ['an engine without modes', { engine: 'neptune', sslMode: 'none' }, null],
    ['an engine that nobody knows', { engine: 'babelfish', sslMode: 'none' }, null],
    ['Redis, by its default', { engine: 'redis', settings: { RedisSettings: {} } }, true],
    [
      'Redis in plain text',
      { engine: 'redis', settings: { RedisSettings: { SslSecurityProtocol: 'plaintext' } } },
      false,
    ],
    ['Redis without its settings', { engine: 'redis', settings: {} }, null],
    ['Kafka over TLS', kafka('sasl-ssl'), true],
    ['Kafka in plain text', kafka('plaintext'), false],
    ['Kafka by a protocol that nobody knows', kafka('quic'), null],
    ['Kafka without its settings', { engine: 'kafka', settings: {} }, null],
    ['OpenSearch over HTTPS', opensearch('https://search.example'), true],
    ['OpenSearch by its name alone', opensearch('search.example'), true],
    ['OpenSearch over HTTP', opensearch('HTTP://search.example'), false],
    ['OpenSearch without an address', { engine: 'opensearch', serverName: null, settings: {} }, null],
  ])('%s', (_, over, encrypted) => {
    expect(isEncrypted(anEndpoint(over))).toBe(encrypted);
  });
});
