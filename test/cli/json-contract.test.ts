import { describe, expect, it } from 'vitest';
import type { Finding, Status } from '../../src/model/finding.ts';
import type { Result } from '../../src/model/result.ts';
import { catalogue } from '../../src/rules/index.ts';
import { offences } from './support/contract.ts';
import { run } from './support/run.ts';

const print = async (): Promise<string> => (await run('scan', '--demo', '--format', 'json')).out;
const text = await print();
const result = JSON.parse(text) as Result;
const { findings, summary, scope, coverage } = result;
const of = (...wanted: readonly Status[]): readonly Finding[] =>
  findings.filter(({ status }) => wanted.includes(status));

describe('the JSON of a scan', () => {
  it('fits its schema', () => {
    expect(offences('result', result)).toEqual([]);
  });

  it('is the same on every run, byte by byte', async () => {
    expect(await print()).toBe(text);
  });

  it('says what was judged, by what', () => {
    expect(result.schemaVersion).toBe('1');
    expect(result.tool.name).toBe('dms-auditor');
    expect(result.takenAt).toBe('2026-11-02T03:00:00.000Z');
    expect(scope).toEqual({
      accounts: ['111122223333'],
      regions: ['eu-central-1', 'us-east-1'],
      rules: catalogue.filter(({ profiles }) => profiles.includes('recommended')).map(({ id }) => id),
      profile: 'recommended',
      settingsHash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
  });

  it('has ids that name one finding each', () => {
    const ids = findings.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('has a summary that adds up', () => {
    expect(summary).toEqual({
      COMPLIANT: of('COMPLIANT').length,
      NON_COMPLIANT: of('NON_COMPLIANT').length,
      NOT_APPLICABLE: of('NOT_APPLICABLE').length,
      UNKNOWN: of('UNKNOWN').length,
      excepted: 0,
    });
    expect(of('COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'UNKNOWN')).toHaveLength(findings.length);
  });

  it('has a witness for each failure', () => {
    expect(of('NON_COMPLIANT').filter(({ witness }) => witness === null)).toEqual([]);
  });

  it('says what would settle each UNKNOWN, and of nothing else', () => {
    expect(of('UNKNOWN').filter(({ settledBy }) => settledBy === null)).toEqual([]);
    expect(
      of('COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE').filter(({ settledBy }) => settledBy !== null),
    ).toEqual([]);
  });

  it('tells each finding in a fragment: not empty, one line, no full stop', () => {
    expect(findings.filter(({ because }) => !/^\S.*[^.\s]$/.test(because))).toEqual([]);
  });

  it('puts roles into no Region and all else into an audited one', () => {
    for (const { resource } of findings) {
      if (resource.type.startsWith('AWS::IAM::')) expect(resource.region).toBe('global');
      else if (resource.type !== 'AWS::::Account') expect(scope.regions).toContain(resource.region);
    }
  });

  it('has an ARN for each resource, and none for an account', async () => {
    const { out } = await run(
      'scan',
      '--demo',
      '--rules',
      'neptune-endpoint-uses-iam,task-logs-source',
      '--format',
      'json',
    );
    const all = [...findings, ...(JSON.parse(out) as Result).findings];
    for (const { resource } of all) {
      if (resource.type === 'AWS::::Account') expect(resource.arn).toBeNull();
      else expect(resource.arn).toMatch(/^arn:aws:(dms|iam|kms):/);
    }
  });

  it('lists what was not read, and that every listing was whole', () => {
    expect(coverage.unread).toEqual([
      {
        account: '111122223333',
        region: 'global',
        call: 'iam:GetRole',
        resource: 'dms-redshift-load',
        error: 'AccessDenied',
        transient: false,
      },
      {
        account: '111122223333',
        region: 'global',
        call: 'organizations:ListParents',
        resource: '111122223333',
        error: 'AccessDeniedException',
        transient: false,
      },
    ]);
    expect(coverage.listings.filter(({ complete }) => !complete)).toEqual([]);
    expect(coverage.calls).toBe(0);
    expect(coverage.notAudited).toEqual([]);
  });
});
