import type { SslMode } from '../../model/resources.ts';

export type EncryptingMode = Exclude<SslMode, 'none'>;

/** From the weakest to the strongest (DMS User Guide, *Using SSL with AWS DMS*). */
const inOrder: readonly SslMode[] = ['none', 'require', 'verify-ca', 'verify-full'];

const both: readonly EncryptingMode[] = ['verify-ca', 'verify-full'];
const all: readonly EncryptingMode[] = ['require', 'verify-ca', 'verify-full'];
const requireOrFull: readonly EncryptingMode[] = ['require', 'verify-full'];
const noModes: readonly EncryptingMode[] = [];

/**
 * The SSL modes that each engine takes; none where the engine has its own transport settings or is reached
 * through an AWS API. (DMS User Guide, *Using SSL with AWS DMS*; CT.DMS.PR.2 of AWS Control Tower)
 */
const modesByEngine: Readonly<Record<string, readonly EncryptingMode[]>> = {
  mysql: both,
  mariadb: both,
  aurora: both,
  'aurora-serverless': both,
  postgres: all,
  'aurora-postgresql': all,
  'aurora-postgresql-serverless': all,
  sqlserver: requireOrFull,
  azuredb: requireOrFull,
  'azure-sql-managed-instance': requireOrFull,
  oracle: ['verify-ca'],
  db2: ['verify-ca'],
  'db2-zos': ['verify-ca'],
  sybase: ['verify-full'],
  mongodb: requireOrFull,
  docdb: ['verify-full'],
  'gcp-mysql': ['verify-ca'],
  s3: noModes,
  kinesis: noModes,
  dynamodb: noModes,
  redshift: noModes,
  'redshift-serverless': noModes,
  opensearch: noModes,
  elasticsearch: noModes,
  neptune: noModes,
  kafka: noModes,
  redis: noModes,
  timestream: noModes,
};

/** Whether a mode checks less than another. */
export const isWeaker = (mode: SslMode, than: SslMode): boolean =>
  inOrder.indexOf(mode) < inOrder.indexOf(than);

/** The encrypting modes of an engine, weakest first; empty if it has none, null if nothing is known of it. */
export const sslModesOf = (engine: string): readonly EncryptingMode[] | null =>
  Object.hasOwn(modesByEngine, engine) ? (modesByEngine[engine] ?? null) : null;
