import { offersSecret } from '../analysis/transport/secret-support.ts';
import { defineRule } from '../model/define-rule.ts';
import type { EngineSettings } from '../model/engine-settings.ts';
import { compliant, nonCompliant, notApplicable, unknown } from '../model/verdict.ts';

export const endpointUsesSecret = defineRule({
  id: 'endpoint-uses-secret',
  title: 'Endpoints take their credentials from Secrets Manager or IAM',
  judgement:
    'Where the engine offers it, credentials must come from Secrets Manager or IAM, not from a user name and password stored in the endpoint.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'A user name and password typed into an endpoint are never rotated, live on in templates and shell histories, and nobody sees who read them. A secret is rotated and its reads are logged; IAM needs no password at all.',
  remediation:
    'Put the credentials into a secret that the endpoint’s role may read, name both in SecretsManagerSecretId and SecretsManagerAccessRoleArn instead of user name and password, test the connection, and change the old password.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html',
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_KerberosAuthenticationSettings.html',
  ],
  judges: ['endpoints'],

  judge({ engine, credentials, settings }) {
    if (settings.MongoDbSettings?.AuthType === 'no')
      return notApplicable('MongoDbSettings.AuthType is no, so it has no credentials');
    if (isKerberos(settings)) return compliant('it authenticates by Kerberos, with a key cache in a secret');
    if (credentials === 'secret') return compliant('its credentials come from Secrets Manager');
    if (credentials === 'iam') return compliant('its credentials come from IAM');
    const offered = offersSecret(engine);
    if (offered === false) return notApplicable(`the engine ${engine} takes no secret`);
    if (offered === null) {
      return unknown(
        `whether the engine ${engine} takes a secret is not known`,
        `AWS’s list of engines that take secrets`,
      );
    }
    return credentials === 'stored'
      ? nonCompliant('DMS stores a user name and password for it', {
          kind: 'value',
          field: 'SecretsManagerSecretId',
          value: null,
        })
      : unknown(
          'DMS reports no user name, secret or role of it',
          'an answer of dms:DescribeEndpoints that holds Username or SecretsManagerSecretId',
        );
  },
});

/** The instance keeps the key cache as a secret (DMS API, KerberosAuthenticationSettings). */
const isKerberos = ({ OracleSettings, MicrosoftSQLServerSettings }: EngineSettings): boolean =>
  [OracleSettings, MicrosoftSQLServerSettings].some((group) => group?.AuthenticationMethod === 'kerberos');
