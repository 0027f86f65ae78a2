import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsFor } from '../../src/model/facts.ts';
import type { Result } from '../../src/model/result.ts';
import { catalogue } from '../../src/rules/index.ts';
import { findProxy, freshAccount, region } from './support/aws.ts';
import { dmsAuditor, judged, verdictsOf } from './support/command.ts';
import { buildDemandingEstate } from './support/demanding.ts';
import {
  demandingSettingsFile,
  detailsCall,
  fallbackCalls,
  proxyName,
  unreachedCalls,
} from './support/permissions-in-turn.ts';

const proxy = await findProxy();

const calls = callsFor(catalogue.flatMap(({ needs }) => needs)).filter((call) => !unreachedCalls.has(call));
const callsOf = new Map(catalogue.map(({ id, needs }) => [id, callsFor(needs)]));

describe.skipIf(proxy === null)('each API denied, one at a time', () => {
  const fresh = freshAccount();
  const settings = demandingSettingsFile(fresh);
  const arguments_ = ['--role-arn', fresh.roleArn, '--regions', region, '--settings', settings];
  let before: Result;
  let withoutDetails: Result;
  beforeAll(async () => {
    await buildDemandingEstate(fresh);
    before = await judged(arguments_);
    await proxy?.inject({ deny: [detailsCall] });
    withoutDetails = await judged(arguments_);
  });
  afterAll(() => proxy?.inject({}));

  it.each(calls)('%s', async (call) => {
    const isFallback = fallbackCalls.has(call);
    await proxy?.inject({ deny: isFallback ? [detailsCall, call] : [proxyName(call)] });
    const after = await judged(arguments_);
    const was = new Map(
      (isFallback ? withoutDetails : before).findings.map(({ id, status }) => [id, status]),
    );
    const changed = after.findings.filter(({ id, status }) => was.get(id) !== status);
    expect(changed.filter(({ status }) => status !== 'UNKNOWN')).toEqual([]);
    expect(changed.map(({ rule }) => rule).filter((rule) => !callsOf.get(rule)?.includes(call))).toEqual([]);
    expect(changed.length).toBeGreaterThan(0);
    expect(after.coverage.unread.map((entry) => entry.call)).toContain(call);
    const gone = [...was.keys()].filter((id) => after.findings.every((finding) => finding.id !== id));
    const lostSight = new Set(
      after.findings
        .filter(({ status, resource }) => status === 'UNKNOWN' && resource.type === 'AWS::::Account')
        .map(({ rule }) => rule),
    );
    expect(gone.filter((id) => !lostSight.has(id.split('@')[0] ?? ''))).toEqual([]);
  });

  it('none, and then no call is made that only fills gaps', async () => {
    await proxy?.inject({});
    await judged(arguments_);
    const made = Object.keys((await proxy?.stats())?.byAction ?? {});
    expect(made.filter((call) => fallbackCalls.has(call))).toEqual([]);
  });

  it('account:ListRegions, which no verdict needs', async () => {
    await proxy?.inject({ deny: ['account:*'] });
    const after = await judged(arguments_);
    expect(verdictsOf(after)).toEqual(verdictsOf(before));
    const all = await dmsAuditor(['scan', '--role-arn', fresh.roleArn, '--regions', 'all']);
    expect(all.code).toBe(2);
    expect(all.stderr).toMatch(/^dms-auditor: --regions all needs to know the Regions/m);
  });

  it('everything is throttled now and then: the same verdicts', async () => {
    // The proxy answers ElastiCache, which speaks the Query protocol, in JSON, and that nobody can read.
    await proxy?.inject({ throttle: 0.1, throttleFor: { 'elasticache:*': 0 }, seed: 3 });
    expect(verdictsOf(await judged(arguments_))).toEqual(verdictsOf(before));
  });
});
