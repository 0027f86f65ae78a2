import type { Finding } from '../src/model/finding.ts';
import type { Rule } from '../src/model/rule.ts';
import { defaultSettings, type Settings } from '../src/model/settings.ts';
import type { AccountFacts } from '../src/model/snapshot.ts';
import { type Plan, planFixes } from '../src/remediation/plan.ts';
import { ACCOUNT } from '../test/support/builders.ts';

/** What a case of a rule's table tells a reader. */
export interface Example {
  readonly name: string;
  readonly because: string;
}

type Outcome = 'compliant' | 'nonCompliant' | 'notApplicable' | 'unknown';

/** A failing case, and what `fix` says of it. */
export interface FixedExample {
  readonly name: string;
  readonly finding: Finding;
  readonly plan: Plan;
}

/** The examples of a rule, by outcome. */
export type Examples = Readonly<Record<Outcome, readonly Example[]>> & {
  /** The first failing case that has a patch; where none has one, the first. null: no case fails. */
  readonly fixed: FixedExample | null;
};

/** By rule id, as the tests named them. */
export const recorded = new Map<string, Examples>();

interface Case extends Example {
  readonly account: AccountFacts;
  readonly of?: string;
  readonly settings?: Partial<Settings>;
}

/** Stands in for the tests' own `testRule`: it keeps the table where that one runs it. */
export function testRule(rule: Rule, table: Partial<Record<Outcome, readonly Case[]>>): void {
  const before = recorded.get(rule.id);
  const told = (outcome: Outcome): readonly Example[] => [
    ...(before?.[outcome] ?? []),
    ...(table[outcome] ?? []).map(({ name, because }) => ({ name, because })),
  ];
  const known = before?.fixed ?? null;
  recorded.set(rule.id, {
    compliant: told('compliant'),
    nonCompliant: told('nonCompliant'),
    notApplicable: told('notApplicable'),
    unknown: told('unknown'),
    fixed: known === null || known.plan.fixes.length === 0 ? (fixedIn(rule, table) ?? known) : known,
  });
}

/** By the rule alone: what other rules say of the few things of an example is not what it is about. */
function fixedIn(rule: Rule, { nonCompliant = [] }: Parameters<typeof testRule>[1]): FixedExample | null {
  let first: FixedExample | null = null;
  for (const { name, account: whole, of, settings: own } of nonCompliant) {
    const settings = { ...defaultSettings, ...own };
    const finding = rule
      .evaluate(ACCOUNT, whole, settings)
      .find(({ status, resource }) => status === 'NON_COMPLIANT' && (of === undefined || resource.id === of));
    if (finding === undefined) continue;
    const plan = planFixes(
      { account: ACCOUNT, whole, rules: [rule], settings },
      ({ id }) => id === finding.id,
    );
    if (plan.fixes.length > 0) return { name, finding, plan };
    first ??= { name, finding, plan };
  }
  return first;
}
