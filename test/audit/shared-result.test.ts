import { describe, expect, it } from 'vitest';
import { type ReadAccount, type ScanOrder, scan } from '../../src/audit/scan.ts';
import { type ResultOrder, resultFor, type SharedResultPorts } from '../../src/audit/shared-result.ts';
import { cutShort, type Unread } from '../../src/model/lookup.ts';
import { flag } from '../../src/model/parameters.ts';
import type { Result } from '../../src/model/result.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT, accountWith, anAccount, aRegion, aSnapshot, REGION } from '../support/builders.ts';
import { tool } from './a-deployment.ts';
import { account, other, throttled } from './in-account.ts';

const ruleOf = (id: string): Rule => {
  const found = catalogue.find((rule) => rule.id === id);
  if (found === undefined) throw new Error(`there is no rule ${id}`);
  return found;
};
const isPrivate = ruleOf('instance-is-private');

const order: ResultOrder = {
  account: ACCOUNT,
  rule: isPrivate,
  regions: [REGION],
  audited: [REGION],
  settings: defaultSettings,
  overriding: null,
  maxAge: 26,
};
const start = Date.parse('2026-11-02T05:00:00.000Z');
const hoursAgo = (hours: number): string => new Date(start - hours * 3_600_000).toISOString();

/** A publisher whose store holds what a scan of this order some hours ago found. */
async function aPublisher(
  over: {
    readonly stored?: Partial<ScanOrder> & { readonly hours?: number };
    readonly result?: (result: Result) => Result;
    readonly snapshot?: (snapshot: Snapshot) => Snapshot;
    readonly changedAt?: string;
    readonly facts?: typeof account;
    readonly ports?: Partial<SharedResultPorts>;
  } = {},
) {
  const scans: ScanOrder[] = [];
  const steps: string[] = [];
  const scanAt = (takenAt: string) => {
    const read: ReadAccount = () =>
      Promise.resolve({ snapshot: { ...aSnapshot(over.facts ?? account), takenAt }, calls: 9 });
    return (what: ScanOrder) => scan(read, tool, what);
  };
  const { hours = 1, ...stored } = over.stored ?? {};
  const standard: ScanOrder = {
    rules: catalogue,
    regions: [REGION],
    settings: defaultSettings,
    profile: 'all',
  };
  const before = await scanAt(hoursAgo(hours))({ ...standard, ...stored });
  const kept = {
    result: (over.result ?? ((same) => same))(before.result),
    snapshot: (over.snapshot ?? ((same) => same))(before.snapshot),
  };
  const state = { changedAt: over.changedAt ?? null, heldUntil: null };
  const ports: SharedResultPorts = {
    catalogue,
    tool,
    now: () => new Date(start).toISOString(),
    owner: 'request-1',
    timeLeft: () => 240_000,
    wait: (milliseconds) => Promise.resolve(steps.push(`wait ${milliseconds}`)),
    lock: {
      read: () => Promise.resolve(state),
      take: (_, { until }) => {
        steps.push(`take until ${until}`);
        return Promise.resolve({ ...state, taken: true });
      },
      giveBack: (_, __, until) => {
        steps.push(`give back at ${until}`);
        return Promise.resolve();
      },
    },
    latest: () => Promise.resolve(kept.result),
    snapshot: () => Promise.resolve(kept.snapshot),
    store: (_, { result }) => {
      steps.push(`store ${result.scope.rules.length} rules`);
      return Promise.resolve();
    },
    scanNow: (what) => {
      scans.push(what);
      return scanAt(hoursAgo(0))(what);
    },
    ...over.ports,
  };
  const { lock, latest, snapshot, store, ...rest } = ports;
  const shared = { lock, latest, snapshot, store };
  const ask = (what: Partial<ResultOrder> = {}) => resultFor({ ...order, ...what }, { ...rest, shared });
  return { ask, scans, steps };
}

