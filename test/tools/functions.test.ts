import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { templateIn } from './templates.ts';

interface Declared {
  readonly handler: string;
  readonly role: string;
  readonly timeout?: number;
  readonly environment?: Readonly<Record<string, unknown>>;
}

const serverless = parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent' }) as {
  readonly provider: {
    readonly environment: Readonly<Record<string, unknown>>;
    readonly [key: string]: unknown;
  };
  readonly functions: Readonly<Record<string, Declared>>;
};
const names = readdirSync('functions').map((file) => file.replace(/\.ts$/, ''));
const camel = (name: string): string =>
  name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

describe('serverless.yml', () => {
  it.each(names)('deploys %s with a role of its own', (name) => {
    const declared = serverless.functions[camel(name)];
    expect(declared?.handler).toBe(`dist/functions/${name}/index.handler`);
    const id = camel(name);
    expect(declared?.role).toBe(`${id.charAt(0).toUpperCase()}${id.slice(1)}Role`);
    expect(templateIn('roles').Resources).toHaveProperty(declared?.role ?? '');
  });

  it('sets the variables that the functions read, and no others', () => {
    const { environment } = serverless.provider;
    const set = [environment, ...Object.values(serverless.functions).map((one) => one.environment ?? {})]
      .flatMap(Object.keys)
      .filter((name) => name.startsWith('DMS_AUDITOR_'));
    const read = [
      ...readFileSync('src/settings/function-environment.ts', 'utf8').matchAll(/DMS_AUDITOR_[A-Z_]+/g),
    ].map(([name]) => name);
    expect([...new Set(set)].sort()).toEqual([...new Set(read)].sort());
  });
});

describe('a member has', () => {
  const { Resources } = templateIn('member-stack');

  it.each(['ConfigRule', 'StartRules'])('%s as the stack of an account has it', (id) => {
    const { Properties } = Resources[`${id}LambdaFunction`] ?? {};
    const declared = serverless.functions[id.charAt(0).toLowerCase() + id.slice(1)];
    const { runtime, architecture, memorySize, environment } = serverless.provider;
    expect(Properties).toMatchObject({
      Handler: declared?.handler,
      Runtime: runtime,
      Architectures: [architecture],
      MemorySize: memorySize,
      Timeout: declared?.timeout,
    });
    const { Variables } = Properties?.['Environment'] as { readonly Variables: object };
    const wanted = Object.keys({ ...environment, ...declared?.environment });
    // The nightly scan and its topic are central.
    const central = ['DMS_AUDITOR_PROFILE', 'DMS_AUDITOR_TOPIC_ARN'];
    expect(Object.keys(Variables).sort()).toEqual(wanted.filter((name) => !central.includes(name)).sort());
  });
});

describe('the table for state', () => {
  const { Properties } = templateIn('state').Resources['StateTable'] ?? {};

  it('has the keys that the code asks by, and lets go of what has expired', () => {
    expect(Properties).toMatchObject({
      KeySchema: [
        { AttributeName: 'account', KeyType: 'HASH' },
        { AttributeName: 'item', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
  });

  it('can be restored, costs what is used, and outlives its stack', () => {
    expect(Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(templateIn('state').Resources['StateTable']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });
});
