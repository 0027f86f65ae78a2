import { withSslUse } from '../analysis/transport/ssl-use.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant } from '../model/verdict.ts';

export const endpointRequiresTls = defineRule({
  id: 'endpoint-requires-tls',
  title: 'Endpoints encrypt the connection to the database',
  judgement:
    'SslMode must not be none. Engines that have no SSL mode in DMS are not judged here; Security Hub’s DMS.9 passes or fails them all alike.',
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

  judge: (resource) =>
    withSslUse(resource, ({ mode, fix }) => {
      const witness = { kind: 'value', field: 'SslMode', value: mode } as const;
      return mode === 'none'
        ? nonCompliant('SSL mode is none', witness, { remediation: fix })
        : compliant(`SSL mode is ${mode}`, { witness });
    }),
});
