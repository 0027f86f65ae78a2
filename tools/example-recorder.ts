import type { Rule } from '../src/model/rule.ts';

/** What a case of a rule's table tells a reader. */
export interface Example {
  readonly name: string;
  readonly because: string;
}

type Outcome = 'compliant' | 'nonCompliant' | 'notApplicable' | 'unknown';
/** The examples of a rule, by outcome. */
export type Examples = Readonly<Record<Outcome, readonly Example[]>>;

/** By rule id, as the tests named them. */
export const recorded = new Map<string, Examples>();

/** Stands in for the tests' own `testRule`: it keeps the table where that one runs it. */
export function testRule({ id }: Rule, table: Partial<Examples>): void {
  const before = recorded.get(id);
  const told = (outcome: Outcome): readonly Example[] => [
    ...(before?.[outcome] ?? []),
    ...(table[outcome] ?? []).map(({ name, because }) => ({ name, because })),
  ];
  recorded.set(id, {
    compliant: told('compliant'),
    nonCompliant: told('nonCompliant'),
    notApplicable: told('notApplicable'),
    unknown: told('unknown'),
  });
}
