import { readFile } from 'node:fs/promises';
import type { ErrorObject } from 'ajv';
import { mergeSnapshots } from '../audit/merge.ts';
import { type Snapshot, snapshotVersion } from '../model/snapshot.ts';
import { UserError } from './user-error.ts';

/**
 * Reads snapshots and puts them together.
 *
 * @throws UserError if one cannot be read, is no snapshot, or is of another version.
 */
export async function readSnapshots(files: readonly string[]): Promise<Snapshot> {
  const snapshots: Snapshot[] = [];
  for (const file of files) snapshots.push(await parseSnapshot(await readText(file), file));
  const [first, ...more] = snapshots;
  if (first === undefined) throw new UserError('--snapshot needs the name of a file');
  return mergeSnapshots(first, ...more);
}

/** The text of a file, or one line why not. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read ${file}: ${reasonOf(error)}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
};

/** Why the file system refused, in words; `special` ones come first. */
export function reasonOf(error: unknown, special: Readonly<Record<string, string>> = {}): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return special[code] ?? reasons[code] ?? error.message;
}

async function parseSnapshot(text: string, file: string): Promise<Snapshot> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${file} is not JSON; if it was cut off on its way, collect the snapshot again`);
  }
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (typeof version !== 'string' || typeof value !== 'object' || value === null || !('accounts' in value)) {
    throw new UserError(
      `${file} is JSON but no snapshot; make one with: dms-auditor collect --output ${file}`,
    );
  }
  if (version !== snapshotVersion) {
    throw new UserError(
      `${file} has snapshot version ${JSON.stringify(version)}, and this dms-auditor reads version ${snapshotVersion}; use the release that wrote it, or a newer one`,
    );
  }
  const { isSnapshot } = await import('./snapshot-validator.ts');
  if (isSnapshot(value)) {
    const odd = Object.keys(value.accounts).find((id) => !/^\d{12}$/.test(id));
    if (odd === undefined) return value;
    throw new UserError(`${file} is a damaged snapshot: /accounts/${odd} is no account id; collect it again`);
  }
  throw new UserError(`${file} is a damaged snapshot: ${describe(isSnapshot.errors?.[0])}; collect it again`);
}

const describe = (error: ErrorObject | undefined): string =>
  error === undefined
    ? 'it does not fit its schema'
    : `${error.instancePath || 'its top level'} ${error.message ?? 'is wrong'}`;