describe('a stored result is published from', () => {
  it.each([
    ['an hour after', {}, {}],
    ['up to max-age after', { stored: { hours: 26 } }, {}],
    ['where nothing changed since', { changedAt: hoursAgo(1) }, {}],
    ['where it holds more Regions than are asked for', { stored: { regions: [REGION, other] } }, {}],
    ['where some clock is a bit ahead', { stored: { hours: -0.05 } }, {}],
  ])('%s', async (_, over, asked) => {
    const { ask, scans, steps } = await aPublisher(over);
    const result = await ask(asked);
    expect(result.findings.map(({ rule, status }) => [rule, status])).toEqual([
      ['instance-is-private', 'NON_COMPLIANT'],
      ['instance-is-private', 'COMPLIANT'],
    ]);
    expect([scans, steps]).toEqual([[], []]);
  });

  it('as if the rule had been judged alone', async () => {
    const { ask } = await aPublisher();
    const { scope, coverage, summary } = await ask();
    expect(scope).toMatchObject({ rules: ['instance-is-private'], regions: [REGION] });
    expect(coverage.listings.map(({ type }) => type)).toEqual([
      'AWS::DMS::ReplicationInstance',
      'AWS::DMS::InstanceProfile',
    ]);
    expect(summary).toEqual({ COMPLIANT: 1, NON_COMPLIANT: 1, NOT_APPLICABLE: 0, UNKNOWN: 0, excepted: 0 });
  });

  it('for its own Region alone, where all are in it', async () => {
    const { ask } = await aPublisher({
      facts: anAccount({ regions: { [REGION]: aRegion(), [other]: aRegion() } }),
    });
    const { findings } = await ask({ audited: [REGION, other] });
    expect(new Set(findings.map(({ resource }) => resource.region))).toEqual(new Set([REGION]));
  });
});

describe('the account is scanned, by all rules that the settings leave on,', () => {
  const tags = { ...defaultSettings, requiredTags: ['team'] };
  const without = (id: string) => catalogue.filter((rule) => rule.id !== id);
  it.each<[string, Parameters<typeof aPublisher>[0], Partial<ResultOrder>]>([
    ['where the result is older than max-age', { stored: { hours: 26.1 } }, {}],
    ['where the rule wants a newer one', { stored: { hours: 3 } }, { maxAge: 2 }],
    ['where something changed since', { changedAt: hoursAgo(0.9) }, {}],
    ['where the result is from the future', { stored: { hours: -1 } }, {}],
    ['where the settings are others', { stored: { settings: tags } }, {}],
    ['where the rule was not judged', { stored: { rules: without('instance-is-private') } }, {}],
    ['where a Region is missing', {}, { regions: [REGION, other] }],
    [
      'where the Region could not be audited',
      {
        result: (result) => ({
          ...result,
          coverage: {
            ...result.coverage,
            notAudited: [{ account: ACCOUNT, region: REGION, reason: 'down' }],
          },
        }),
      },
      {},
    ],
    ['where it is of a profile alone', { stored: { profile: 'recommended' } }, {}],
    [
      'where it is of another release',
      { result: (result) => ({ ...result, tool: { ...tool, version: '0.9.0' } }) },
      {},
    ],
    [
      'where it is of another account',
      { result: (result) => ({ ...result, scope: { ...result.scope, accounts: ['2'] } }) },
      {},
    ],
    ['where there is none', { ports: { latest: () => Promise.resolve(null) } }, {}],
  ])('%s', async (_, over, asked) => {
    const { ask, scans, steps } = await aPublisher(over);
    expect((await ask(asked)).takenAt).toBe(hoursAgo(0));
    expect(scans).toMatchObject([
      { rules: catalogue, regions: asked.regions ?? [REGION], settings: defaultSettings, profile: 'all' },
    ]);
    expect(steps).toEqual([
      'take until 2026-11-02T05:04:00.000Z',
      `store ${catalogue.length} rules`,
      'give back at 2026-11-02T05:00:00.000Z',
    ]);
  });

  it('over all audited Regions and its own', async () => {
    const { ask, scans } = await aPublisher({ ports: { latest: () => Promise.resolve(null) } });
    await ask({ audited: [other] });
    expect(scans.map(({ regions }) => regions)).toEqual([[other, REGION]]);
  });

  it('without those that they switch off', async () => {
    const off = { enabled: false, severity: null, parameters: {} };
    const settings = { ...defaultSettings, rules: { 'instance-spans-zones': off } };
    const { ask, scans } = await aPublisher();
    await ask({ settings });
    expect(scans[0]?.rules).toHaveLength(catalogue.length - 1);
  });

  it('but not where who had the lock before has stored a result meanwhile', async () => {
    const { result } = await (async () => {
      const read: ReadAccount = () => Promise.resolve({ snapshot: aSnapshot(account), calls: 1 });
      const { result: found } = await scan(read, tool, {
        rules: catalogue,
        regions: [REGION],
        settings: defaultSettings,
        profile: 'all',
      });
      return { result: { ...found, takenAt: hoursAgo(0) } };
    })();
    const answers: (Result | null)[] = [null, result];
    const { ask, scans, steps } = await aPublisher({
      ports: { latest: () => Promise.resolve(answers.shift() ?? null) },
    });
    expect((await ask()).findings).toHaveLength(2);
    expect(scans).toEqual([]);
    expect(steps.at(-1)).toBe('give back at 2026-11-02T05:00:00.000Z');
  });
});

