import { describe, expect, it } from 'vitest';
import { type ReadAccount, type ScanOrder, scan } from '../../src/audit/scan.ts';
import { type ScheduledScanPorts, scanOnSchedule } from '../../src/audit/scheduled-scan.ts';
import { selectRules } from '../../src/audit/select-rules.ts';
import { Refusal } from '../../src/model/refusal.ts';
import type { Result } from '../../src/model/result.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { catalogue } from '../../src/rules/index.ts';
import { noSettings } from '../../src/settings/parse.ts';
import { ACCOUNT, accountWith, anInstance, aSnapshot, listed, REGION } from '../support/builders.ts';

const configuration = {
  region: REGION,
  homeRegion: 'us-east-1',
  regions: null,
  profile: 'recommended',
  bucket: 'results',
  topicArn: 'topic',
} as const;
const facts = accountWith({
  instances: listed(anInstance({ id: 'a', publiclyAccessible: true }), anInstance({ id: 'b', arn: 'arn:b' })),
});
const readAccount: ReadAccount = () => Promise.resolve({ snapshot: aSnapshot(facts), calls: 7 });

const place = { bucket: 'results', key: 'a.json.gz' };
const where = { account: ACCOUNT, bucket: 'results', homeRegion: 'us-east-1' };

function aScan(over: Partial<ScheduledScanPorts> = {}) {
  const done: unknown[] = [];
  const orders: ScanOrder[] = [];
  const results: Result[] = [];
  const run = () =>
    scanOnSchedule({
      catalogue,
      configuration: () => configuration,
      settings: () => Promise.resolve(noSettings),
      ownAccount: () => Promise.resolve(ACCOUNT),
      scanNow: (order) => {
        orders.push(order);
        return scan(readAccount, { name: 'dms-auditor', version: '0' }, order);
      },
      store: ({ result, snapshot }, to) => {
        done.push(['store', result.scope.profile, Object.keys(snapshot.accounts), to]);
        return Promise.resolve(place);
      },
      memory: () => ({
        writer: null,
        alerts: {
          ...{ catalogue, sent: null },
          send: (notice, { to }) => {
            if (notice.kind !== 'digest') throw new Error('nothing is known from before');
            const { account, result, place: kept } = notice.night;
            done.push(['tell', result.scope.profile, { account, to, place: kept }]);
            results.push(result);
            return Promise.resolve();
          },
        },
      }),
      records: [
        (result, _, to) => {
          done.push(['record', result.scope.profile, to]);
          return Promise.resolve();
        },
      ],
      ...over,
    });
  return { run, done, orders, results };
}

describe('a scan on a schedule', () => {
  it('stores the result, records it elsewhere, and tells of it', async () => {
    const { run, done, results } = aScan();
    expect(await run()).toEqual({
      level: 'info',
      message: 'scanned, stored and told',
      summary: results[0]?.summary,
      details: { account: ACCOUNT, regions: REGION, calls: 7 },
    });
    expect(done).toEqual([
      ['store', 'all', [ACCOUNT], where],
      ['record', 'recommended', { ...where, securityHub: 'off' }],
      ['tell', 'recommended', { account: ACCOUNT, to: { kind: 'text', arn: 'topic' }, place }],
    ]);
  });

  it.each(['recommended', 'security-hub', 'all'] as const)(
    'judges all rules, and tells of those of the profile %s, as they weigh there',
    async (profile) => {
      const { run, orders, results } = aScan({ configuration: () => ({ ...configuration, profile }) });
      await run();
      expect(orders.map(({ rules }) => rules.length)).toEqual([catalogue.length]);
      const told = selectRules(catalogue, { profile, ids: null, settings: defaultSettings });
      expect(results[0]?.scope.rules).toEqual(told.map(({ id }) => id));
    },
  );

  it.each([
    ['the environment', [REGION, 'us-east-1'], ['eu-west-2'], [REGION, 'us-east-1']],
    ['the settings', null, ['eu-west-2'], ['eu-west-2']],
    ['the function', null, null, [REGION]],
  ])('reads the Regions of %s', async (_, environment, settings, regions) => {
    const { run, orders } = aScan({
      configuration: () => ({ ...configuration, regions: environment }),
      settings: () => Promise.resolve({ ...noSettings, regions: settings }),
    });
    await run();
    expect(orders.map((order) => order.regions)).toEqual([regions]);
  });

  it('judges the rules that the settings leave on', async () => {
    const off = { enabled: false, severity: null, parameters: {} };
    const settings = { ...defaultSettings, rules: { 'instance-is-private': off } };
    const { run, orders } = aScan({ settings: () => Promise.resolve({ ...noSettings, settings }) });
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

  it('for want of anybody to tell is told before anything is read', async () => {
    const { run, orders } = aScan({ configuration: () => ({ ...configuration, topicArn: null }) });
    expect(await run()).toMatchObject({
      level: 'error',
      message: expect.stringContaining('set DMS_AUDITOR_TOPIC_ARN to') as string,
    });
    expect(orders).toEqual([]);
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

describe('a place that fails', () => {
  const failing = (error: Error) => () => Promise.reject(error);
  it('keeps no other from the result, and is named when the rest is done', async () => {
    const { run, done } = aScan({ records: [failing(new Error('hub')), failing(new Error('bucket'))] });
    await expect(run()).rejects.toThrow('hub; bucket');
    expect(done.map((each) => (Array.isArray(each) ? (each[0] as unknown) : each))).toEqual([
      'store',
      'tell',
    ]);
  });

  it('is not tried again where that would change nothing', async () => {
    const { run } = aScan({ records: [failing(new Refusal('no role')), failing(new Refusal('no bucket'))] });
    expect(await run()).toMatchObject({ level: 'error', message: 'no role; no bucket' });
  });
});
