import { describe, expect, it } from 'vitest';
import { sslModesOf } from '../../src/analysis/transport/ssl-modes.ts';
import type { SslMode } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT, accountWith, aDataProvider, anEndpoint, listed } from '../support/builders.ts';

const modes = ['none', 'require', 'verify-ca', 'verify-full'] as const satisfies readonly SslMode[];
const engines = [
  ...['mysql', 'mariadb', 'aurora', 'aurora-serverless', 'gcp-mysql'],
  ...['postgres', 'aurora-postgresql', 'aurora-postgresql-serverless', 'babelfish'],
  ...['sqlserver', 'azuredb', 'azure-sql-managed-instance', 'oracle', 'db2', 'db2-zos', 'sybase'],
  ...['mongodb', 'docdb', 's3', 'kinesis', 'redshift', 'kafka', 'redis', 'neptune'],
];
const judging = catalogue.filter(({ judges }) =>
  judges.some((type) => type === 'AWS::DMS::Endpoint' || type === 'AWS::DMS::DataProvider'),
);
const namedIn = (text: string): readonly string[] => text.match(/\b(require|verify-ca|verify-full)\b/g) ?? [];

/** The modes that fixes name for an endpoint and a data provider of this engine, in each mode, with and without a CA. */
const namedFor = (engine: string): ReadonlySet<string> =>
  new Set(
    modes.flatMap((sslMode) =>
      ['arn:aws:dms:eu-west-1:111111111111:cert:CERT1', null].flatMap((certificateArn) => {
        const over = { engine, sslMode, certificateArn };
        const account = accountWith({
          endpoints: listed(anEndpoint(over)),
          dataProviders: listed(aDataProvider(over)),
        });
        return judging
          .flatMap((rule) => rule.evaluate(ACCOUNT, account, defaultSettings))
          .flatMap(({ remediation }) => namedIn(remediation.summary));
      }),
    ),
  );

describe('a fix never prints a mode that the engine refuses', () => {
  it.each(engines)('%s', (engine) => {
    const taken: readonly string[] = sslModesOf(engine) ?? [];
    const named = namedFor(engine);
    expect([...named].filter((mode) => !taken.includes(mode))).toEqual([]);
    // Where the engine has modes at all, the strongest is told.
    expect(named.has(taken.at(-1) ?? '')).toBe(taken.length > 0);
  });
});
