import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoEstate } from '../../src/cli/demo/estate.ts';
import type { Finding } from '../../src/model/finding.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { applyChanges } from '../../src/remediation/apply/apply.ts';
import { type Plan, planFixes } from '../../src/remediation/plan.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT } from '../support/builders.ts';
import { randomAccount, randomCases } from '../support/random-snapshots.ts';

const settings = defaultSettings;
const rules = catalogue.filter(({ profiles }) => profiles.includes('all'));
const judge = (account: string, whole: AccountFacts): ReadonlyMap<string, Finding> =>
  new Map(
    rules.flatMap((rule) => rule.evaluate(account, whole, settings)).map((finding) => [finding.id, finding]),
  );

const passes = (finding: Finding | undefined): boolean =>
  finding?.status === 'COMPLIANT' || finding?.status === 'NOT_APPLICABLE';

/** What is said of a set of changes and does not hold, by a judgement of everything before and after. */
function broken(
  account: string,
  whole: AccountFacts,
  { changes, fixes }: Pick<Plan['fixes'][number], 'changes' | 'fixes'>,
): readonly string[] {
  const before = judge(account, whole);
  const after = judge(account, applyChanges(whole, changes));
  const unfixed = fixes.filter(
    ({ id }) => before.get(id)?.status !== 'NON_COMPLIANT' || !passes(after.get(id)),
  );
  const worse = [...after.values()].filter(({ id, status }) => {
    const was = before.get(id)?.status;
    if (status === 'NON_COMPLIANT') return was !== 'NON_COMPLIANT';
    return status === 'UNKNOWN' && was === 'COMPLIANT';
  });
  return [
    ...unfixed.map(({ id }) => `${id} is not fixed`),
    ...worse.map(({ id, because }) => `${id} is worse: ${because}`),
  ];
}

/** Findings that a fix claims, and that all fixes together do not mend, or that are left. */
function contradictions({ fixes, left, together }: Plan): readonly string[] {
  const mended = new Set(together.fixed.map(({ id }) => id));
  const open = new Set(left.map(({ finding }) => finding.id));
  const claimed = fixes.flatMap((fix) => fix.fixes.map(({ id }) => id));
  return claimed
    .filter((id) => !mended.has(id) || open.has(id))
    .map((id) => `${id} is claimed, and not mended with the other fixes`);
}

/** Everything that a plan says of itself, held against the rules: each fix after what comes first, and all together. */
function lies(account: string, whole: AccountFacts, plan: Plan): readonly string[] {
  const { fixes, left, together } = plan;
  const each = fixes.flatMap((fix) => {
    const first = fix.after.flatMap((position) => fixes[position] ?? []);
    const changes = [...first, fix].flatMap((all) => all.changes);
    return broken(account, whole, { changes, fixes: fix.fixes });
  });
  const all = broken(account, whole, {
    changes: fixes.flatMap(({ changes }) => changes),
    fixes: together.fixed,
  });
  const silent = left.filter(({ noPatch, notProved }) => noPatch === null && notProved === null);
  return [
    ...each,
    ...all,
    ...contradictions(plan),
    ...silent.map(({ finding }) => `${finding.id} is left without a word`),
  ];
}

/** What is tried together is said of all together; each finding is claimed by a fix that changes something. */
function liesTogether(account: string, whole: AccountFacts, plan: Plan): readonly string[] {
  const { fixes, left, together } = plan;
  const changes = fixes.flatMap((fix) => fix.changes);
  const claimed = fixes.flatMap((fix) => fix.fixes);
  const silent = left.filter(({ noPatch, notProved }) => noPatch === null && notProved === null);
  return [
    ...broken(account, whole, { changes, fixes: together.fixed }),
    ...broken(account, whole, { changes, fixes: claimed }),
    ...contradictions(plan),
    ...silent.map(({ finding }) => `${finding.id} is left without a word`),
  ];
}

const planAlone = (account: string, whole: AccountFacts): Plan =>
  planFixes({ account, whole, rules, settings }, () => true);
/** As a large account is planned, and a JSON result. */
const planTogether = (account: string, whole: AccountFacts): Plan =>
  planFixes({ account, whole, rules, settings }, () => true, { mostAlone: 0 });

describe('what is printed as a fix makes its findings pass and no other verdict worse', () => {
  it.each(Object.entries(demoEstate.accounts))('in the example estate, account %s', (account, whole) => {
    const fixes = planAlone(account, whole);
    expect(fixes.fixes.length).toBeGreaterThan(10);
    expect(lies(account, whole, fixes)).toEqual([]);
  });

  it.each(Object.entries(demoEstate.accounts))(
    'in the example estate, tried together, account %s',
    (account, whole) => {
      const fixes = planTogether(account, whole);
      expect(fixes.fixes.length).toBeGreaterThan(10);
      expect(liesTogether(account, whole, fixes)).toEqual([]);
    },
  );

  it.each([
    ['each alone', planAlone, lies],
    ['together', planTogether, liesTogether],
  ] as const)(
    'in random accounts, tried %s',
    (_, planned, liesIn) => {
      const property = fc.property(randomAccount, (whole) => {
        expect(liesIn(ACCOUNT, whole, planned(ACCOUNT, whole))).toEqual([]);
      });
      fc.assert(property, {
        numRuns: Math.max(1, Math.ceil(randomCases / 100)),
        includeErrorInReport: true,
        endOnFailure: true,
      });
    },
    60_000,
  );

  it('changes nothing in the snapshot itself', () => {
    for (const [account, whole] of Object.entries(demoEstate.accounts)) {
      const copy = structuredClone(whole);
      planAlone(account, whole);
      expect(whole).toEqual(copy);
    }
  });
});

describe('every failure is fixed or left with a reason', () => {
  it.each(Object.entries(demoEstate.accounts))('in account %s', (account, whole) => {
    const { together, left } = planAlone(account, whole);
    const failing = [...judge(account, whole).values()].filter(({ status }) => status === 'NON_COMPLIANT');
    const answered = new Set([...together.fixed, ...left.map(({ finding }) => finding)].map(({ id }) => id));
    expect(failing.map(({ id }) => id).filter((id) => !answered.has(id))).toEqual([]);
  });
});
