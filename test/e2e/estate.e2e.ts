import { beforeAll, describe, expect, it } from 'vitest';
import { freshAccount, region } from './support/aws.ts';
import { dmsAuditor, judged, scan, verdictsOf } from './support/command.ts';
import { buildEstate, type EstateKeys } from './support/estate.ts';
import { expectedLines } from './support/estate-verdicts.ts';

describe('an estate of its own', () => {
  const fresh = freshAccount();
  let keys: EstateKeys;
  beforeAll(async () => {
    keys = await buildEstate(fresh);
  });

  it('gets every expected verdict and no other', async () => {
    const result = await judged(['--role-arn', fresh.roleArn, '--regions', region]);
    expect(verdictsOf(result)).toEqual(expectedLines(keys, fresh.account));
    expect(result.scope.accounts).toEqual([fresh.account]);
  });

  it('is judged the same from a collected snapshot, and the snapshot holds no secret', async () => {
    const live = await scan(['--role-arn', fresh.roleArn, '--regions', region]);
    const file = `coverage/${fresh.account}.snapshot.json`;
    const { code } = await dmsAuditor([
      'collect',
      '--role-arn',
      fresh.roleArn,
      '--regions',
      region,
      '--output',
      file,
    ]);
    expect(code).toBe(0);
    const saved = await scan(['--snapshot', file]);
    expect(saved.findings).toEqual(live.findings);
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain('never-to-be-seen');
    expect(text).not.toContain('somebody');
  });
});

describe('an account in which DMS was never used', () => {
  const fresh = freshAccount();

  it('ends clean, and says why', async () => {
    const { code, stdout } = await dmsAuditor([
      'scan',
      '--role-arn',
      fresh.roleArn,
      '--regions',
      `${region},eu-west-1`,
    ]);
    expect(stdout).toContain('Nothing to judge: there is no DMS resource in us-east-1, eu-west-1.');
    expect(code).toBe(0);
  });
});
