import { mkdirSync, writeFileSync } from 'node:fs';
import { type FactName, factSources, withPrerequisites } from '../../../src/model/facts.ts';
import { catalogue } from '../../../src/rules/index.ts';
import type { FreshAccount } from './aws.ts';
import { migratorOf } from './estate-iam.ts';

/** What tells of all of IAM at once. */
export const detailsCall = 'iam:GetAccountAuthorizationDetails';

const facts: readonly FactName[] = [...withPrerequisites(catalogue.flatMap(({ needs }) => needs))];
const asked = new Set(facts.flatMap((name): readonly string[] => factSources[name].calls));

/** Calls that are made only where the account's details are refused, so that both must fail to be missed. */
export const fallbackCalls: ReadonlySet<string> = new Set(
  facts
    .flatMap((name): readonly string[] => {
      const source = factSources[name];
      return 'otherwise' in source ? source.otherwise : [];
    })
    .filter((call) => !asked.has(call)),
);

/**
 * Calls that no scan gets to here: the emulator answers ListParents to the management account alone, of which
 * nothing is asked, and these come after it.
 */
export const unreachedCalls: ReadonlySet<string> = new Set([
  'organizations:ListParents',
  'organizations:ListPoliciesForTarget',
  'organizations:DescribePolicy',
]);

/** Settings under which each call bears on a verdict: somebody migrates, and the organisation's policies count. */
export const demandingSettings = (fresh: FreshAccount): string =>
  `organization-policies: required\nmigration-principals:\n  - ${migratorOf(fresh)}\n`;

/** A file of these settings. */
export function demandingSettingsFile(fresh: FreshAccount): string {
  const file = `coverage/${fresh.account}.settings.yaml`;
  mkdirSync('coverage', { recursive: true });
  writeFileSync(file, demandingSettings(fresh));
  return file;
}
