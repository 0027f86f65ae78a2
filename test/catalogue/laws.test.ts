import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineRule } from '../../src/model/define-rule.ts';
import { callsFor } from '../../src/model/facts.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { compliant, nonCompliant } from '../../src/model/verdict.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT } from '../support/builders.ts';
import { breaches, deny, denyable, forgetOne } from '../support/laws.ts';
import { randomAccount, randomCases } from '../support/random-snapshots.ts';

// Each random account is forgotten in some hundred ways, so a few of them go a long way.
const accounts = Math.max(1, Math.ceil(randomCases / 30));
const denials = Math.max(1, Math.ceil(randomCases / 3));

const reported = { includeErrorInReport: true };
/** A rule planted to fail is not worth the search for its smallest counterexample. */
const planting = { ...reported, endOnFailure: true, numRuns: 3000 };

function mustBeNone(found: readonly string[], when: string): void {
  if (found.length > 0) throw new Error(`${when}: ${found.join('; ')}`);
}

function forgettingNeverSettles(rules: readonly Rule[], parameters: fc.Parameters<unknown> = reported): void {
  const property = fc.property(randomAccount, (account) => {
    const before = new Map(rules.map((rule) => [rule, rule.evaluate(ACCOUNT, account, defaultSettings)]));
    for (const less of forgetOne(account)) {
      for (const [rule, findings] of before) {
        if (less.concerns(rule))
          mustBeNone(breaches(rule, findings, less), `having forgotten ${less.forgotten}`);
      }
    }
  });
  fc.assert(property, { numRuns: accounts, ...(parameters as object) });
}

function denyingNeverSettles(rules: readonly Rule[], parameters: fc.Parameters<unknown> = reported): void {
  const property = fc.property(randomAccount, fc.constantFrom(...denyable), (account, call) => {
    for (const rule of rules) {
      const before = rule.evaluate(ACCOUNT, account, defaultSettings);
      const less = deny(account, call);
      if (callsFor(rule.needs).includes(call)) {
        const ofOrganization = call.startsWith('organizations:');
        mustBeNone(breaches(rule, before, { account: less, ofOrganization }), `with ${call} denied`);
      } else {
        expect(rule.evaluate(ACCOUNT, less, defaultSettings), `${rule.id} does not need ${call}`).toEqual(
          before,
        );
      }
    }
  });
  fc.assert(property, { numRuns: denials, ...(parameters as object) });
}

describe('to know one thing less leaves a verdict alone or makes it UNKNOWN', () => {
  it('one answer forgotten', () => {
    forgettingNeverSettles(catalogue);
  });

  it('one API action denied', () => {
    denyingNeverSettles(catalogue);
  });
});

describe('the law bites a rule that', () => {
  const texts = {
    title: 'planted',
    severity: 'LOW',
    profiles: ['all'],
    requirements: [],
    controls: [],
    judgement: 'By its state.',
    rationale: '',
    remediation: '',
    sources: [],
  } as const;

  const passesOnUnreadTags = defineRule({
    ...texts,
    id: 'passes-on-unread-tags',
    judges: ['instances'],
    needs: ['tags'],
    judge({ arn }, { region, facts }) {
      const tags = facts.tags(region, arn);
      const untagged = tags.known && Object.keys(tags.value).length === 0;
      return untagged ? nonCompliant('it has no tag', { kind: 'list', items: [] }) : compliant('it has tags');
    },
  });

  const failsOnUnreadTasks = defineRule({
    ...texts,
    id: 'fails-on-unread-tasks',
    judges: ['instances'],
    needs: ['tasks'],
    judge: (_, { facts }) =>
      facts.tasks.items.length > 0
        ? compliant('it has tasks')
        : nonCompliant('it has no task', { kind: 'list', items: [] }),
  });

  const { evaluate, ...honest } = passesOnUnreadTags;
  const losesWhatWasNotListed: Rule = {
    ...honest,
    id: 'loses-what-was-not-listed',
    evaluate: (...facts) => evaluate(...facts).filter(({ resource }) => resource.type !== 'AWS::::Account'),
  };

  it.each([passesOnUnreadTags, failsOnUnreadTasks, losesWhatWasNotListed])('$id', (planted) => {
    expect(() => {
      forgettingNeverSettles([planted], planting);
    }).toThrow(/and is|gone without a word/);
  });

  it.each([passesOnUnreadTags, failsOnUnreadTasks])('$id, by denial', (planted) => {
    expect(() => {
      denyingNeverSettles([planted], planting);
    }).toThrow(/and is|gone without a word/);
  });

  const readsMoreThanItSays: Rule = {
    ...passesOnUnreadTags,
    id: 'reads-more-than-it-says',
    needs: ['instances'],
  };
  it('reads more than it says', () => {
    expect(() => {
      denyingNeverSettles([readsMoreThanItSays], planting);
    }).toThrow();
  });
});