describe('parameters that the AWS Config rule overrides', () => {
  const exists = ruleOf('account-role-exists');
  const parameters = { 'require-roles': 'always' };
  const overriding = {
    ...defaultSettings,
    rules: { 'account-role-exists': { enabled: true, severity: null, parameters } },
  };
  const asked = { rule: exists, overriding };
  const statuses = ({ findings }: Result) => [...new Set(findings.map(({ status }) => status))];
  const empty = accountWith({});

  it('are judged from the stored facts, without a call', async () => {
    const { ask, scans } = await aPublisher({ facts: empty });
    expect(statuses(await ask({ rule: exists }))).not.toContain('NON_COMPLIANT');
    expect(statuses(await ask(asked))).toContain('NON_COMPLIANT');
    expect(scans).toEqual([]);
  });

  it('are judged from the facts just read, while all others get the settings’ own', async () => {
    const { ask, scans } = await aPublisher({ facts: empty, stored: { hours: 30 } });
    expect(statuses(await ask(asked))).toContain('NON_COMPLIANT');
    expect(scans).toMatchObject([{ settings: defaultSettings }]);
  });

  it('wait for a scan where the stored facts are not those of the stored result', async () => {
    const { ask, scans } = await aPublisher({
      facts: empty,
      snapshot: (facts) => ({ ...facts, takenAt: hoursAgo(2) }),
    });
    await ask(asked);
    expect(scans).toHaveLength(1);
  });
});

describe('a parameter that takes facts which the settings do not ask for', () => {
  const deeper: Rule = {
    ...isPrivate,
    needs: [...isPrivate.needs, 'connections'],
    needsWith: { deep: ['connections'] },
    parameters: { deep: flag('Whether connections count', false) },
  };
  const rules = { [deeper.id]: { enabled: true, severity: null, parameters: { deep: true } } };
  const overriding = { ...defaultSettings, rules };

  it('is read by its rule alone, and for it alone', async () => {
    const { ask, scans, steps } = await aPublisher({ ports: { catalogue: [deeper] } });
    expect((await ask({ rule: deeper, overriding })).findings).toHaveLength(2);
    expect(scans).toEqual([{ rules: [deeper], regions: [REGION], settings: overriding, profile: 'all' }]);
    expect(steps).toEqual([]);
  });

  it('is published from the stored facts where another rule takes them', async () => {
    const also = { ...deeper, id: 'endpoint-connection-succeeds', needsWith: {} };
    const { ask, scans } = await aPublisher({ ports: { catalogue: [deeper, also] } });
    await ask({ rule: deeper, overriding });
    expect(scans).toEqual([]);
  });
});

