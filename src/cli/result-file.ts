import { type Result, resultVersion } from '../model/result.ts';
import { readJson } from './read-file.ts';
import { UserError } from './user-error.ts';

/** @throws UserError if the file cannot be read, is no result of a scan, or is of another version. */
export async function readResult(file: string): Promise<Result> {
  const value = await readJson(file, 'scan again');
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (typeof version !== 'string' || typeof value !== 'object' || value === null || !('findings' in value)) {
    throw new UserError(
      `${file} is ${isSnapshot(value) ? 'a snapshot' : 'JSON'} but no result; make one with: dms-auditor scan --format json --output result.json`,
    );
  }
  if (version !== resultVersion) {
    throw new UserError(
      `${file} has result version ${JSON.stringify(version)}, and this dms-auditor reads version ${resultVersion}; use the release that wrote it, or a newer one`,
    );
  }
  const { isResult } = await import('./result-validator.ts');
  if (isResult(value)) return value;
  const { instancePath, message } = isResult.errors?.[0] ?? {};
  throw new UserError(
    `${file} is a damaged result: ${instancePath || 'its top level'} ${message ?? 'is wrong'}; scan again`,
  );
}

const isSnapshot = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'accounts' in value;
