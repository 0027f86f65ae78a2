/**
 * Engines whose settings can name a secret instead of a user and a password.
 * (DMS User Guide, *Using secrets to access AWS DMS endpoints*; DMS API, `SecretsManagerSecretId` of their settings)
 */
const offering = new Set([
  'aurora',
  'aurora-postgresql',
  'aurora-postgresql-serverless',
  'aurora-serverless',
  'azure-sql-managed-instance',
  'azuredb',
  'db2',
  'docdb',
  'gcp-mysql',
  'mariadb',
  'mongodb',
  'mysql',
  'oracle',
  'postgres',
  'redshift',
  'redshift-serverless',
  'sqlserver',
  'sybase',
]);

/** Engines whose settings cannot (DMS API), be it that they have a password or that DMS reaches them by a role. */
const lacking = new Set([
  'dynamodb',
  'elasticsearch',
  'kafka',
  'kinesis',
  'neptune',
  'opensearch',
  'redis',
  's3',
  'timestream',
]);

/** Whether the credentials for an engine can lie in Secrets Manager; null if AWS does not say. */
export function offersSecret(engine: string): boolean | null {
  if (offering.has(engine)) return true;
  return lacking.has(engine) ? false : null;
}
