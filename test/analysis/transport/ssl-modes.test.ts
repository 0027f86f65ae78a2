import { describe, expect, it } from 'vitest';
import { sslModesOf } from '../../../src/analysis/transport/ssl-modes.ts';

describe('the SSL modes of an engine', () => {
  it.each<[engine: string, modes: readonly string[] | null]>([
    ['mysql', ['verify-ca', 'verify-full']],
    ['mariadb', ['verify-ca', 'verify-full']],
    ['aurora', ['verify-ca', 'verify-full']],
    ['aurora-serverless', ['verify-ca', 'verify-full']],
    ['postgres', ['require', 'verify-ca', 'verify-full']],
    ['aurora-postgresql', ['require', 'verify-ca', 'verify-full']],
    ['aurora-postgresql-serverless', ['require', 'verify-ca', 'verify-full']],
    ['sqlserver', ['require', 'verify-full']],
    ['azuredb', ['require', 'verify-full']],
    ['azure-sql-managed-instance', ['require', 'verify-full']],
    ['oracle', ['verify-ca']],
    ['db2', ['verify-ca']],
    ['db2-zos', ['verify-ca']],
    ['sybase', ['verify-full']],
    ['mongodb', ['require', 'verify-full']],
    ['docdb', ['verify-full']],
    ['gcp-mysql', ['verify-ca']],
    ['s3', []],
    ['kinesis', []],
    ['dynamodb', []],
    ['redshift', []],
    ['redshift-serverless', []],
    ['opensearch', []],
    ['elasticsearch', []],
    ['neptune', []],
    ['kafka', []],
    ['redis', []],
    ['timestream', []],
    ['babelfish', null],
    ['POSTGRES', null],
    ['', null],
    ['toString', null],
    ['__proto__', null],
  ])('%j: %j', (engine, modes) => {
    expect(sslModesOf(engine)).toEqual(modes);
  });
});
