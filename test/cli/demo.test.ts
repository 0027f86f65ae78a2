import { describe, expect, it } from 'vitest';
import { demoEstate } from '../../src/cli/demo/estate.ts';
import { severities, statuses } from '../../src/model/finding.ts';
import type { Result } from '../../src/model/result.ts';
import { offences } from './support/contract.ts';
import { run } from './support/run.ts';

const judged = async (): Promise<Result> =>
  JSON.parse((await run('scan', '--demo', '--profile-set', 'all', '--format', 'json')).out) as Result;

describe('the estate that ships inside', () => {
  it('is a snapshot', () => {
    expect(offences('snapshot', demoEstate)).toEqual([]);
  });

  it('is one account, two Regions, 3 instances, 8 endpoints, 5 tasks and 6 roles', () => {
    const accounts = Object.values(demoEstate.accounts);
    const regions = accounts.flatMap((account) => Object.values(account.regions));
    const count = (kind: 'instances' | 'endpoints' | 'tasks'): number =>
      regions.reduce((sum, facts) => sum + facts[kind].items.length, 0);
    expect({
      accounts: accounts.length,
      regions: regions.length,
      instances: count('instances'),
      endpoints: count('endpoints'),
      tasks: count('tasks'),
      roles: accounts.flatMap(({ iam }) => Object.keys(iam.roles)).length,
    }).toEqual({ accounts: 1, regions: 2, instances: 3, endpoints: 8, tasks: 5, roles: 6 });
  });

  it('has ARNs of its own, each once, and names only what is in it', () => {
    const regions = Object.values(demoEstate.accounts).flatMap((account) => Object.values(account.regions));
    const [instances, endpoints, tasks] = [
      regions.flatMap((facts) => facts.instances.items),
      regions.flatMap((facts) => facts.endpoints.items),
      regions.flatMap((facts) => facts.tasks.items),
    ];
    const arns = [...instances, ...endpoints, ...tasks].map(({ arn }) => arn);
    expect(new Set(arns).size).toBe(arns.length);
    for (const task of tasks) {
      expect(instances.map(({ arn }) => arn)).toContain(task.instanceArn);
      expect(endpoints.filter(({ direction }) => direction === 'source').map(({ arn }) => arn)).toContain(
        task.sourceEndpointArn,
      );
      expect(endpoints.filter(({ direction }) => direction === 'target').map(({ arn }) => arn)).toContain(
        task.targetEndpointArn,
      );
    }
  });

  it('shows every outcome, and failures of every weight from LOW to CRITICAL', async () => {
    const { findings } = await judged();
    const seen = new Set(findings.map(({ status }) => status));
    expect(statuses.filter((status) => !seen.has(status))).toEqual([]);
    const weights = new Set(
      findings.filter(({ status }) => status === 'NON_COMPLIANT').map(({ severity }) => severity),
    );
    expect(severities.filter((severity) => severity !== 'INFORMATIONAL' && !weights.has(severity))).toEqual(
      [],
    );
  });

  it('is judged by every rule, and most of it is in order', async () => {
    const { scope, findings, summary } = await judged();
    const rules = new Set(findings.map(({ rule }) => rule));
    expect(scope.rules.filter((rule) => !rules.has(rule))).toEqual([]);
    expect(summary.COMPLIANT).toBeGreaterThan(summary.NON_COMPLIANT);
  });
});

describe('what npm start prints', () => {
  it('is the table, that it is an example, and what to type for the own account; it ends 0', async () => {
    const { exitCode, out, err } = await run('scan', '--demo', '--fail-on', 'none', '--allow-unknown');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^SEVERITY +RULE +RESOURCE +REGION +BECAUSE\nCRITICAL /);
    expect(err).toContain('come from an example that ships inside, not from your account');
    expect(err).toMatch(/^ {2}npm run dms-auditor -- scan\b/m);
  });

  it('ends 1 without the two options, because there are failures', async () => {
    expect((await run('scan', '--demo')).exitCode).toBe(1);
  });
});
