import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { type Environment, readEnvironment } from '../../../src/settings/environment.ts';

/** What a run of the command line leaves behind. */
export interface Run {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

interface Looks {
  readonly color?: boolean;
  readonly width?: number;
  /** What is piped in; left out, standard input is a terminal. */
  readonly input?: string;
}

/** Runs the command line inside this process, where AWS has no part in it. */
export const run = (...args: readonly string[]): Promise<Run> => runOn({}, args);

export const runOn = (looks: Looks, args: readonly string[]): Promise<Run> =>
  runIn({ region: { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined }, noColor: false }, looks, args);

async function runIn(
  environment: Environment,
  { color = false, width = 140, input }: Looks,
  args: readonly string[],
): Promise<Run> {
  const written = { out: '', err: '' };
  const exitCode = await main(args, {
    terminal: {
      out: (text) => {
        written.out += text;
      },
      err: (text) => {
        written.err += text;
      },
      input: () => Promise.resolve(input ?? null),
      width,
      color,
      watched: false,
    },
    environment,
  });
  return { exitCode, ...written };
}

/** Nothing of the machine's own AWS configuration gets in. */
const nowhere = {
  HOME: '/nonexistent',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** Runs the command line inside this process with these variables and no other of AWS. Not for tests at one time. */
export async function runWith(
  variables: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Run> {
  const before = { ...process.env };
  for (const name of Object.keys(before))
    if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, nowhere, variables);
  try {
    return await runIn(readEnvironment(), {}, args);
  } finally {
    for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
}

/** Runs the command line as a process of its own, with this environment and no other, and this piped in. */
export function spawned(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['src/cli/run.ts', ...args],
      { env: { ...nowhere, ...environment }, timeout: 30_000 },
      (_, out, err) => {
        resolve({ exitCode: child.exitCode ?? -1, out, err });
      },
    );
    child.stdin?.end(input);
  });
}

/** A folder for the tests of a file, gone afterwards. */
export function scratch(): {
  readonly path: (name: string) => string;
  readonly write: (name: string, content: string | Buffer) => Promise<string>;
} {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dms-auditor-test-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
  const path = (name: string): string => join(folder, name);
  return {
    path,
    write: async (name, content) => {
      await writeFile(path(name), content);
      return path(name);
    },
  };
}
