import { describe, expect, it } from 'vitest';
import type { Finding, Severity, Status, Witness } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { ACCOUNT } from './builders.ts';
import { isWitness } from './witness-shape.ts';

interface Case {
  /** What is special about it; unique within the rule. */
  readonly name: string;
  readonly account: AccountFacts;
  /** The finding's sentence, word for word. */
  readonly because: string;
  /** Id of the judged resource, where the account gives more than one finding. */
  readonly of?: string;
  readonly severity?: Severity;
  /** Checked where it is given; its shape always is. */
  readonly witness?: Witness;
  /** What to do about this failure, where the rule has more than one way. */
  readonly remediation?: string;
  readonly settings?: Partial<Settings>;
}

type Cases = readonly [Case, ...Case[]];

interface Table {
  readonly compliant: Cases;
  readonly nonCompliant: Cases;
  readonly notApplicable: Cases;
  readonly unknown: Cases;
}

const statusOf = {
  compliant: 'COMPLIANT',
  nonCompliant: 'NON_COMPLIANT',
  notApplicable: 'NOT_APPLICABLE',
  unknown: 'UNKNOWN',
} as const satisfies Record<keyof Table, Status>;

/** Runs a rule over a table of accounts: at least one for each outcome, each named once. */
export function testRule(rule: Rule, table: Table): void {
  describe(rule.id, () => {
    it('has no two cases of one name', () => {
      const names = Object.values(table).flatMap((cases: Cases) => cases.map(({ name }) => name));
      expect(names).toEqual([...new Set(names)]);
    });
    for (const outcome of Object.keys(statusOf) as (keyof Table)[]) {
      it.each(table[outcome])(
        `${statusOf[outcome]}: $name`,
        ({ account, because, of, severity, settings, witness, remediation }) => {
          const finding = onlyFinding(rule, deepFreeze(structuredClone(account)), of, {
            ...defaultSettings,
            ...settings,
          });
          expect({ status: finding.status, because: finding.because }).toEqual({
            status: statusOf[outcome],
            because,
          });
          if (severity !== undefined) expect(finding.severity).toBe(severity);
          expect(finding.witness === null).toBe(
            outcome === 'notApplicable' ||
              outcome === 'unknown' ||
              (outcome === 'compliant' && finding.witness === null),
          );
          if (finding.witness !== null) expect(finding.witness).toSatisfy(isWitness);
          expect(becauseFits(finding)).toBe(true);
          if (witness !== undefined) expect(finding.witness).toEqual(witness);
          if (remediation !== undefined) expect(finding.remediation.summary).toContain(remediation);
          expect(finding.settledBy === null).toBe(outcome !== 'unknown');
        },
      );
    }
  });
}

/** Where a sentence tells the field of its witness, it tells its value too. */
const becauseFits = ({ witness, because }: Finding): boolean =>
  witness?.kind !== 'value' ||
  witness.value === null ||
  !because.startsWith(`${witness.field} is `) ||
  because.startsWith(`${witness.field} is ${witness.value}`);

function onlyFinding(rule: Rule, account: AccountFacts, of: string | undefined, settings: Settings): Finding {
  const findings = rule
    .evaluate(ACCOUNT, account, settings)
    .filter(({ resource }) => of === undefined || resource.id === of);
  const [finding, ...more] = findings;
  if (finding === undefined) throw new Error('the rule found nothing');
  if (more.length > 0)
    throw new Error(`which finding is meant? ${findings.map(({ resource }) => resource.id).join(', ')}`);
  return finding;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
