import type { Result } from '../model/result.ts';

/** The JSON contract, as `schemas/result.schema.json` describes it. */
export const json = (result: Result): string => `${JSON.stringify(result, null, 2)}\n`;
