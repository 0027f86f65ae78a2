import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { formatOption, pairOutputs } from '../../src/cli/outputs.ts';
import type { Result } from '../../src/model/result.ts';
import { run, runOn, scratch } from './support/run.ts';

const files = scratch();
const toFile = (file: string) => ({ output: file });
const as = formatOption;

describe('formats and outputs are paired in the order they are given', () => {
  it.each([
    ['nothing said', [], [{ format: 'table', file: null }]],
    ['a format', [as('json')], [{ format: 'json', file: null }]],
    ['a format and its file', [as('json'), toFile('r')], [{ format: 'json', file: 'r' }]],
    [
      'two, the second to a file',
      [as('table'), as('json'), toFile('r')],
      [
        { format: 'table', file: null },
        { format: 'json', file: 'r' },
      ],
    ],
    [
      'two, the first to a file',
      [as('json'), toFile('r'), as('table')],
      [
        { format: 'json', file: 'r' },
        { format: 'table', file: null },
      ],
    ],
    [
      'one format to two files',
      [as('json'), toFile('a'), as('json'), toFile('b')],
      [
        { format: 'json', file: 'a' },
        { format: 'json', file: 'b' },
      ],
    ],
  ])('%s', (_, options, paired) => {
    expect(pairOutputs(options)).toEqual(paired);
  });
});

describe('several outputs of one scan', () => {
  it('hold what each format alone would give', async () => {
    const file = files.path('result.json');
    const both = await run('scan', '--demo', '--format', 'table', '--format', 'json', '--output', file);
    expect(both.out).toBe((await run('scan', '--demo')).out);
    expect(await readFile(file, 'utf8')).toBe((await run('scan', '--demo', '--format', 'json')).out);
  });

  it('go to files without colour, whatever the terminal', async () => {
    const file = files.path('table.txt');
    const { out } = await runOn({ color: true }, ['scan', '--demo', '--format', 'table', '--output', file]);
    expect(out).toBe('');
    expect(await readFile(file, 'utf8')).toBe((await run('scan', '--demo')).out);
  });

  it('are without the patches of what fails where these are not wanted, and else the same', async () => {
    const read = async (...more: readonly string[]): Promise<Result> =>
      JSON.parse((await run('scan', '--demo', '--format', 'json', ...more)).out) as Result;
    const [whole, verdicts] = [await read(), await read('--no-patches')];
    expect(whole.patches?.length).toBeGreaterThan(10);
    expect(verdicts).not.toHaveProperty('patches');
    const told = ({ findings }: Result) =>
      findings.map(({ id, status, because, witness }) => ({ id, status, because, witness }));
    expect(told(verdicts)).toEqual(told(whole));
  });

  it('leave standard output to the JSON alone', async () => {
    const { out, err } = await run('scan', '--demo', '--format', 'json');
    expect(() => JSON.parse(out) as unknown).not.toThrow();
    expect(err).toContain('These findings come from an example');
  });
});
