import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDmsService } from '../../../src/analysis/callers/service-principals.ts';
import { parsePolicy, type Statement } from '../../../src/analysis/policy/document.ts';
import { lintPolicy } from '../../../src/analysis/policy/lint.ts';
import { judgeConsistency } from '../../../src/analysis/roles/consistency.ts';
import { nameOfStatement } from '../../../src/analysis/roles/dms-statements.ts';
import { judgeFit } from '../../../src/analysis/roles/fit.ts';
import { judgeGuard } from '../../../src/analysis/roles/guard.ts';
import { documentedSender } from '../../../src/analysis/roles/sent-keys.ts';
import { trustDocument } from '../../../src/analysis/roles/trust-document.ts';
import { trustNeeds } from '../../../src/analysis/roles/trust-needs.ts';
import { judgeUsability } from '../../../src/analysis/roles/usability.ts';
import { usersOf } from '../../../src/analysis/roles/users.ts';
import { serviceTables } from '../../../src/analysis/services/tables.ts';
import type { DmsRole } from '../../../src/model/account-view.ts';
import { known } from '../../../src/model/lookup.ts';
import {
  ACCOUNT,
  aDataMigration,
  anEndpoint,
  anInstance,
  aRole,
  aTask,
  policy,
  REGION,
  roleArn,
} from '../../support/builders.ts';
import { alone } from '../../support/organization-builders.ts';
import { randomCases } from '../../support/random-snapshots.ts';
import { trusts } from './random-trusts.ts';

const terms = {
  account: ACCOUNT,
  partition: 'aws',
  regions: [REGION],
  organization: undefined,
  ...alone,
  trustedAccounts: [],
  trustedOrganizations: [],
  trustedOrganizationPaths: [],
};

const endpoint = (engine: string, id: string) =>
  anEndpoint({
    engine,
    id,
    arn: `arn:aws:dms:${REGION}:${ACCOUNT}:endpoint:${id.toUpperCase()}`,
    direction: 'target',
  });
const uses = [
  [endpoint('s3', 'lake'), 'S3Settings.ServiceAccessRoleArn'],
  [endpoint('neptune', 'graph'), 'NeptuneSettings.ServiceAccessRoleArn'],
  [endpoint('redshift', 'warehouse'), 'RedshiftSettings.ServiceAccessRoleArn'],
  [endpoint('oracle', 'ledger'), 'OracleSettings.SecretsManagerAccessRoleArn'],
  [aTask(), 'ReplicationTaskSettings.TTSettings.TTS3Settings.ServiceAccessRoleArn'],
  [aDataMigration(), 'ServiceAccessRoleArn'],
] as const;

const estate = {
  instances: { items: [anInstance()], unread: [] },
  endpoints: { items: [endpoint('redshift', 'warehouse')], unread: [] },
  tasks: { items: [aTask()], unread: [] },
};

const roles: fc.Arbitrary<DmsRole> = fc
  .record({
    id: fc.constantFrom('dms-vpc-role', 'dms-cloudwatch-logs-role', 'dms-access-for-endpoint', 'writer'),
    named: fc.subarray([...uses], { maxLength: 3 }),
    statements: fc.option(trusts),
  })
  .map(({ id, named, statements }) => ({
    type: 'AWS::IAM::Role',
    id,
    arn: roleArn(id),
    role: known(statements === null ? null : aRole({ name: id, trust: policy(...statements) })),
    uses: named.map(([resource, path]) => ({
      region: REGION,
      resource,
      reference: { path, arn: roleArn(id) },
    })),
  }));

function mend(role: DmsRole) {
  const users = usersOf(role, [], estate);
  const needs = trustNeeds(role, users, terms);
  const present = role.role.known ? (role.role.value?.trust ?? null) : null;
  const mended = trustDocument(present, needs, { ...terms, users: users.users });
  const before = present === null ? null : parsePolicy(present);
  if (mended.document === null) return { users: users.users, needs, before, mended: null };
  const parsed = parsePolicy(mended.document);
  const { document } = parsed;
  if (document === null) throw new Error('the document cannot be read');
  return { users: users.users, needs, before, mended: { ...mended, parsed, document } };
}

