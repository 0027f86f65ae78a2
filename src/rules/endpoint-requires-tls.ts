import { sslModesOf } from '../analysis/transport/ssl-modes.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notApplicable, notReported, unknown } from '../model/verdict.ts';

export const endpointRequiresTls = defineRule({
  id: 'endpoint-requires-tls',
  title: 'Endpoints encrypt the connection to the database',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'security-hub', 'all'],
  requirements: ['R27'],
  controls: ['DMS.9'],
  rationale: 'A migration copies whole tables; without TLS anyone on the path can read or alter them.',
  remediation:
    'Import the database’s CA as a DMS certificate, set the strongest SSL mode that the engine takes, and test the connection again.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-9',
  ],
  judges: ['endpoints', 'dataProviders'],

  judge(resource) {
    const isEndpoint = resource.type === 'AWS::DMS::Endpoint';
    if (isEndpoint && resource.readOnly)
      return notApplicable('it belongs to a zero-ETL integration, which sets it up');
    if (!isEndpoint && resource.virtual)
      return notApplicable('it is a virtual data provider without a database');
    const { engine, sslMode } = resource;
    const modes = sslModesOf(engine);
    if (modes === null) {
      return unknown(
        `which SSL modes the engine ${engine} takes is not known`,
        `AWS’s list of SSL modes for ${engine}`,
      );
    }
    if (modes.length === 0) return notApplicable(`the engine ${engine} has no SSL mode`);
    if (sslMode === null) {
      return notReported(isEndpoint ? 'dms:DescribeEndpoints' : 'dms:DescribeDataProviders', 'SslMode');
    }
    const witness = { kind: 'value', field: 'SslMode', value: sslMode } as const;
    return sslMode === 'none'
      ? nonCompliant('SSL mode is none', witness, {
          remediation: `Set the SSL mode to ${modes.at(-1) ?? ''} (${engine} takes ${modes.join(', ')}) with the database’s CA as certificate, and test the connection again.`,
        })
      : compliant(`SSL mode is ${sslMode}`, { witness });
  },
});
