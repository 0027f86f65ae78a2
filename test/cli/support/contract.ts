import { Ajv } from 'ajv';
import checkPolicySchema from '../../../schemas/check-policy.schema.json' with { type: 'json' };
import diffSchema from '../../../schemas/diff.schema.json' with { type: 'json' };
import fixSchema from '../../../schemas/fix.schema.json' with { type: 'json' };
import resultSchema from '../../../schemas/result.schema.json' with { type: 'json' };
import snapshotSchema from '../../../schemas/snapshot.schema.json' with { type: 'json' };

const ajv = new Ajv({ strict: false, allErrors: true });
const schemas = {
  result: ajv.compile(resultSchema),
  snapshot: ajv.compile(snapshotSchema),
  diff: ajv.compile(diffSchema),
  fix: ajv.compile(fixSchema),
  'check-policy': ajv.compile(checkPolicySchema),
};

/** What a shipped schema has against a value as it is written to a file; empty if nothing. */
export function offences(schema: keyof typeof schemas, value: unknown): readonly string[] {
  const validate = schemas[schema];
  if (validate(JSON.parse(JSON.stringify(value)))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
