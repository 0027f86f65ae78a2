import { isWeaker } from '../analysis/transport/ssl-modes.ts';
import { withSslUse } from '../analysis/transport/ssl-use.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, unknown } from '../model/verdict.ts';

export const endpointVerifiesTls = defineRule({
  id: 'endpoint-verifies-tls',
  title: 'Endpoints check the database’s certificate as strictly as the engine allows',
  judgement:
    'The endpoint must use the strongest SSL mode that its engine takes in DMS, with a certificate where that mode needs one.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R27'],
  controls: [],
  rationale:
    'A connection that is encrypted without a check of the certificate ends at whoever answers: somebody on the path can pose as the database and read or alter all that passes.',
  remediation:
    'Import the CA that signed the database’s certificate as a DMS certificate, name it on the endpoint, set the strongest SSL mode that the engine takes, and test the connection again.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html',
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_Endpoint.html',
  ],
  judges: ['endpoints', 'dataProviders'],

  judge: (resource) =>
    withSslUse(resource, ({ mode, certificateArn, strongest, fix }) => {
      const { engine } = resource;
      if (isWeaker(mode, strongest)) {
        return nonCompliant(
          `SSL mode is ${mode}, and ${strongest} is the strongest that ${engine} takes`,
          { kind: 'value', field: 'SslMode', value: mode },
          { remediation: fix },
        );
      }
      if (mode !== strongest) {
        return unknown(
          `SSL mode is ${mode}, which ${engine} is not known to take`,
          `AWS’s list of SSL modes for ${engine}`,
        );
      }
      // The strongest mode of every engine checks against a CA, and takes it from the certificate alone.
      return certificateArn === null
        ? nonCompliant(
            `SSL mode is ${mode}, and no certificate is named to check with`,
            { kind: 'value', field: 'CertificateArn', value: null },
            { remediation: fix },
          )
        : compliant(`SSL mode is ${mode}, with a certificate`, {
            witness: { kind: 'list', items: [`SslMode: ${mode}`, `CertificateArn: ${certificateArn}`] },
          });
    }),
});
