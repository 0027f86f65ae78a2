import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callsFor } from '../../src/model/facts.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { databaseAdmitsDurably } from '../../src/rules/database-admits-durably.ts';
import { databaseAdmitsInstance } from '../../src/rules/database-admits-instance.ts';
import { databaseIngressIsNarrow } from '../../src/rules/database-ingress-is-narrow.ts';
import { endpointConnectionSucceeds } from '../../src/rules/endpoint-connection-succeeds.ts';
import { flowsStayPrivate } from '../../src/rules/flows-stay-private.ts';
import { ACCOUNT } from '../support/builders.ts';
import { breaches, deny, denyable, forgetOne } from '../support/laws.ts';
import { randomFlows } from '../support/random-flows.ts';
import { randomCases } from '../support/random-snapshots.ts';

// The laws of the catalogue once more, over accounts in which these rules have something to decide.

const rules = [
  databaseAdmitsInstance,
  databaseAdmitsDurably,
  databaseIngressIsNarrow,
  flowsStayPrivate,
  endpointConnectionSucceeds,
];

describe.each(rules)('$id', (rule) => {
  it('says the same or UNKNOWN where one answer is forgotten', () => {
    const property = fc.property(randomFlows, (account) => {
      const before = rule.evaluate(ACCOUNT, account, defaultSettings);
      for (const less of forgetOne(account)) {
        if (less.concerns(rule)) expect(breaches(rule, before, less), less.forgotten).toEqual([]);
      }
    });
    fc.assert(property, { numRuns: Math.max(1, Math.ceil(randomCases / 60)), includeErrorInReport: true });
  });

  it('says the same or UNKNOWN where one call is denied', () => {
    const calls = denyable.filter((call) => callsFor(rule.needs).includes(call));
    const property = fc.property(randomFlows, fc.constantFrom(...calls), (account, call) => {
      const before = rule.evaluate(ACCOUNT, account, defaultSettings);
      const less = { account: deny(account, call), ofOrganization: false };
      expect(breaches(rule, before, less), call).toEqual([]);
    });
    fc.assert(property, { numRuns: Math.max(1, Math.ceil(randomCases / 10)), includeErrorInReport: true });
  });
});

describe('database-admits-durably', () => {
  it('judges what database-admits-instance passes, and nothing that it refuses', () => {
    const property = fc.property(randomFlows, (account) => {
      const [admits, durably] = [databaseAdmitsInstance, databaseAdmitsDurably].map((rule) =>
        rule
          .evaluate(ACCOUNT, account, defaultSettings)
          .filter(({ resource }) => resource.type === 'AWS::DMS::ReplicationConfig')
          .map(({ status }) => status),
      );
      // A serverless replication has no address that a rule could name.
      const expected = { NON_COMPLIANT: 'NOT_APPLICABLE' } as Readonly<Record<string, string>>;
      expect(durably).toEqual(admits?.map((status) => expected[status] ?? status));
    });
    fc.assert(property, { numRuns: Math.max(1, Math.ceil(randomCases / 5)) });
  });
});
