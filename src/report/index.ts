import type { Result } from '../model/result.ts';
import { json } from './json.ts';
import { type TableOptions, table } from './table.ts';

type Format = (result: Result, options: TableOptions) => string;

/** Every format by its name: a new one is one file and one line. */
export const formats = { table, json } as const satisfies Record<string, Format>;
export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as readonly FormatName[];
