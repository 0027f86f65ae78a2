import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notApplicable, notReported, unknown } from '../model/verdict.ts';

const encrypting: readonly unknown[] = ['ssl-encryption', 'ssl-authentication', 'sasl-ssl'];

export const kafkaEndpointRequiresTls = defineRule({
  id: 'kafka-endpoint-requires-tls',
  title: 'Kafka endpoints encrypt the connection and check the broker’s name',
  judgement:
    'SecurityProtocol must be one with TLS (ssl-encryption, ssl-authentication, sasl-ssl). Host name verification that is switched off fails.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R27'],
  controls: [],
  rationale:
    'Over a plain connection every row is readable on the way; without host name identification any server with a certificate of the same CA can pose as the broker.',
  remediation:
    'Set SecurityProtocol to ssl-encryption, ssl-authentication or sasl-ssl, and SslEndpointIdentificationAlgorithm to https.',
  sources: ['https://docs.aws.amazon.com/dms/latest/APIReference/API_KafkaSettings.html'],
  judges: ['endpoints'],

  judge({ engine, settings: { KafkaSettings: kafka } }) {
    if (engine !== 'kafka') return notApplicable(`the engine is ${engine}, not kafka`);
    const protocol = kafka?.SecurityProtocol;
    const field = 'KafkaSettings.SecurityProtocol';
    if (protocol === undefined) return notReported('dms:DescribeEndpoints', field);
    if (protocol === 'plaintext')
      return nonCompliant(`${field} is plaintext`, { kind: 'value', field, value: protocol });
    if (!encrypting.includes(protocol)) {
      return unknown(
        `${field} is ${String(protocol)}, which is not known`,
        `the meaning of ${String(protocol)}`,
      );
    }
    const identification = kafka?.SslEndpointIdentificationAlgorithm;
    const nameField = 'KafkaSettings.SslEndpointIdentificationAlgorithm';
    if (identification === 'none') {
      return nonCompliant('the broker’s host name is not checked', {
        kind: 'value',
        field: nameField,
        value: 'none',
      });
    }
    const name =
      identification === undefined
        ? `${nameField} is not set`
        : `host names are checked by ${String(identification)}`;
    return compliant(`${field} is ${String(protocol)}; ${name}`, {
      witness: {
        kind: 'list',
        items: [`${field}: ${String(protocol)}`, `${nameField}: ${String(identification ?? null)}`],
      },
    });
  },
});
