import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT } from '../support/builders.ts';
import { randomAccount, randomCases } from '../support/random-snapshots.ts';

/** What a zero-ETL integration makes, and nobody else can change (DMS API, `IsReadOnly`). */
const types = ['AWS::DMS::Endpoint', 'AWS::DMS::ReplicationConfig', 'AWS::DMS::ReplicationSubnetGroup'];
const judging = catalogue.filter(({ judges }) => judges.some((type) => types.includes(type)));

/** The account with everything of these kinds made by an integration, or nothing. */
const marked = (account: AccountFacts, readOnly: boolean): AccountFacts => ({
  ...account,
  regions: Object.fromEntries(
    Object.entries(account.regions).map(([region, facts]) => [region, markedIn(facts, readOnly)]),
  ),
});

const markedIn = (facts: RegionFacts, readOnly: boolean): RegionFacts => ({
  ...facts,
  endpoints: { ...facts.endpoints, items: facts.endpoints.items.map((each) => ({ ...each, readOnly })) },
  serverlessConfigs: {
    ...facts.serverlessConfigs,
    items: facts.serverlessConfigs.items.map((each) => ({ ...each, readOnly })),
  },
  subnetGroups: {
    ...facts.subnetGroups,
    items: facts.subnetGroups.items.map((each) => ({ ...each, readOnly })),
  },
});

const accounts = fc.sample(randomAccount, { numRuns: Math.max(10, Math.ceil(randomCases / 10)), seed: 1 });

const findings = (rule: Rule, readOnly: boolean): readonly Finding[] =>
  accounts
    .flatMap((account) => rule.evaluate(ACCOUNT, marked(account, readOnly), defaultSettings))
    .filter(({ resource }) => types.includes(resource.type));

describe.each(judging.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it('leaves what a zero-ETL integration set up to it', () => {
    const found = findings(rule, true);
    expect(new Set(found.map(({ status, because }) => `${status}: ${because}`))).toEqual(
      new Set(['NOT_APPLICABLE: it belongs to a zero-ETL integration, which sets it up']),
    );
    expect(found).toHaveLength(findings(rule, false).length);
  });
});

it('the same resources fail where the account sets them up', () => {
  const failing = judging.filter((rule) =>
    findings(rule, false).some(({ status }) => status === 'NON_COMPLIANT'),
  );
  expect(failing.length).toBeGreaterThan(judging.length / 2);
});
