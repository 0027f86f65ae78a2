import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import { notCollected, unread } from '../../../src/model/lookup.ts';
import type { MigrationPrincipal, Settings } from '../../../src/model/settings.ts';
import { defaultSettings } from '../../../src/model/settings.ts';
import type { AccountFacts } from '../../../src/model/snapshot.ts';
import { catalogue } from '../../../src/rules/index.ts';
import { ACCOUNT, roleArn, userArn } from '../../support/builders.ts';
import { deny, denyable, forgetOne } from '../../support/laws.ts';
import { randomAccount, randomCases } from '../../support/random-snapshots.ts';

// The laws of the catalogue, where the settings name the principals and ask for the letter of the guide.

const rules = catalogue.filter(({ id }) => id.startsWith('principal-'));

const declared = (arn: string): fc.Arbitrary<MigrationPrincipal> =>
  fc.record({
    arn: fc.constant(arn),
    uses: fc.constantFrom('cli', 'console'),
    redshiftTarget: fc.constantFrom(true, false, null),
    createsRoles: fc.constantFrom(true, false, null),
  });

const settings: fc.Arbitrary<Settings> = fc
  .record({
    migrationPrincipals: fc.tuple(
      declared(roleArn('migrator')),
      declared(userArn('migrator')),
      declared(roleArn('dms-operator')),
    ),
    organizationPolicies: fc.constantFrom('when-readable', 'required'),
    startOn: fc.constantFrom('task', 'task-and-endpoints'),
  })
  .map(({ startOn, ...decisions }) => ({
    ...defaultSettings,
    ...decisions,
    rules: {
      'principal-may-use-task-endpoints': {
        enabled: true,
        severity: null,
        parameters: { 'start-on': startOn },
      },
    },
  }));

const judged = (account: AccountFacts, by: Settings): ReadonlyMap<string, Finding> =>
  new Map(
    rules.flatMap((rule) => rule.evaluate(ACCOUNT, account, by)).map((finding) => [finding.id, finding]),
  );

const withoutOrganization = (account: AccountFacts): AccountFacts => ({
  ...account,
  iam: { ...account.iam, organizationPolicies: unread(notCollected('organizations:ListPoliciesForTarget')) },
});

/** Each verdict as it was, or UNKNOWN; one that assumes no organisation policies, as it would be without them. */
function mustNotSettle(account: AccountFacts, ways: readonly AccountFacts[], by: Settings): void {
  const before = judged(account, by);
  const assuming = judged(withoutOrganization(account), by);
  for (const [id, { status, assumes, because }] of ways.flatMap((less) => [...judged(less, by)])) {
    if (status === 'UNKNOWN' || status === before.get(id)?.status) continue;
    if (assumes.includes('no SCP/RCP') && status === assuming.get(id)?.status) continue;
    throw new Error(`${id} was ${before.get(id)?.status ?? 'not there'} and is ${status}: ${because}`);
  }
}

describe('to know one thing less leaves verdicts on named principals alone or makes them UNKNOWN', () => {
  it('one answer forgotten', () => {
    const property = fc.property(randomAccount, settings, fc.nat(), (account, by, seed) => {
      const ways = [...forgetOne(account)];
      const some = ways.filter((_, index) => (seed + index) % 32 === 0);
      mustNotSettle(
        account,
        some.map((way) => way.account),
        by,
      );
    });
    fc.assert(property, { includeErrorInReport: true, numRuns: Math.ceil(randomCases / 75) });
  });

  it('one API action denied', () => {
    const property = fc.property(
      randomAccount,
      settings,
      fc.constantFrom(...denyable),
      (account, by, call) => {
        mustNotSettle(account, [deny(account, call)], by);
      },
    );
    fc.assert(property, { includeErrorInReport: true, numRuns: Math.ceil(randomCases / 20) });
  });
});
