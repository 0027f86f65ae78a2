import type { Result } from '../model/result.ts';
import type { RuleTexts } from '../model/rule.ts';
import { json } from './json.ts';
import { asff, ocsf } from './recordings.ts';
import { type TableOptions, table } from './table.ts';

interface ReportOptions extends TableOptions {
  /** The texts of the rules. */
  readonly rules: readonly RuleTexts[];
}

type Format = (result: Result, options: ReportOptions) => string;

/** Every format by its name: a new one is one file and one line. */
export const formats = { table, json, asff, ocsf } as const satisfies Record<string, Format>;
export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as readonly FormatName[];
