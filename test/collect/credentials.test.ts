import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultRegion, keptUntilExpiry, loadCredentials } from '../../src/collect/credentials.ts';

const hour = 3_600_000;
const identity = (expires?: number) => ({
  accessKeyId: 'ASIA',
  secretAccessKey: 'x',
  ...(expires === undefined ? {} : { expiration: new Date(expires) }),
});

describe('keptUntilExpiry', () => {
  it('assumes once for all who ask at the same time and later', async () => {
    const assume = vi.fn(() => Promise.resolve(identity(hour)));
    const provide = keptUntilExpiry(assume, () => 0);
    await Promise.all([provide(), provide()]);
    await provide();
    expect(assume).toHaveBeenCalledTimes(1);
  });

  it('assumes again before the credentials end', async () => {
    let now = 0;
    const assume = vi.fn(() => Promise.resolve(identity(now + hour)));
    const provide = keptUntilExpiry(assume, () => now);
    await provide();
    now = hour - 4 * 60_000;
    await Promise.all([provide(), provide()]);
    expect(assume).toHaveBeenCalledTimes(2);
  });

  it('keeps what never ends', async () => {
    const assume = vi.fn(() => Promise.resolve(identity()));
    const provide = keptUntilExpiry(assume, () => Number.MAX_SAFE_INTEGER);
    await provide();
    await provide();
    expect(assume).toHaveBeenCalledTimes(1);
  });

  it('tries again after a failure', async () => {
    const assume = vi.fn(() => Promise.resolve(identity(hour)));
    assume.mockRejectedValueOnce(new Error('denied'));
    const provide = keptUntilExpiry(assume, () => 0);
    await expect(provide()).rejects.toThrow('denied');
    expect(await provide()).toMatchObject({ accessKeyId: 'ASIA' });
  });
});

describe('defaultRegion', () => {
  it.each([
    [{ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' }, 'eu-west-1'],
    [{ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' }, 'us-east-1'],
    [{ AWS_DEFAULT_REGION: 'us-east-1' }, 'us-east-1'],
  ])('of %o is %s', async (environment, region) => {
    expect(await defaultRegion(environment)).toBe(region);
  });
});

describe('the Region of a profile', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    ['audit', 'eu-central-1'],
    ['without', null],
    ['absent', null],
  ])('%s is %s', async (profile, region) => {
    const file = join(mkdtempSync(join(tmpdir(), 'dms-auditor-')), 'config');
    writeFileSync(file, '[profile audit]\nregion = eu-central-1\n[profile without]\noutput = json\n');
    vi.stubEnv('AWS_CONFIG_FILE', file);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
    vi.stubEnv('AWS_REGION', undefined);
    expect(await defaultRegion({}, profile)).toBe(region);
  });
});

describe('loadCredentials', () => {
  it.each([
    {},
    { profile: 'audit' },
    { role: { arn: 'arn:aws:iam::1:role/a', externalId: 'e' }, region: 'eu-west-1' },
  ])('makes a provider and asks nothing yet: %o', async (options) => {
    expect(await loadCredentials(options)).toBeTypeOf('function');
  });
});
