import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import schema from '../../schemas/settings.schema.json' with { type: 'json' };
import { catalogue } from '../../src/rules/index.ts';
import { noSettings, parseSettings } from '../../src/settings/parse.ts';
import { run } from './support/run.ts';

const folder = await mkdtemp(join(tmpdir(), 'settings-'));
const init = async (file: string) => {
  const answer = await run('settings', '--init', '--output', file);
  return { answer, text: await readFile(file, 'utf8') };
};

describe('settings --init', () => {
  it('writes a file that says nothing yet', async () => {
    const file = join(folder, 'new.yaml');
    const { answer, text } = await init(file);
    expect(answer).toEqual({
      exitCode: 0,
      out: '',
      err: `${file} is written; use it with: dms-auditor scan --settings ${file}\n`,
    });
    expect(await parseSettings(text, file, catalogue)).toEqual(noSettings);
  });

  it('holds every key there is, each as it may be used', async () => {
    const { text } = await init(join(folder, 'all.yaml'));
    const inUse = text.replaceAll(/^#(?=[a-z]| {2})/gm, '');
    const { settings } = await parseSettings(inUse, 'all.yaml', catalogue);
    const keys = inUse.split('\n').flatMap((line) => /^([a-z-]+):/.exec(line)?.[1] ?? []);
    expect(keys.toSorted()).toEqual(Object.keys(schema.properties).toSorted());
    for (const { id, parameters } of catalogue) {
      const standard = Object.entries(parameters).map(([name, { default: value }]) => [name, value]);
      if (standard.length === 0) continue;
      expect(settings.rules[id]?.parameters).toEqual(Object.fromEntries(standard));
    }
    expect(settings.exceptions).toHaveLength(1);
  });

  it('never writes over a file', async () => {
    const file = join(folder, 'mine.yaml');
    await writeFile(file, 'regions: [eu-west-1]\n');
    const { exitCode, err } = await run('settings', '--init', '--output', file);
    expect({ exitCode, err }).toEqual({
      exitCode: 2,
      err: `dms-auditor: cannot write ${file}: it exists already; name another file with --output\n`,
    });
    expect(await readFile(file, 'utf8')).toBe('regions: [eu-west-1]\n');
  });

  it('says where it cannot write', async () => {
    const { exitCode, err } = await run('settings', '--init', '--output', join(folder, 'no', 'such.yaml'));
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^dms-auditor: cannot write .*such\.yaml: .*\n$/);
  });

  it('says what it does where nothing is asked of it', async () => {
    expect(await run('settings')).toEqual({
      exitCode: 2,
      out: '',
      err: 'dms-auditor: settings needs --init, which writes dms-auditor.yaml or the --output that is named\n',
    });
  });
});
