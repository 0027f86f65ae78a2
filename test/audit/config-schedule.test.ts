import { describe, expect, it } from 'vitest';
import type { ResultOrder } from '../../src/audit/shared-result.ts';
import { cutShort } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { noSettings } from '../../src/settings/parse.ts';
import { AT, instanceType } from '../publish/reports.ts';
import {
  ACCOUNT,
  accountWith,
  anAccount,
  aRegion,
  aRole,
  iamOf,
  REGION,
  rolesKnown,
} from '../support/builders.ts';
import { anItem, changed, scheduled } from './config-events.ts';
import { account, denied, inAccount, open, other, said } from './in-account.ts';
import { aResult } from './results.ts';

describe('a schedule', () => {
  it('reports all findings of the rule, from one result', async () => {
    const { run, reports } = inAccount();
    expect(await run(scheduled())).toMatchObject({
      summary: { COMPLIANT: 1, NON_COMPLIANT: 1, NOT_APPLICABLE: 0, UNKNOWN: 0 },
    });
    expect(reports).toMatchObject([
      {
        at: AT,
        tidings: { kind: 'all', findings: [{ status: 'NON_COMPLIANT' }, { status: 'COMPLIANT' }] },
      },
    ]);
  });

  it('takes its result from where results come from, and says what it asks for', async () => {
    const orders: ResultOrder[] = [];
    const { run, read } = inAccount(account, {
      resultFor: (order) => {
        orders.push(order);
        return Promise.resolve(aResult());
      },
      environment: () => ({ region: REGION, homeRegion: REGION, regions: [REGION, other] }),
    });
    await run(scheduled());
    await run(scheduled({ ruleParameters: '{"rule":"role-trust-is-guarded","max-age":"3"}' }));
    await run(scheduled({ ruleParameters: '{"rule":"account-role-exists","require-roles":"always"}' }));
    expect(read).toEqual([]);
    const audited = [REGION, other];
    const asked = { account: ACCOUNT, audited, settings: defaultSettings, overriding: null, maxAge: 26 };
    expect(orders).toMatchObject([
      { ...asked, rule: { id: 'instance-is-private' }, regions: [REGION] },
      { ...asked, rule: { id: 'role-trust-is-guarded' }, regions: audited, maxAge: 3 },
      {
        ...asked,
        rule: { id: 'account-role-exists' },
        regions: audited,
        overriding: { rules: { 'account-role-exists': { parameters: { 'require-roles': 'always' } } } },
      },
    ]);
  });

  it('withdraws everything where the settings switch the rule off, and reads nothing', async () => {
    const off = { enabled: false, severity: null, parameters: {} };
    const settings = { ...defaultSettings, rules: { 'instance-is-private': off } };
    const { run, read, reports } = inAccount(account, {
      settings: () => Promise.resolve({ ...noSettings, settings }),
    });
    await run(scheduled());
    await run(changed());
    expect(said(reports)).toMatchObject([
      { kind: 'all', findings: [], because: 'the settings switch the rule off' },
      { kind: 'gone', because: 'the settings switch the rule off' },
    ]);
    const [tidings] = said(reports);
    expect(tidings?.kind === 'all' && tidings.wasListed(instanceType)).toBe(true);
    expect(read).toEqual([]);
  });

  const instances = { rule: 'instance-is-private', type: instanceType };
  const ofAccount = { rule: 'instance-is-private', type: 'AWS::::Account' };
  const roles = { rule: 'role-trust-is-guarded', type: 'AWS::IAM::Role' };
  const without = (kind: 'instances' | 'instanceProfiles' | 'tasks') =>
    accountWith({ [kind]: cutShort([], denied) });
  it.each([
    ['a complete listing', account, instances, true],
    ['a listing cut short', accountWith({ instances: cutShort([open], denied) }), instances, false],
    ['a complete listing beside one cut short', without('instanceProfiles'), instances, true],
    ['roles, all carriers listed', account, roles, true],
    ['roles, a carrier cut short', without('tasks'), roles, false],
    ['the account, all listed', account, ofAccount, true],
    ['the account, something missing', without('instanceProfiles'), ofAccount, false],
  ])('with %s knows what may be withdrawn', async (_, facts, { rule, type }, withdrawn) => {
    const { run, reports } = inAccount(facts);
    await run(scheduled({ ruleParameters: JSON.stringify({ rule }) }));
    const [tidings] = said(reports);
    expect(tidings?.kind === 'all' && tidings.wasListed(type)).toBe(withdrawn);
  });

  it('withdraws nothing where a Region was not audited', async () => {
    const { run, reports } = inAccount(account, {
      resultFor: () => {
        const result = aResult();
        const notAudited = [{ account: ACCOUNT, region: REGION, reason: 'down' }];
        return Promise.resolve({ ...result, coverage: { ...result.coverage, notAudited } });
      },
    });
    await run(scheduled());
    const [tidings] = said(reports);
    expect(tidings?.kind === 'all' && tidings.wasListed(instanceType)).toBe(false);
  });
});

describe('a rule on roles', () => {
  const roles = { ruleParameters: '{"rule":"role-trust-is-guarded"}' };
  const facts = anAccount({
    regions: { [REGION]: aRegion(), [other]: aRegion() },
    iam: iamOf(rolesKnown(aRole())),
  });
  const role = anItem({
    resourceType: 'AWS::IAM::Role',
    resourceId: 'AROAEXAMPLE',
    resourceName: 'dms-vpc-role',
    ARN: null,
    awsRegion: 'global',
  });

  it.each([
    ['a schedule', scheduled(roles)],
    ['a change', changed(role, roles)],
  ])('is judged over all audited Regions: %s', async (_, event) => {
    const { run, read, reports } = inAccount(facts, {
      environment: () => ({ region: REGION, homeRegion: REGION, regions: [REGION, other] }),
    });
    await run(event);
    expect(read).toMatchObject([{ regions: [REGION, other] }]);
    expect(reports).toHaveLength(1);
  });

  it('knows a role by its name', async () => {
    const { run, reports } = inAccount(facts);
    await run(changed(role, roles));
    expect(said(reports)).toMatchObject([
      {
        kind: 'changed',
        resource: { type: 'AWS::IAM::Role', id: 'AROAEXAMPLE' },
        verdicts: [{ status: 'COMPLIANT' }],
      },
    ]);
  });

  it('takes the Regions of the settings where the environment names none', async () => {
    const { run, read } = inAccount(facts, {
      settings: () => Promise.resolve({ ...noSettings, regions: [other] }),
    });
    await run(scheduled(roles));
    expect(read).toMatchObject([{ regions: [other] }]);
  });

  it('reports in the home Region alone', async () => {
    const { run, read, reports } = inAccount(facts, {
      environment: () => ({ region: REGION, homeRegion: other, regions: null }),
    });
    expect(await run(scheduled(roles))).toMatchObject({
      level: 'warn',
      message: `role-trust-is-guarded reports in the home Region ${other} alone; remove its AWS Config rule from ${REGION}`,
    });
    expect([read, reports]).toEqual([[], []]);
  });
});