describe('what failed in passing', () => {
  const incomplete = (why: Unread) => accountWith({ instances: cutShort([], why) });

  it('makes another scan for the rule that it decided, whose lock then rests half a minute', async () => {
    const { ask, scans, steps } = await aPublisher({ facts: incomplete(throttled) });
    const { findings } = await ask();
    expect(findings.map(({ status }) => status)).toEqual(['UNKNOWN']);
    expect(scans).toHaveLength(1);
    expect(steps.at(-1)).toBe('give back at 2026-11-02T05:00:30.000Z');
  });

  it('keeps no other rule from being published', async () => {
    const { ask, scans } = await aPublisher({ facts: incomplete(throttled) });
    await ask({ rule: ruleOf('endpoint-requires-tls') });
    expect(scans).toEqual([]);
  });

  it('is not what was refused for good', async () => {
    const { ask, scans } = await aPublisher({ facts: incomplete({ ...throttled, transient: false }) });
    expect((await ask()).findings.map(({ status }) => status)).toEqual(['UNKNOWN']);
    expect(scans).toEqual([]);
  });
});

describe('a scan that fails', () => {
  const none = { latest: () => Promise.resolve(null) };
  it.each([
    ['in reading', { scanNow: () => Promise.reject(new Error('STS is down')) }, 'STS is down'],
    ['in storing', { store: () => Promise.reject(new Error('S3 is down')) }, 'S3 is down'],
  ])('%s leaves the lock to others after half a minute', async (_, ports, message) => {
    const { ask, steps } = await aPublisher({ ports: { ...none, ...ports } });
    await expect(ask()).rejects.toThrow(message);
    expect(steps.at(-1)).toBe('give back at 2026-11-02T05:00:30.000Z');
  });

  it('tells what went wrong first', async () => {
    const { ask } = await aPublisher({
      ports: {
        ...none,
        scanNow: () => Promise.reject(new Error('STS is down')),
        lock: {
          read: () => Promise.resolve({ changedAt: null, heldUntil: null }),
          take: () => Promise.resolve({ changedAt: null, heldUntil: null, taken: true }),
          giveBack: () => Promise.reject(new Error('DynamoDB is down')),
        },
      },
    });
    await expect(ask()).rejects.toThrow('STS is down');
  });
});

describe('while another scans', () => {
  const held = { changedAt: null, heldUntil: '2026-11-02T05:04:00.000Z' };
  const scanning = (rounds: number, over: Partial<SharedResultPorts> = {}) => {
    let round = 0;
    return aPublisher({
      stored: { hours: 30 },
      ports: {
        lock: {
          read: () => Promise.resolve(held),
          take: () => Promise.resolve({ ...held, taken: round++ >= rounds }),
          giveBack: () => Promise.resolve(),
        },
        ...over,
      },
    });
  };

  it('a publisher looks every five seconds whether it is done', async () => {
    const { ask, steps, scans } = await scanning(3);
    await ask();
    expect(steps.slice(0, 3)).toEqual(['wait 5000', 'wait 5000', 'wait 5000']);
    expect(scans).toHaveLength(1);
  });

  it.each([
    ['as long as its invocation can', {}, 36],
    ['a little, where there is little time', { timeLeft: () => 75_000 }, 3],
    ['not at all, where there is no time', { timeLeft: () => 30_000 }, 0],
  ])('it waits %s, and is run again', async (_, over, waits) => {
    const { ask, steps } = await scanning(1_000, over);
    await expect(ask()).rejects.toThrow('is being scanned, until 2026-11-02T05:04:00.000Z at the latest');
    expect(steps).toHaveLength(waits);
  });
});
