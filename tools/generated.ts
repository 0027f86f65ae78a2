import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { remedyTable } from '../src/remediation/render/table.ts';
import { alerts } from './alarms.ts';
import { configGuide } from './config-guide.ts';
import { configRules, conformancePack } from './config-rules.ts';
import { functionRoles } from './function-roles.ts';
import {
  checkPolicySchema,
  diffSchema,
  fixSchema,
  resultSchema,
  settingsSchema,
  snapshotSchema,
} from './json-schemas.ts';
import { managedPolicies } from './managed-policies.ts';
import { iamCallsStack, memberStack } from './member-stack.ts';
import { readerPolicy } from './reader-policy.ts';
import { readme } from './readme.ts';
import { rulePages } from './rule-pages.ts';
import { serviceTables } from './service-tables.ts';
import { starts } from './starts.ts';

/** Files that follow from the source. `--check` writes nothing and fails where one is out of date. */
const files: Readonly<Record<string, () => string | Promise<string>>> = {
  'schemas/snapshot.schema.json': snapshotSchema,
  'schemas/result.schema.json': resultSchema,
  'schemas/check-policy.schema.json': checkPolicySchema,
  'schemas/diff.schema.json': diffSchema,
  'schemas/fix.schema.json': fixSchema,
  'schemas/settings.schema.json': settingsSchema,
  'infra/reader-policy.json': readerPolicy,
  'infra/alerts.yml': alerts,
  'infra/config-rules.yml': configRules,
  'infra/conformance-pack.yml': conformancePack,
  'infra/iam-calls.yml': iamCallsStack,
  'infra/member-stack.yml': memberStack,
  'infra/roles.yml': functionRoles,
  'infra/starts.yml': starts,
  'src/analysis/services/service-tables.json': serviceTables,
  'src/analysis/services/managed-policies.json': managedPolicies,
  'docs/aws-config.md': configGuide,
  'docs/remediation.md': remedyTable,
  'README.md': readme,
};

const checking = process.argv.includes('--check');
const stale: string[] = [];
const pages = Object.entries(await rulePages()).map(([path, text]) => [path, () => text] as const);
for (const [path, generate] of [...Object.entries(files), ...pages]) {
  const wanted = formatted(path, await generate());
  const present = await readFile(path, 'utf8').catch(() => '');
  if (present === wanted) continue;
  stale.push(path);
  if (checking) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, wanted);
}

if (!checking) console.log(stale.length === 0 ? 'nothing to write' : `written: ${stale.join(', ')}`);
else if (stale.length > 0) {
  console.error(`out of date: ${stale.join(', ')}; run: npm run generate`);
  process.exitCode = 1;
}

/** JSON as `npm run check:format` wants it. */
function formatted(path: string, text: string): string {
  if (!path.endsWith('.json')) return text;
  const biome = ['node_modules/@biomejs/biome/bin/biome', 'format', `--stdin-file-path=${path}`];
  return execFileSync(process.execPath, biome, { input: text, encoding: 'utf8' });
}
