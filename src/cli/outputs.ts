import { writeFile } from 'node:fs/promises';
import { closest } from 'fastest-levenshtein';
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
    throw new UserError(
      `unknown format "${name}"; did you mean "${closest(name, [...formatNames])}"? There is ${formatNames.join(', ')}`,
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
  const places = outputs.map(({ file }) => file ?? 'standard output');
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice !== undefined)
    throw new UserError(`two formats go to ${twice}; give one of them its own --output FILE`);
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

/** @throws UserError if the file cannot be written. */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${reasonOf(error, { ENOENT: 'its folder does not exist' })}`);
  }
}
