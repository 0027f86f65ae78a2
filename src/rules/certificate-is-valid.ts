import { judgeParts, judgeTold } from '../analysis/certificates/bundle.ts';
import { certificatesNamedBy, judgeNamed } from '../analysis/certificates/named.ts';
import { defineRule } from '../model/define-rule.ts';
import { days } from '../model/parameters.ts';

export const certificateIsValid = defineRule({
  id: 'certificate-is-valid',
  title: 'The certificates that connections are checked by exist, last and are strong',
  judgement:
    'Every certificate of the bundle must be valid now and for `expiry-days` more, with an RSA key of 2,048 bits or an elliptic-curve key of 256 at least, and no SHA-1 signature unless it signs itself. A certificate that an endpoint names must exist. What DMS does not tell of a wallet is UNKNOWN.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R27'],
  controls: [],
  rationale:
    'DMS checks a database by the certificates that are stored with it. One that has expired stops the migration at the next connection; one with a short key or a broken hash can be forged, and the check is worth nothing.',
  remediation:
    'Import the current certificates of the authority (for Amazon RDS the bundle of the Region) as one PEM, with RSA keys of 2048 bits or more or EC keys of 256, signed with SHA-256 or better, and name the new certificate in the endpoints.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html',
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_Certificate.html',
  ],
  judges: ['certificates', 'endpoints', 'dataProviders'],
  parameters: { 'expiry-days': days('How long a certificate must at least last.', 30) },

  judge(resource, { account, region, takenAt, facts, parameters }) {
    if (resource.type !== 'AWS::DMS::Certificate')
      return judgeNamed(certificatesNamedBy(resource), facts.certificates, { account, region });
    const moment = { takenAt, expiryDays: parameters['expiry-days'] };
    const { parts, told } = resource;
    return parts === null ? judgeTold(told, moment) : judgeParts(parts, moment);
  },
});
