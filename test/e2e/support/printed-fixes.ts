import { execFile } from 'node:child_process';
import type { CallName } from '../../../src/remediation/calls.ts';
import { commandOf } from '../../../src/remediation/render/cli.ts';
import { type FreshAccount, region } from './aws.ts';
import { dmsAuditor } from './command.ts';

/** A fix as `fix --format json` tells it, as far as it matters here. */
export interface PrintedFix {
  /** Ids of the findings that it mends. */
  readonly fixes: readonly string[];
  readonly changes: readonly { readonly call: CallName }[];
}

/** One command of a printed script, and the call that it makes. */
export interface PrintedCommand {
  readonly call: CallName;
  readonly command: string;
}

/** What `fix` prints of an account, in one format. */
export async function printedFixes(format: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await dmsAuditor(['fix', '--format', format, ...args]);
  if (code !== 0) throw new Error(`fix ended with ${code}: ${stderr}`);
  return stdout;
}

/**
 * The commands of a script in their order, each with the call of the fixes that it stands for; those that ask whose
 * credentials these are, or wait for an engine, stand for none.
 */
export function commandsOf(script: string, fixes: readonly PrintedFix[]): readonly PrintedCommand[] {
  const commands = script
    .split('\n')
    .filter((line) => line.startsWith('aws ') && !line.startsWith('aws dms wait '));
  const calls = fixes.flatMap(({ changes }) => changes.map(({ call }) => call));
  if (commands.length !== calls.length)
    throw new Error(`${commands.length} commands stand for ${calls.length} calls`);
  return commands.map((command, index) => {
    const call = calls[index];
    if (call === undefined || !command.startsWith(`aws ${commandOf(call)} `))
      throw new Error(`${command} does not stand for ${String(call)}`);
    return { call, command };
  });
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line in a POSIX shell with an account's credentials, as whoever copies it does. */
export async function inShell(line: string, { credentials }: FreshAccount): Promise<Ran> {
  const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
  const env = {
    ...process.env,
    ...{
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    },
    ...{ AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_PAGER: '' },
  };
  return new Promise((resolve) => {
    execFile('sh', ['-c', line], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
