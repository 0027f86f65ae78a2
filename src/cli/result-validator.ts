import { Ajv } from 'ajv';
import schema from '../../schemas/result.schema.json' with { type: 'json' };
import type { Result } from '../model/result.ts';

/** Tells whether a value is a result of this version. Compiling the schema takes a moment: loaded when needed. */
export const isResult = new Ajv({ strict: false }).compile<Result>(schema);
