import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result.ts';
import type { AsffFinding } from '../../src/report/asff-finding.ts';
import { faultsIn } from '../report/ocsf-schema.ts';
import { run } from './support/run.ts';

const scan = async (format: string): Promise<string> => (await run('scan', '--demo', '--format', format)).out;
const result = JSON.parse(await scan('json')) as Result;

describe('scan', () => {
  it('--format asff prints one list, of all that is judged and applies', async () => {
    const findings = JSON.parse(await scan('asff')) as readonly AsffFinding[];
    const { COMPLIANT, NON_COMPLIANT, UNKNOWN } = result.summary;
    expect(findings).toHaveLength(COMPLIANT + NON_COMPLIANT + UNKNOWN);
    expect(new Set(findings.map(({ Id }) => Id)).size).toBe(findings.length);
    const ids = findings.map(({ ProductFields }) => ProductFields['dms-auditor/FindingId']);
    const wanted = result.findings.filter(({ status }) => status !== 'NOT_APPLICABLE').map(({ id }) => id);
    expect(ids.toSorted()).toEqual(wanted.toSorted());
    // No rule of the catalogue relates to more requirements than the format takes, nor is without a title.
    expect(
      findings
        .flatMap(({ Compliance }) => Compliance.RelatedRequirements)
        .filter((text) => / more$/.test(text)),
    ).toEqual([]);
    expect(findings.filter(({ Title }) => !Title.includes(' '))).toEqual([]);
  });

  it('--format ocsf prints a line for each finding, which fits the schema', async () => {
    const events = (await scan('ocsf'))
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown);
    expect(events).toHaveLength(result.findings.length);
    expect(events.flatMap(faultsIn)).toEqual([]);
  });
});
