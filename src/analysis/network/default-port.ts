/**
 * The port of an engine where an endpoint names none, as DMS's own pages for it give it (DMS User Guide,
 * *Sources for data migration*, *Targets for data migration*). Engines that are not here have no port that
 * can be relied on.
 */
const ports: Readonly<Record<string, number>> = {
  mysql: 3306,
  mariadb: 3306,
  aurora: 3306,
  'aurora-serverless': 3306,
  'gcp-mysql': 3306,
  postgres: 5432,
  'aurora-postgresql': 5432,
  'aurora-postgresql-serverless': 5432,
  oracle: 1521,
  sqlserver: 1433,
  azuredb: 1433,
  'azure-sql-managed-instance': 1433,
  babelfish: 1433,
  sybase: 5000,
  db2: 50_000,
  mongodb: 27_017,
  docdb: 27_017,
  redis: 6379,
  kafka: 9092,
  neptune: 8182,
  redshift: 5439,
  'redshift-serverless': 5439,
};

export const defaultPort = (engine: string): number | null =>
  Object.hasOwn(ports, engine) ? (ports[engine] ?? null) : null;