type Policy = ReturnType<typeof parsePolicy>;
const statementsOf = (policyRead: Policy | null): readonly Statement[] =>
  policyRead?.document?.statements ?? [];
const isDeny = ({ effect }: Statement): boolean => effect === 'Deny';
const sourceKeys = ['aws:sourceaccount', 'aws:sourcearn'];
/** Whether a statement says nothing but which services are let in, and for which source. */
const isPlain = ({ principals, conditions }: Statement): boolean =>
  principals?.any === false &&
  !principals.negated &&
  conditions.every(
    ({ key, values }) =>
      sourceKeys.includes(key.toLowerCase()) && values.every((value) => !value.includes('${')),
  );
/** What a Deny says, wherever it stands and however its principal is written. */
const saidBy = ({ principals, actions, conditions }: Statement): string => {
  const asked = conditions.map(({ operator, key, values }) => [operator, key, values]);
  return JSON.stringify([
    { ...principals, aws: principals?.any === true ? [] : principals?.aws },
    actions,
    asked,
  ]);
};

// Each case is judged in a dozen ways, so a few of them go a long way.
const numRuns = Math.max(1, Math.ceil(randomCases / 5));

describe('the trust policy that a finding prints', () => {
  it('is well formed, lets no stranger in and locks nobody out', () => {
    fc.assert(
      fc.property(roles, (role) => {
        const { users, needs, before, mended } = mend(role);
        if (mended === null) return;
        const { parsed, document } = mended;
        // What stays of what is there may hang on what AWS does not document, and nothing else does.
        const isPlainBefore = statementsOf(before).every((each) => isPlain(each) && !isDeny(each));
        const problems = lintPolicy(parsed, { kind: 'trust', tables: serviceTables });
        expect(problems.filter(({ weight }) => weight !== 'warning')).toEqual([]);
        const guard = judgeGuard(document, { ...terms, knownArns: [] }).answer;
        expect(isPlainBefore ? ['guarded'] : ['guarded', 'undecided']).toContain(guard);
        expect(judgeConsistency(document, terms).faults).toEqual([]);
        for (const { service, source } of needs) {
          const { answer } = judgeUsability(document, {
            ...terms,
            service,
            types: (source?.arns ?? []).map((arn) => arn.split(':')[5] ?? '').concat('endpoint'),
            knownArns: [],
            sendsAccount: source !== null,
            sendsArn: (source?.arns.length ?? 0) > 0,
          });
          expect(answer).not.toBe('refused');
          if (isPlainBefore && isDmsService(service)) expect(answer).toBe('let-in');
        }
        for (const user of users) {
          const { answer } = judgeFit(document, user, [documentedSender(user)], terms);
          // Of some uses it is not documented which keys they send: they may be let in, and are not shut out.
          expect(answer).not.toBe('locked-out');
        }
      }),
      { numRuns },
    );
  });

  it('keeps every Deny, or tells which it takes from a service', () => {
    fc.assert(
      fc.property(roles, (role) => {
        const { before, mended } = mend(role);
        if (mended === null) return;
        const after = new Set(mended.document.statements.filter(isDeny).map(saidBy));
        const lost = statementsOf(before).filter((each) => isDeny(each) && !after.has(saidBy(each)));
        expect(lost.map(nameOfStatement)).toEqual(mended.takenOut);
        for (const { principals } of lost) expect(principals?.any).toBe(false);
      }),
      { numRuns },
    );
  });

  it('is there for every trust without a Deny that is written well for named services alone', () => {
    fc.assert(
      fc.property(roles, (role) => {
        const { before, mended } = mend(role);
        const problems = before === null ? [] : lintPolicy(before, { kind: 'trust', tables: serviceTables });
        const isPlainBefore = statementsOf(before).every((each) => isPlain(each) && !isDeny(each));
        if (isPlainBefore && problems.every(({ weight }) => weight === 'warning'))
          expect(mended).not.toBeNull();
      }),
      { numRuns },
    );
  });

  it('is what it would be printed for itself', () => {
    fc.assert(
      fc.property(roles, (role) => {
        const { users, needs, mended } = mend(role);
        if (mended === null) return;
        const { text } = mended.parsed;
        expect(trustDocument(text, needs, { ...terms, users })).toEqual({ document: text, takenOut: [] });
      }),
      { numRuns },
    );
  });
});
