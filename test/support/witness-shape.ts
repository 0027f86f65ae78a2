import { Ajv } from 'ajv';
import schema from '../../schemas/result.schema.json' with { type: 'json' };
import type { Witness } from '../../src/model/finding.ts';

const hasShape = new Ajv({ strict: false })
  .addSchema(schema, 'result')
  .compile<Witness>({ $ref: 'result#/definitions/Witness' });

/** Whether a witness is what the JSON contract promises, and shows something. */
export const isWitness = (witness: Witness): boolean =>
  hasShape(witness) &&
  (witness.kind !== 'list' || (witness.items.length > 0 && witness.items.every((item) => item !== ''))) &&
  (witness.kind !== 'value' || witness.field !== '') &&
  (witness.kind !== 'path' || witness.paths.every(({ hops }) => hops.length > 0));
