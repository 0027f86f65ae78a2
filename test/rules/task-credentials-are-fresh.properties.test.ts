import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Rule } from '../../src/model/rule.ts';
import { taskCredentialsAreFresh } from '../../src/rules/task-credentials-are-fresh.ts';
import { ACCOUNT } from '../support/builders.ts';
import { lookingUp } from '../support/endpoint-change-builders.ts';
import { breaches, deny, forgetOne } from '../support/laws.ts';
import { randomAccount, randomCases } from '../support/random-snapshots.ts';

// The laws of the catalogue once more, with the parameter that has CloudTrail asked.

const rule: Rule = {
  ...taskCredentialsAreFresh,
  evaluate: (id, account) => taskCredentialsAreFresh.evaluate(id, account, lookingUp),
};

it('says the same or UNKNOWN where one answer is forgotten', () => {
  const property = fc.property(randomAccount, (account) => {
    const before = rule.evaluate(ACCOUNT, account, lookingUp);
    for (const less of forgetOne(account)) {
      if (less.concerns(rule)) expect(breaches(rule, before, less), less.forgotten).toEqual([]);
    }
  });
  fc.assert(property, { numRuns: Math.max(1, Math.ceil(randomCases / 20)), includeErrorInReport: true });
});

it.each(['cloudtrail:LookupEvents', 'dms:DescribeReplicationTasks', 'dms:DescribeEndpoints'])(
  'says the same or UNKNOWN where %s is denied',
  (call) => {
    const property = fc.property(randomAccount, (account) => {
      const before = rule.evaluate(ACCOUNT, account, lookingUp);
      const less = { account: deny(account, call), ofOrganization: false };
      expect(breaches(rule, before, less)).toEqual([]);
    });
    fc.assert(property, { numRuns: Math.max(1, Math.ceil(randomCases / 5)), includeErrorInReport: true });
  },
);

it('never passes a task without the events of CloudTrail', () => {
  const property = fc.property(randomAccount, (account) => {
    const statuses = rule
      .evaluate(ACCOUNT, deny(account, 'cloudtrail:LookupEvents'), lookingUp)
      .map(({ status }) => status);
    expect(statuses).not.toContain('COMPLIANT');
  });
  fc.assert(property, { numRuns: Math.max(1, Math.ceil(randomCases / 5)) });
});
