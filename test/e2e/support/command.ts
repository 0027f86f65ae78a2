import { execFile } from 'node:child_process';
import type { Result } from '../../../src/model/result.ts';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a user would. */
export function dmsAuditor(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['bin/dms-auditor.js', ...args],
      { env: { ...process.env, ...environment }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

/** A scan's result; fails if there is none. */
export async function scan(args: readonly string[]): Promise<Result> {
  const { code, stdout, stderr } = await dmsAuditor(['scan', '--format', 'json', ...args]);
  if (code > 1) throw new Error(`scan ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Result;
}

/** A scan's verdicts, without the patches of what fails. */
export const judged = (args: readonly string[]): Promise<Result> => scan(['--no-patches', ...args]);

/** Every verdict in one comparable line, sorted: `rule Region resource: STATUS`. */
export const verdictsOf = ({ findings }: Result): readonly string[] =>
  findings.map(({ rule, resource, status }) => verdict(rule, resource.region, resource.id, status)).sort();

export const verdict = (rule: string, region: string, id: string, status: string): string =>
  `${rule} ${region} ${id}: ${status}`;
