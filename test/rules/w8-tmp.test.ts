import fc from 'fast-check';
import { it } from 'vitest';
import { defaultSettings } from '../../src/model/settings.ts';
import { callsFor } from '../../src/model/facts.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT } from '../support/builders.ts';
import { breaches, deny, denyable, forgetOne } from '../support/laws.ts';
import { randomAccount } from '../support/random-snapshots.ts';
it('forget', () => {
  const end = Date.now() + 200_000; let n = 0; const found = new Set<string>();
  for (let seed = 1; Date.now() < end; seed++) {
    const [account] = fc.sample(randomAccount, { numRuns: 1, seed });
    if (!account) continue; n++;
    const before = new Map(catalogue.map((rule) => [rule, rule.evaluate(ACCOUNT, account, defaultSettings)]));
    for (const less of forgetOne(account)) for (const [rule, f] of before) if (less.concerns(rule)) { const b = breaches(rule, f, less); if (b.length) found.add(`${seed} forgot ${less.forgotten}: ${b.join()}`.slice(0, 250)); }
  }
  console.log('forget', n, [...found].slice(0, 5));
}, 600_000);
it('deny', () => {
  const end = Date.now() + 200_000; let n = 0; const found = new Set<string>();
  for (let seed = 1; Date.now() < end; seed++) {
    const [account] = fc.sample(randomAccount, { numRuns: 1, seed });
    if (!account) continue;
    const call = denyable[(seed * 7) % denyable.length] ?? ''; n++;
    const less = deny(account, call);
    for (const rule of catalogue) {
      const before = rule.evaluate(ACCOUNT, account, defaultSettings);
      if (callsFor(rule.needs).includes(call)) { const b = breaches(rule, before, { account: less, ofOrganization: call.startsWith('organizations:') }); if (b.length) found.add(`${seed} ${call}: ${b.join()}`.slice(0, 250)); }
      else if (JSON.stringify(rule.evaluate(ACCOUNT, less, defaultSettings)) !== JSON.stringify(before)) found.add(`${seed} ${call} not needed by ${rule.id}`);
    }
  }
  console.log('deny', n, [...found].slice(0, 5));
}, 600_000);
