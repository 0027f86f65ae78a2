import { type StartRulesPorts, startRules } from '../../../src/audit/start-rules.ts';
import type { DeployedRule, QueuedStart, StartOutcome } from '../../../src/model/rule-start.ts';
import { catalogue } from '../../../src/rules/index.ts';
import { noSettings } from '../../../src/settings/parse.ts';
import { ACCOUNT, REGION } from '../../support/builders.ts';
import { startsQueue } from './messages.ts';

/** The other audited Region. */
export const other = 'us-east-1';

/** An AWS Config rule for each of these of ours. */
export const deployed = (...rules: readonly string[]): readonly DeployedRule[] =>
  rules.map((rule) => ({ rule, configRule: `dms-auditor-${rule}` }));

/** Rules that are deployed in both Regions of the tests, home being REGION. */
const everywhere = deployed(
  'instance-ingress-is-closed',
  'endpoint-uses-secret',
  'key-rotates',
  'role-trust-is-guarded',
);

/** An account with two audited Regions in which everything works; what the use case did is kept. */
export function inAccount(over: Partial<StartRulesPorts> = {}) {
  const told = {
    listed: [] as string[],
    queued: [] as QueuedStart[],
    noted: [] as string[],
    started: [] as string[],
    warnings: [] as string[],
  };
  const outcome: StartOutcome = { kind: 'started' };
  const ports: StartRulesPorts = {
    catalogue,
    environment: () => ({ region: REGION, regions: [REGION, other], startsQueue }),
    settings: () => Promise.resolve(noSettings),
    ownAccount: () => Promise.resolve(ACCOUNT),
    deployedRules: (region) => {
      told.listed.push(region);
      return Promise.resolve(everywhere);
    },
    queue: (starts) => {
      told.queued.push(...starts);
      return Promise.resolve();
    },
    noteChange: (account, changedAt) => {
      told.noted.push(`${account} ${changedAt}`);
      return Promise.resolve();
    },
    start: (region, names) => {
      told.started.push(`${region} ${names.join(' ')}`);
      return Promise.resolve(new Map(names.map((name) => [name, outcome])));
    },
    warn: (message) => {
      told.warnings.push(message);
    },
    ...over,
  };
  return { ...told, run: (event: unknown) => startRules(event, ports) };
}

/** `Region rule` of each start, without what all AWS Config rules of these tests are called alike. */
export const shortly = (starts: readonly QueuedStart[]): readonly string[] =>
  starts.map(({ region, configRule }) => `${region} ${configRule.replace('dms-auditor-', '')}`).toSorted();
