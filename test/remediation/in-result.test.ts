import { describe, expect, it } from 'vitest';
import { judge } from '../../src/audit/judge.ts';
import { demoEstate } from '../../src/cli/demo/estate.ts';
import { complete, known } from '../../src/model/lookup.ts';
import { defaultSettings as settings } from '../../src/model/settings.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { withPatches } from '../../src/remediation/in-result.ts';
import { catalogue } from '../../src/rules/index.ts';
import { offences } from '../cli/support/contract.ts';
import { accountWith, aSnapshot, aTask } from '../support/builders.ts';

const rules = catalogue.filter(({ profiles }) => profiles.includes('recommended'));

function judged(snapshot: Snapshot) {
  const tool = { name: 'dms-auditor', version: '0.0.0-test' };
  const result = judge(snapshot, { rules, profile: 'recommended', settings, tool, calls: 0 });
  const { findings, patches = [] } = withPatches(result, { snapshot, rules, settings });
  return { result, findings, patches };
}

describe('a result with its patches', () => {
  const { result, findings, patches } = judged(demoEstate);
  const failing = findings.filter(({ status }) => status === 'NON_COMPLIANT');

  it('names for each failure the patch that mends it, or says why there is none', () => {
    const silent = failing.filter(({ id, remediation: { patch, noPatch } }) =>
      typeof patch === 'number'
        ? patches[patch]?.mends.includes(id) !== true || noPatch !== undefined
        : patch !== null || noPatch === undefined || noPatch === '',
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
    expect(patches.length).toBeGreaterThan(10);
  });

  it('says in the summary what the patch changes', () => {
    const byId = new Map(findings.map(({ id, remediation }) => [id, remediation]));
    const instance = 'instance-upgrades-minor-versions@111122223333/us-east-1/rep:WAREHOUSELOAD';
    expect(byId.get(instance)?.summary).toBe(
      'AWS::DMS::ReplicationInstance warehouse-load: AutoMinorVersionUpgrade false -> true',
    );
    expect(byId.get('role-trust-is-guarded@111122223333/global/role:dms-access-for-endpoint')?.summary).toBe(
      'AWS::IAM::Role dms-access-for-endpoint: new AssumeRolePolicyDocument',
    );
  });

  it('leaves the rule’s advice where there is none, and all other findings as they are', () => {
    const before = new Map(result.findings.map((finding) => [finding.id, finding]));
    for (const finding of findings) {
      const { remediation, ...others } = finding;
      const { remediation: advice, ...same } = before.get(finding.id) ?? finding;
      expect(others).toEqual(same);
      if (typeof remediation.patch !== 'number') expect(remediation.summary).toBe(advice.summary);
      if (finding.status !== 'NON_COMPLIANT') expect(remediation).toEqual(advice);
    }
  });

  it('puts the upgrade of an engine before the conditions that lock older ones out', () => {
    const late = patches.filter(({ after }) => after.length > 0);
    expect(late.length).toBeGreaterThan(0);
    for (const { after } of late)
      for (const position of after)
        expect(patches[position]?.changes[0]?.command).toContain('"EngineVersion":');
  });

  it('fits its schema, and grows by less than a tenth', () => {
    expect(offences('result', { ...result, findings, patches })).toEqual([]);
    const sizeOf = (value: object): number => JSON.stringify(value, null, 2).length;
    expect(sizeOf({ ...result, findings, patches })).toBeLessThan(sizeOf(result) * 1.1);
  });
});

describe('what is not known any more after another patch', () => {
  it('is patched too, where its own patch makes it known', () => {
    const task = aTask({ logging: known({ enabled: false, severities: {} }) });
    const { findings, patches } = judged(aSnapshot(accountWith({ tasks: complete([task]) })));
    const logging = findings.filter(({ rule }) => rule.startsWith('task-logs-'));
    expect(logging.map(({ remediation: { patch } }) => typeof patch)).toEqual(['number', 'number']);
    const [modify, ...others] = patches
      .flatMap(({ changes }) => changes.map(({ command }) => command))
      .filter((command) => command.includes('modify-replication-task'));
    expect(modify).toContain('TARGET_APPLY');
    expect(modify).toContain('SOURCE_CAPTURE');
    expect(others).toEqual([]);
  });
});
