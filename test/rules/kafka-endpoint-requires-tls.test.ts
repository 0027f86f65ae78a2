import type { EngineSettings } from '../../src/model/engine-settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { kafkaEndpointRequiresTls } from '../../src/rules/kafka-endpoint-requires-tls.ts';
import { accountWith, anEndpoint, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const kafka = (KafkaSettings: EngineSettings['KafkaSettings'] = {}): AccountFacts =>
  accountWith({
    endpoints: listed(
      anEndpoint({ engine: 'kafka', direction: 'target', sslMode: 'none', settings: { KafkaSettings } }),
    ),
  });

testRule(kafkaEndpointRequiresTls, {
  compliant: [
    {
      name: 'encrypts and checks the name',
      account: kafka({ SecurityProtocol: 'ssl-encryption', SslEndpointIdentificationAlgorithm: 'https' }),
      because: 'KafkaSettings.SecurityProtocol is ssl-encryption; host names are checked by https',
    },
    {
      name: 'authenticates with a certificate',
      account: kafka({ SecurityProtocol: 'ssl-authentication', SslEndpointIdentificationAlgorithm: 'https' }),
      because: 'KafkaSettings.SecurityProtocol is ssl-authentication; host names are checked by https',
    },
    {
      name: 'authenticates with SASL, and says nothing of the name',
      account: kafka({ SecurityProtocol: 'sasl-ssl' }),
      because:
        'KafkaSettings.SecurityProtocol is sasl-ssl; KafkaSettings.SslEndpointIdentificationAlgorithm is not set',
    },
  ],
  nonCompliant: [
    {
      name: 'does not encrypt',
      account: kafka({ SecurityProtocol: 'plaintext' }),
      because: 'KafkaSettings.SecurityProtocol is plaintext',
      severity: 'HIGH',
    },
    {
      name: 'encrypts towards whoever answers',
      account: kafka({ SecurityProtocol: 'ssl-encryption', SslEndpointIdentificationAlgorithm: 'none' }),
      because: 'the broker’s host name is not checked',
    },
  ],
  notApplicable: [
    {
      name: 'another engine',
      account: accountWith({ endpoints: listed(anEndpoint({ engine: 'redis' })) }),
      because: 'the engine is redis, not kafka',
    },
    { name: 'no endpoint', account: accountWith({}), because: 'no AWS::DMS::Endpoint in eu-west-1' },
  ],
  unknown: [
    {
      name: 'the protocol is not reported',
      account: kafka({ Topic: 'changes' }),
      because: 'DMS does not report KafkaSettings.SecurityProtocol',
    },
    {
      name: 'the settings are not reported',
      account: accountWith({ endpoints: listed(anEndpoint({ engine: 'kafka', settings: {} })) }),
      because: 'DMS does not report KafkaSettings.SecurityProtocol',
    },
    {
      name: 'a protocol that is new',
      account: kafka({ SecurityProtocol: 'sasl-plaintext' }),
      because: 'KafkaSettings.SecurityProtocol is sasl-plaintext, which is not known',
    },
    {
      name: 'the listing was refused',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints') }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
