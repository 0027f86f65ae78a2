import type { ErrorObject } from 'ajv';
import { mergeSnapshots } from '../audit/merge.ts';
import { type Snapshot, snapshotVersion } from '../model/snapshot.ts';
import { readJson } from './read-file.ts';
import { UserError } from './user-error.ts';

/**
 * Reads snapshots and puts them together.
 *
 * @throws UserError if one cannot be read, is no snapshot, or is of another version.
 */
export async function readSnapshots(files: readonly string[]): Promise<Snapshot> {
  const snapshots: Snapshot[] = [];
  for (const file of files) snapshots.push(await readSnapshot(file));
  const [first, ...more] = snapshots;
  if (first === undefined) throw new UserError('--snapshot needs the name of a file');
  return mergeSnapshots(first, ...more);
}

async function readSnapshot(file: string): Promise<Snapshot> {
  const value = await readJson(file, 'collect the snapshot again');
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (typeof version !== 'string' || typeof value !== 'object' || value === null || !('accounts' in value)) {
    throw new UserError(
      `${file} is ${isResult(value) ? 'a result of a scan' : 'JSON'} but no snapshot; make one with: dms-auditor collect --output snapshot.json`,
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

const isResult = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'findings' in value;

const describe = (error: ErrorObject | undefined): string =>
  error === undefined
    ? 'it does not fit its schema'
    : `${error.instancePath || 'its top level'} ${error.message ?? 'is wrong'}`;
