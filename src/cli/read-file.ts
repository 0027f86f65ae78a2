import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UserError } from './user-error.ts';

/** The text of a file, or one line why not. */
export async function readText(file: string): Promise<string> {
  return (await bytesOf(file)).toString('utf8');
}

/**
 * The JSON of a file, plain or compressed by gzip, as functions keep it in the results bucket.
 *
 * @throws UserError if it cannot be read, or is something else: then `again` says what to do.
 */
export async function readJson(file: string, again: string): Promise<unknown> {
  const bytes = await bytesOf(file);
  try {
    const plain = isCompressed(bytes) ? await unpack(bytes) : bytes;
    return JSON.parse(plain.toString('utf8'));
  } catch {
    throw new UserError(`${file} is not JSON; if it was cut off on its way, ${again}`);
  }
}

const unpack = promisify(gunzip);

/** RFC 1952, 2.3.1: the first two bytes. No JSON begins with them. */
const isCompressed = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
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
