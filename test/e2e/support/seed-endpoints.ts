import type { SeededResource, SeedFacts, Status, Verdicts } from './seed.ts';
import { endpointsOnInstances } from './seed-network.ts';

const good = (holds: boolean): Status => (holds ? 'COMPLIANT' : 'NON_COMPLIANT');
const none = 'NOT_APPLICABLE';

const withoutSslMode = ['s3', 'kinesis', 'redshift', 'redis', 'kafka'];

/** What the rules on endpoints give one. */
export function endpointVerdicts(endpoint: SeededResource, facts: SeedFacts): Verdicts {
  const { checks } = endpoint;
  const engine = String(checks['engine']);
  const only = (name: string, status: Status): Status => (engine === name ? status : none);
  return {
    'endpoint-requires-tls': withoutSslMode.includes(engine) ? none : good(checks['ssl'] !== 'none'),
    'endpoint-verifies-tls': verification(engine, String(checks['ssl'])),
    // Databases with these modes name a certificate, which exists.
    'certificate-is-valid': namesCertificate(checks) ? 'COMPLIANT' : none,
    'endpoint-uses-secret': secrecy(engine, checks),
    // Nobody tests connections in the seed.
    'endpoint-connection-succeeds': endpointsOnInstances(facts).has(endpoint) ? 'UNKNOWN' : none,
    'redis-endpoint-requires-tls': only('redis', good(checks['redis'] === 'ssl-encryption')),
    // The seed sets no way to authenticate, and the stand-in no default.
    'redis-endpoint-authenticates': only('redis', 'UNKNOWN'),
    'kafka-endpoint-requires-tls': only('kafka', good(checks['kafka'] !== 'plaintext')),
    'mongodb-endpoint-authenticates': only('mongodb', good(checks['mongo_auth'] !== 'no')),
    'neptune-endpoint-uses-iam': only('neptune', 'UNKNOWN'),
    'target-data-is-encrypted':
      engine === 's3' ? good(checks['s3_sse'] === 'sse-kms') : only('redshift', 'NON_COMPLIANT'),
    's3-endpoint-names-bucket-owner': only('s3', 'NON_COMPLIANT'),
    'resource-has-required-tags': 'COMPLIANT',
  };
}

/** MongoDB endpoints of the seed have a mode and never a certificate. */
const namesCertificate = (checks: SeededResource['checks']): boolean =>
  typeof checks['secret'] === 'string' && ['verify-ca', 'verify-full'].includes(String(checks['ssl']));

/** Oracle takes verify-ca at most, so that nobody knows what verify-full does there. */
function verification(engine: string, mode: string): Status {
  if (withoutSslMode.includes(engine)) return none;
  if (engine !== 'oracle') return good(mode === 'verify-full');
  return mode === 'verify-full' ? 'UNKNOWN' : good(mode === 'verify-ca');
}

function secrecy(engine: string, checks: SeededResource['checks']): Status {
  switch (engine) {
    case 's3':
    case 'kinesis':
      return 'COMPLIANT';
    case 'redis':
    case 'kafka':
      return none;
    case 'mongodb':
      // With a password it would have a user, whom the seed does not name.
      return checks['mongo_auth'] === 'no' ? none : 'UNKNOWN';
    default:
      return good(checks['secret'] === 'secretsmanager');
  }
}

/** The buckets that S3 targets name, by the number in the name of each; those of Redshift all stage in one. */
export function bucketsNamed(region: string, { resources }: SeedFacts): readonly string[] {
  const endpoints = resources.filter((each) => each.kind === 'endpoint' && each.region === region);
  const targets = endpoints.filter(({ checks }) => checks['engine'] === 's3');
  const staged = endpoints.some(({ checks }) => checks['engine'] === 'redshift');
  return [
    ...targets.map(({ name }) => `dms-target-${Number(name.split('-').at(-1))}`),
    ...(staged ? ['b'] : []),
  ];
}
