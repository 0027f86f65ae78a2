import { defineRule } from '../model/define-rule.ts';
import { choice } from '../model/parameters.ts';
import type { Endpoint } from '../model/resources.ts';
import { compliant, nonCompliant, notApplicable, notReported, unknown } from '../model/verdict.ts';

/** Engines whose targets DMS writes through S3, with the group of settings that says how. */
const groups = {
  s3: 'S3Settings',
  redshift: 'RedshiftSettings',
  'redshift-serverless': 'RedshiftSettings',
} as const;

export const targetDataIsEncrypted = defineRule({
  id: 'target-data-is-encrypted',
  title: 'Migrated data in S3 and Redshift targets is encrypted with a KMS key',
  judgement:
    'S3 and Redshift targets must encrypt what they write with SSE-KMS, or with `encryption: any` in some way.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R28'],
  controls: [],
  rationale:
    'With SSE-S3 everybody who may read the bucket reads the migrated data; with a KMS key its policy has a say as well, and each use is logged.',
  remediation:
    'Create the endpoint anew with EncryptionMode sse-kms and ServerSideEncryptionKmsKeyId (DMS does not change the mode from SSE_S3 to SSE_KMS), and let its role use the key.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_S3Settings.html',
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_RedshiftSettings.html',
  ],
  judges: ['endpoints'],
  parameters: {
    encryption: choice('Which server-side encryption is enough.', ['sse-kms', 'any']),
  },

  judge(endpoint, { parameters }) {
    const { engine, direction } = endpoint;
    if (!isStored(engine)) return notApplicable(`the engine ${engine} does not write to S3 or Redshift`);
    if (direction === null) return notReported('dms:DescribeEndpoints', 'EndpointType');
    if (direction === 'source') return notApplicable('it is a source');
    const field = `${groups[engine]}.EncryptionMode`;
    const written = encryptionMode(endpoint, groups[engine]);
    // "You can choose either SSE_S3 (the default) or SSE_KMS."
    const mode = written ?? 'sse-s3';
    const witness = { kind: 'value', field, value: written } as const;
    const because =
      written === null ? `${field} is not set, and its default is sse-s3` : `${field} is ${mode}`;
    if (mode === 'sse-kms') return compliant(because, { witness });
    if (mode !== 'sse-s3') return unknown(`${because}, which is not known`, `the meaning of ${mode}`);
    return parameters.encryption === 'any' ? compliant(because, { witness }) : nonCompliant(because, witness);
  },
});

const isStored = (engine: string): engine is keyof typeof groups => Object.hasOwn(groups, engine);

/** As the API writes it; "part of the endpoint settings or the extra connections attributes" (`SSE_KMS`). */
function encryptionMode(
  { settings, extraConnectionAttributes }: Endpoint,
  group: (typeof groups)[keyof typeof groups],
): string | null {
  const written = settings[group]?.EncryptionMode ?? extraConnectionAttributes['encryptionmode'];
  return written === undefined || written === '' ? null : String(written).toLowerCase().replaceAll('_', '-');
}
