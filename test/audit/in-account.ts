import { type ConfigRulePorts, evaluateConfigRule } from '../../src/audit/config-rule.ts';
import { type ReadAccount, type ScanOrder, scan } from '../../src/audit/scan.ts';
import { resultFor } from '../../src/audit/shared-result.ts';
import type { ConfigReport, Tidings } from '../../src/model/config-report.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import { noSettings } from '../../src/settings/parse.ts';
import { instanceArn } from '../publish/reports.ts';
import {
  ACCOUNT,
  accountWith,
  anInstance,
  aSnapshot,
  listed,
  REGION,
  TAKEN_AT,
} from '../support/builders.ts';

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

/** Nothing is kept between invocations. */
const alone = {
  shared: null,
  catalogue,
  tool: { name: 'dms-auditor', version: '0' },
  now: () => TAKEN_AT,
  owner: 'request-1',
  timeLeft: () => 0,
  wait: () => Promise.resolve(),
};

/** The use case in an account with these facts; what was read, reported and asked is kept. */
export function inAccount(facts: AccountFacts = account, over: Partial<ConfigRulePorts> = {}) {
  const read: { readonly facts: readonly string[]; readonly regions: readonly string[] }[] = [];
  const reports: ConfigReport[] = [];
  const readAccount: ReadAccount = (names, regions) => {
    read.push({ facts: [...names].sort(), regions });
    return Promise.resolve({ snapshot: aSnapshot(facts), calls: 1 });
  };
  const scanNow = (order: ScanOrder) => scan(readAccount, { name: 'dms-auditor', version: '0' }, order);
  const ports: ConfigRulePorts = {
    catalogue,
    environment: () => ({ region: REGION, homeRegion: REGION, regions: null }),
    settings: () => Promise.resolve(noSettings),
    ownAccount: () => Promise.resolve(ACCOUNT),
    judgeNow: async (order) => (await scanNow(order)).result,
    resultFor: (order) => resultFor(order, { ...alone, scanNow }),
    newestRun: ({ at }) => Promise.resolve(at),
    publish: (report) => Promise.resolve(reports.push(report)),
    remember: () => Promise.resolve(),
    ...over,
  };
  return { run: (event: unknown) => evaluateConfigRule(event, ports), read, reports };
}

export const said = (reports: readonly ConfigReport[]): readonly Tidings[] =>
  reports.map(({ tidings }) => tidings);
