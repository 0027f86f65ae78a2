import { createGenerator } from 'ts-json-schema-generator';

/** The JSON Schema of a type, made from the type itself so that the two cannot differ. */
function schemaOf(type: string, path: string, title: string): string {
  const generator = createGenerator({
    path,
    tsconfig: 'tsconfig.json',
    type,
    topRef: false,
    expose: 'all',
    additionalProperties: false,
    skipTypeCheck: true,
  });
  const { $schema, ...schema } = generator.createSchema(type);
  return `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`;
}

export const snapshotSchema = (): string =>
  schemaOf('Snapshot', 'src/model/snapshot.ts', 'dms-auditor snapshot, version 1');
export const resultSchema = (): string =>
  schemaOf('Result', 'src/model/result.ts', 'dms-auditor result, version 1');
export const settingsSchema = (): string =>
  schemaOf('SettingsFile', 'src/settings/shape.ts', 'dms-auditor.yaml');
export const checkPolicySchema = (): string =>
  schemaOf('PolicyCheck', 'src/model/policy-check.ts', 'dms-auditor check-policy, version 1');
export const diffSchema = (): string =>
  schemaOf('Comparison', 'src/model/comparison.ts', 'dms-auditor diff, version 1');
export const fixSchema = (): string =>
  schemaOf('PrintedFixes', 'src/remediation/render/json.ts', 'dms-auditor fix, version 1');
