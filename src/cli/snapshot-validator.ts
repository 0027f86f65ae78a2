import { Ajv } from 'ajv';
import schema from '../../schemas/snapshot.schema.json' with { type: 'json' };
import type { Snapshot } from '../model/snapshot.ts';

/** Tells whether a value is a snapshot of this version. Compiling the schema takes a moment: loaded when needed. */
export const isSnapshot = new Ajv({ strict: false }).compile<Snapshot>(schema);
