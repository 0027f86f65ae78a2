import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/audit/judge.ts';
import { demoEstate } from '../../src/cli/demo/estate.ts';
import type { Result } from '../../src/model/result.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { withPatches } from '../../src/remediation/in-result.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT, anAccount, aRegion, aSnapshot, FOREIGN, REGION } from '../support/builders.ts';
import { run, scratch } from './support/run.ts';

const files = scratch();
const json = ['--profile-set', 'all', '--format', 'json'];

async function scanned(...snapshots: readonly string[]): Promise<Result> {
  return JSON.parse((await run('scan', '--snapshot', ...snapshots, ...json)).out) as Result;
}

/** What `--profile-set all` judges. */
const allRules = catalogue.filter(({ profiles }) => profiles.includes('all'));

describe('a snapshot in a file', () => {
  it('gives the result that the object gives', async () => {
    const file = await files.write('demo.json', JSON.stringify(demoEstate, null, 2));
    const { tool } = demoEstate;
    const judged = { rules: allRules, settings: defaultSettings };
    const result = judge(demoEstate, { ...judged, profile: 'all', tool, calls: 0 });
    expect(await scanned(file)).toEqual(withPatches(result, { ...judged, snapshot: demoEstate }));
  });

  it('may be compressed, as functions keep it', async () => {
    const text = JSON.stringify(demoEstate);
    const plain = await files.write('plain.json', text);
    const packed = await files.write('packed.json.gz', gzipSync(text));
    expect(await scanned(packed)).toEqual(await scanned(plain));
  });

  it('joins one of another account', async () => {
    const here = await files.write('here.json', JSON.stringify(demoEstate));
    const there = await files.write('there.json', JSON.stringify(aSnapshot()));
    const both = await scanned(here, there);
    expect(both.scope.accounts).toEqual(['111122223333', ACCOUNT]);
    const of = (account: string) => both.findings.filter(({ resource }) => resource.account === account);
    expect(of('111122223333')).toEqual((await scanned(here)).findings);
    expect(of(ACCOUNT)).toEqual((await scanned(there)).findings);
  });

  it('joins one of another Region', async () => {
    const other = aSnapshot(anAccount({ regions: { 'us-east-1': aRegion() } }));
    const one = await files.write('ireland.json', JSON.stringify(aSnapshot()));
    const two = await files.write('virginia.json', JSON.stringify(other));
    expect((await scanned(one, two)).scope).toMatchObject({
      accounts: [ACCOUNT],
      regions: [REGION, 'us-east-1'],
    });
  });
});

describe('where there is nothing to judge, a scan ends 0 and the table says why', () => {
  it.each([
    ['DMS was never used', aSnapshot(), `there is no DMS resource in ${REGION}`],
    [
      'two Regions are empty',
      aSnapshot(anAccount({ regions: { [REGION]: aRegion(), 'us-east-1': aRegion() } })),
      `there is no DMS resource in ${REGION}, us-east-1`,
    ],
  ])('%s', async (_, snapshot, sentence) => {
    const file = await files.write('empty.json', JSON.stringify(snapshot));
    const { exitCode, out } = await run('scan', '--snapshot', file);
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      new RegExp(
        `: 0 COMPLIANT, 0 NON_COMPLIANT, \\d+ NOT_APPLICABLE, 0 UNKNOWN\\.\nNothing to judge: ${sentence}\\.\n$`,
      ),
    );
    const { findings } = await scanned(file);
    expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(['NOT_APPLICABLE']));
    expect(new Set(findings.map(({ rule }) => rule)).size).toBe(allRules.length);
  });

  it('also of one rule alone', async () => {
    const file = await files.write('empty.json', JSON.stringify(aSnapshot()));
    const { out } = await run('scan', '--snapshot', file, '--rules', 'instance-engine-supports-guard');
    expect(out).toContain(`Nothing to judge: no AWS::DMS::ReplicationInstance in ${REGION}.`);
  });
});

it('an account of another owner in the file is judged as that account', async () => {
  const snapshot = { ...aSnapshot(), accounts: { [FOREIGN]: anAccount() } };
  const file = await files.write('foreign.json', JSON.stringify(snapshot));
  expect((await scanned(file)).scope.accounts).toEqual([FOREIGN]);
});
