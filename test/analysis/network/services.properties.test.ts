import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultSettings } from '../../../src/model/settings.ts';
import { instanceReachesServices as rule } from '../../../src/rules/instance-reaches-services.ts';
import { ACCOUNT } from '../../support/builders.ts';
import { breaches, forgetOne } from '../../support/laws.ts';
import { randomServices } from '../../support/random-services.ts';
import { randomCases } from '../../support/random-snapshots.ts';

const judged = (account: Parameters<typeof rule.evaluate>[1]) =>
  rule.evaluate(ACCOUNT, account, defaultSettings);

it('whatever is not read leaves the verdict alone or makes it UNKNOWN', () => {
  fc.assert(
    fc.property(randomServices, (account) => {
      const before = judged(account);
      for (const less of forgetOne(account)) {
        if (less.concerns(rule)) expect(breaches(rule, before, less), less.forgotten).toEqual([]);
      }
    }),
    { numRuns: Math.max(10, Math.ceil(randomCases / 30)), includeErrorInReport: true },
  );
});

it('comes to every verdict', () => {
  const found = fc.sample(randomServices, { numRuns: 100, seed: 1 }).flatMap(judged);
  expect(new Set(found.map(({ status }) => status)).size).toBe(4);
  expect(found.filter(({ because }) => because.includes('stopped at an error'))).toEqual([]);
});
