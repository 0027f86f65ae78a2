import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

const file = 'bin/dms-auditor.js';

/** Runs the file as a Node of this version would, up to where it loads the program. */
async function under(version: string) {
  const source = await readFile(file, 'utf8');
  const said: string[] = [];
  const process = { versions: { node: version }, exitCode: undefined as number | undefined };
  let loaded: string | null = null;
  const program = {
    import: (path: string) => {
      loaded = path;
      return { catch: () => undefined };
    },
    console: { error: (line: string) => said.push(line) },
    process,
  };
  // `import` is a keyword: under another name it can be handed in.
  const text = source.replace(/^#!.*/, '').replace('import(', 'load(');
  runInNewContext(text, { ...program, load: program.import });
  return { said, exitCode: process.exitCode, loaded: loaded as string | null };
}

describe('the file that people start', () => {
  it.each(['0.12.18', '8.17.0', '18.20.4', '20.20.2', '22.17.1'])(
    'says in one line that Node %s is too old, and ends 2',
    async (version) => {
      expect(await under(version)).toEqual({
        said: [`dms-auditor: needs Node 22.18 or later, this is ${version}`],
        exitCode: 2,
        loaded: null,
      });
    },
  );

  it.each(['22.18.0', '22.19.0', '24.0.0', '100.1.0'])('loads the program on Node %s', async (version) => {
    expect(await under(version)).toEqual({ said: [], exitCode: undefined, loaded: '../dist/cli/run.js' });
  });

  it('asks for the Node that the manifest asks for', async () => {
    const { engines } = JSON.parse(await readFile('package.json', 'utf8')) as {
      readonly engines: { readonly node: string };
    };
    expect(await readFile(file, 'utf8')).toContain(`[${engines.node.replace('>=', '').replace('.', ', ')}]`);
  });

  it('uses no syntax that old versions cannot read', async () => {
    expect(await readFile(file, 'utf8')).not.toMatch(
      /=>|`|\b(const|let|class|async|await)\b|\?\.|\?\?|,\s*\)\s*=>/,
    );
  });
});

/** The machine's own Node, which may be an old one. */
const machineNode = '/usr/bin/node';
const { stdout } = await promisify(execFile)(machineNode, ['--version']).catch(() => ({ stdout: '' }));
const [major = 99, minor = 99] = stdout.replace('v', '').split('.').map(Number);
const isOld = stdout !== '' && (major < 22 || (major === 22 && minor < 18));

// Runs only where the machine has such a Node besides the one of the tests.
it.runIf(isOld)(
  `a real Node that is too old (${machineNode} ${stdout.trim()}) prints that one line`,
  async () => {
    const failed: unknown = await promisify(execFile)(machineNode, [file, 'scan', '--demo']).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `dms-auditor: needs Node 22.18 or later, this is ${stdout.trim().slice(1)}\n`,
    });
  },
);
