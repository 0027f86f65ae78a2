import { describe, expect, it } from 'vitest';
import { processTerminal } from '../../src/cli/terminal.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import { run, runOn, spawned } from './support/run.ts';

interface Look {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Lets standard output of this process look as if a terminal were behind it, or none. */
function looking<T>({ isTTY, columns }: Look, look: () => T): T {
  const { stdout } = process;
  const before = { isTTY: stdout.isTTY, columns: stdout.columns };
  Object.assign(stdout, { isTTY, columns });
  try {
    return look();
  } finally {
    Object.assign(stdout, before);
  }
}

describe('what is assumed about standard output', () => {
  it.each([
    ['a terminal', { isTTY: true, columns: 120 }, false, { width: 120, color: true }],
    ['a terminal, NO_COLOR', { isTTY: true, columns: 120 }, true, { width: 120, color: false }],
    ['a narrow terminal', { isTTY: true, columns: 40 }, false, { width: 80, color: true }],
    ['a terminal that does not say how wide it is', { isTTY: true }, false, { width: 80, color: true }],
    ['a pipe', {}, false, { width: 140, color: false }],
    ['a file', { isTTY: false }, false, { width: 140, color: false }],
  ] as const)('%s', (_, look, noColor, assumed) => {
    const { width, color } = looking(look, () => processTerminal(noColor));
    expect({ width, color }).toEqual(assumed);
  });

  it.each([
    [undefined, false],
    ['', false],
    ['1', true],
    ['0', true],
  ])('NO_COLOR=%s', (value, noColor) => {
    const before = process.env['NO_COLOR'];
    if (value === undefined) delete process.env['NO_COLOR'];
    else process.env['NO_COLOR'] = value;
    try {
      expect(readEnvironment().noColor).toBe(noColor);
    } finally {
      if (before === undefined) delete process.env['NO_COLOR'];
      else process.env['NO_COLOR'] = before;
    }
  });

  it('a pipe gets no colour on a build server either', async () => {
    const args = ['scan', '--demo', '--rules', 'instance-is-private'];
    const { out } = await spawned(args, { CI: 'true', FORCE_COLOR: '1' });
    expect(out).toBe((await run(...args)).out);
    expect(out).not.toContain('\u001b');
    expect((await runOn({ color: true }, args)).out).toContain('\u001b');
  });
});
