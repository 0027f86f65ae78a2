import { describe, expect, it } from 'vitest';
import type { ScanOrder } from '../../src/audit/scan.ts';
import { type ScheduledScanPorts, scanOnSchedule } from '../../src/audit/scheduled-scan.ts';
import { Refusal } from '../../src/model/refusal.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { catalogue } from '../../src/rules/index.ts';
import { failed, onInstance } from '../publish/reports.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';
import { aResult } from './results.ts';

const configuration = {
  region: REGION,
  regions: null,
  profile: 'recommended',
  bucket: 'results',
  topicArn: 'topic',
} as const;
const result = aResult(onInstance('a', failed), onInstance('b'));

function aScan(over: Partial<ScheduledScanPorts<string>> = {}) {
  const done: unknown[] = [];
  const orders: ScanOrder[] = [];
  const run = () =>
    scanOnSchedule<string>({
      catalogue,
      configuration: () => configuration,
      settings: () => Promise.resolve({ settings: defaultSettings, regions: null }),
      ownAccount: () => Promise.resolve(ACCOUNT),
      judgeNow: (order) => {
        orders.push(order);
        return Promise.resolve(result);
      },
      store: (stored, to) => {
        done.push(['store', stored.findings.length, to]);
        return Promise.resolve('place');
      },
      announce: (told, to) => {
        done.push(['announce', told.findings.length, to]);
        return Promise.resolve();
      },
      ...over,
    });
  return { run, done, orders };
}

describe('a scan on a schedule', () => {
  it('stores the result, then tells of it', async () => {
    const { run, done } = aScan();
    expect(await run()).toEqual({
      level: 'info',
      message: 'scanned, stored and told',
      summary: result.summary,
      details: { account: ACCOUNT, regions: REGION, calls: 0 },
    });
    expect(done).toEqual([
      ['store', 2, { account: ACCOUNT, bucket: 'results' }],
      ['announce', 2, { account: ACCOUNT, topicArn: 'topic', place: 'place' }],
    ]);
  });

  it.each([
    ['the environment', [REGION, 'us-east-1'], ['eu-west-2'], [REGION, 'us-east-1']],
    ['the settings', null, ['eu-west-2'], ['eu-west-2']],
    ['the function', null, null, [REGION]],
  ])('reads the Regions of %s', async (_, environment, settings, regions) => {
    const { run, orders } = aScan({
      configuration: () => ({ ...configuration, regions: environment }),
      settings: () => Promise.resolve({ settings: defaultSettings, regions: settings }),
    });
    await run();
    expect(orders.map((order) => order.regions)).toEqual([regions]);
  });

  it('judges the rules of the profile that the settings leave on', async () => {
    const off = { enabled: false, severity: null, parameters: {} };
    const settings = { ...defaultSettings, rules: { 'instance-is-private': off } };
    const { run, orders } = aScan({ settings: () => Promise.resolve({ settings, regions: null }) });
    await run();
    const ids = orders[0]?.rules.map(({ id }) => id) ?? [];
    expect(ids).toContain('instance-spans-zones');
    expect(ids).not.toContain('instance-is-private');
  });
});

describe('a scan that cannot be done', () => {
  const refusing = () => {
    throw new Refusal('set DMS_AUDITOR_RESULTS_BUCKET');
  };
  it('for want of a bucket or a topic is told before anything is read', async () => {
    const { run, done, orders } = aScan({ configuration: refusing });
    expect(await run()).toEqual({
      level: 'error',
      message: 'set DMS_AUDITOR_RESULTS_BUCKET',
      summary: null,
      details: {},
    });
    expect([done, orders]).toEqual([[], []]);
  });

  it('for want of the bucket itself tells nobody of a result', async () => {
    const { run, done } = aScan({ store: () => Promise.reject(new Refusal('no bucket')) });
    expect(await run()).toMatchObject({ level: 'error', message: 'no bucket' });
    expect(done).toEqual([]);
  });

  it('now, may be later', async () => {
    const { run, done } = aScan({ store: () => Promise.reject(new Error('s3:PutObject failed')) });
    await expect(run()).rejects.toThrow('s3:PutObject failed');
    expect(done).toEqual([]);
  });
});
