import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judge } from '../../src/audit/judge.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import { offences } from '../cli/support/contract.ts';
import { aSnapshot } from '../support/builders.ts';
import { randomAccount, randomCases } from '../support/random-snapshots.ts';

const judged = (snapshot: Snapshot) =>
  judge(snapshot, {
    rules: catalogue,
    profile: 'all',
    settings: defaultSettings,
    tool: snapshot.tool,
    calls: 0,
  });

it('a snapshot written to a file and read again fits its schema and gives the same result, which fits its own', () => {
  const property = fc.property(randomAccount, (account) => {
    const snapshot = aSnapshot(account);
    const again = JSON.parse(JSON.stringify(snapshot)) as Snapshot;
    const result = judged(snapshot);
    expect(offences('snapshot', again)).toEqual([]);
    expect(offences('result', result)).toEqual([]);
    expect(judged(again)).toEqual(result);
    expect(new Set(result.findings.map(({ id }) => id)).size).toBe(result.findings.length);
  });
  fc.assert(property, { numRuns: Math.ceil(randomCases / 6), includeErrorInReport: true });
});
