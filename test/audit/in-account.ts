import { type ConfigRulePorts, evaluateConfigRule } from '../../src/audit/config-rule.ts';
import { type ReadAccount, scan } from '../../src/audit/scan.ts';
import type { ConfigReport, Tidings } from '../../src/model/config-report.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import { instanceArn } from '../publish/reports.ts';
import { ACCOUNT, accountWith, anInstance, aSnapshot, listed, REGION } from '../support/builders.ts';

export const other = 'us-east-1';
export const open = anInstance({
  id: 'instance-1',
  arn: instanceArn('instance-1'),
  publiclyAccessible: true,
});
const closed = anInstance({ id: 'instance-2', arn: instanceArn('instance-2') });
export const account = accountWith({ instances: listed(open, closed) });
export const throttled = {
  call: 'dms:DescribeReplicationInstances',
  resource: null,
  error: 'ThrottlingException',
  transient: true,
};
export const denied = { ...throttled, error: 'AccessDeniedException', transient: false };

/** The use case in an account with these facts; what was read, reported and asked is kept. */
export function inAccount(facts: AccountFacts = account, over: Partial<ConfigRulePorts> = {}) {
  const read: { readonly facts: readonly string[]; readonly regions: readonly string[] }[] = [];
  const reports: ConfigReport[] = [];
  const readAccount: ReadAccount = (names, regions) => {
    read.push({ facts: [...names].sort(), regions });
    return Promise.resolve({ snapshot: aSnapshot(facts), calls: 1 });
  };
  const judgeNow: ConfigRulePorts['judgeNow'] = (order) =>
    scan(readAccount, { name: 'dms-auditor', version: '0' }, order);
  const ports: ConfigRulePorts = {
    catalogue,
    environment: () => ({ region: REGION, homeRegion: REGION, regions: null }),
    settings: () => Promise.resolve({ settings: defaultSettings, regions: null }),
    ownAccount: () => Promise.resolve(ACCOUNT),
    judgeNow,
    resultFor: judgeNow,
    publish: (report) => Promise.resolve(reports.push(report)),
    ...over,
  };
  return { run: (event: unknown) => evaluateConfigRule(event, ports), read, reports };
}

export const said = (reports: readonly ConfigReport[]): readonly Tidings[] =>
  reports.map(({ tidings }) => tidings);
