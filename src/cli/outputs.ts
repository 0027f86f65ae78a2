import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { nearest } from '../analysis/policy/nearest.ts';
import type { Result } from '../model/result.ts';
import { type FormatName, formatNames, formats } from '../report/index.ts';
import { catalogue } from '../rules/index.ts';
import { reasonOf } from './read-file.ts';
import type { Terminal } from './terminal.ts';
import { UserError } from './user-error.ts';

/** One rendering of a result and where it goes; null is standard output. */
interface Output {
  readonly format: FormatName;
  readonly file: string | null;
}

/** `--format` and `--output` in the order in which they were given. */
export type OutputOption = { readonly format: FormatName } | { readonly output: string };

/** @throws UserError naming the nearest format. */
export function formatOption(name: string): OutputOption {
  const format = formatNames.find((known) => known === name);
  if (format === undefined) {
    const near = nearest(name, formatNames);
    const all = formatNames.join(', ');
    throw new UserError(
      `unknown format "${name}"; ${near === null ? `there is ${all}` : `did you mean "${near}"? There is ${all}`}`,
    );
  }
  return { format };
}

/**
 * Pairs each `--output` with the `--format` before it; a format without an output goes to standard output,
 * and so does a table where no format is given.
 *
 * @throws UserError for an output without a format, and for two outputs to one place.
 */
export function pairOutputs(options: readonly OutputOption[]): readonly Output[] {
  const outputs: Output[] = [];
  for (const option of options) {
    if ('format' in option) {
      outputs.push({ format: option.format, file: null });
      continue;
    }
    const last = outputs.pop();
    if (last?.file !== null) {
      throw new UserError(
        `--output ${option.output} needs a --format before it, such as --format json --output ${option.output}`,
      );
    }
    outputs.push({ format: last.format, file: option.output });
  }
  const places = outputs.map(({ file }) => (file === null ? null : resolve(file)));
  const twice = outputs.find((_, index) => places.indexOf(places[index] ?? null) !== index);
  if (twice !== undefined)
    throw new UserError(
      `two formats go to ${twice.file ?? 'standard output'}; give one of them its own --output FILE`,
    );
  return outputs.length === 0 ? [{ format: 'table', file: null }] : outputs;
}

/** Renders a result to each of its outputs. */
export async function writeOutputs(
  result: Result,
  outputs: readonly Output[],
  terminal: Terminal,
): Promise<void> {
  for (const { format, file } of outputs) {
    const { width, color } = file === null ? terminal : { width: 140, color: false };
    const text = formats[format](result, { width, color, rules: catalogue });
    if (file === null) terminal.out(text);
    else await writeText(file, text);
  }
}

/** Before anything is read at length. @throws UserError if a file cannot be written as things stand. */
export async function checkWritable(files: readonly (string | null)[]): Promise<void> {
  for (const file of files) {
    if (file === null) continue;
    try {
      const found = await stat(file).catch(() => null);
      if (found?.isDirectory() === true) throw Object.assign(new Error(), { code: 'EISDIR' });
      await access(found === null ? dirname(file) : file, constants.W_OK);
    } catch (error) {
      throw unwritable(file, error);
    }
  }
}

const unwritable = (file: string, error: unknown): UserError =>
  new UserError(`cannot write ${file}: ${reasonOf(error, { ENOENT: 'its folder does not exist' })}`);

/** @throws UserError if the file cannot be written. */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw unwritable(file, error);
  }
}
