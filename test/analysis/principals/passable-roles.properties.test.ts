import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dmsPrincipals } from '../../../src/analysis/callers/service-principals.ts';
import type { Held } from '../../../src/analysis/permissions/holder.ts';
import { evaluateRequest } from '../../../src/analysis/policy/evaluate-request.ts';
import { judgePassing } from '../../../src/analysis/principals/passable-roles.ts';
import type { DmsRole } from '../../../src/model/account-view.ts';
import { known } from '../../../src/model/lookup.ts';
import type { DmsPrincipal } from '../../../src/model/principal-view.ts';
import { ACCOUNT, aPrincipal, aRole, REGION, roleArn, TAKEN_AT } from '../../support/builders.ts';
import { randomCases } from '../../support/random-snapshots.ts';
import { holding } from './holding.ts';

const ofDms = ['dms-vpc-role', 'dms-cloudwatch-logs-role', 'writer'];
const others = ['administrator', 'deployer', 'dmz'];

const roles = ofDms.map(
  (id): DmsRole => ({
    type: 'AWS::IAM::Role',
    id,
    arn: roleArn(id),
    role: known(aRole({ name: id })),
    uses: [],
  }),
);
const principals = others.map((id): DmsPrincipal => {
  const principal = aPrincipal({ id });
  return {
    type: 'AWS::IAM::Role',
    id,
    arn: principal.arn,
    named: null,
    principal: known(principal),
    policies: known({ identity: [], boundary: null }),
  };
});

const resource = fc.constantFrom(
  '*',
  roleArn('*'),
  roleArn('dms-*'),
  roleArn('d*'),
  roleArn('dm?*'),
  roleArn('writer'),
  roleArn('administrator'),
  roleArn('w*'),
  roleArn('team/*'),
  'arn:aws:iam::222222222222:role/*',
);
const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Action: fc.constantFrom('iam:PassRole', 'iam:*', 'iam:P*', 'iam:GetRole'),
    named: fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'),
    resources: fc.uniqueArray(resource, { minLength: 1, maxLength: 2 }),
    Condition: fc.constantFrom(
      {},
      {},
      { StringEquals: { 'iam:PassedToService': 'dms.amazonaws.com' } },
      { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
      { StringNotEquals: { 'iam:PassedToService': 'dms.amazonaws.com' } },
      { Null: { 'iam:PassedToService': 'true' } },
    ),
  })
  .map(({ named, resources, ...rest }) => ({ ...rest, [named]: resources }));

const judge = (held: Held) =>
  judgePassing(held, {
    account: ACCOUNT,
    partition: 'aws',
    regions: [REGION],
    takenAt: TAKEN_AT,
    roles: { items: roles, unread: [] },
    principals: { items: principals, unread: [] },
  });

const services = dmsPrincipals('aws', [REGION]);

/** Whether a role can be passed to DMS, or without a word to whom. */
const isPassable = ({ holder }: Held, role: string): boolean =>
  [{}, ...services.map((name) => ({ 'iam:PassedToService': name }))].some(
    (context) =>
      evaluateRequest({
        principal: { aws: holder.arn },
        action: 'iam:PassRole',
        resource: role,
        context,
        identityPolicies: holder.policies.identity,
        reading: 'refused-parts-ignored',
      }).effect === 'allowed',
  );

describe('roles that can be passed', () => {
  it('are scoped exactly where no other role can be, and are else shown by one that can', () => {
    const seen = new Set<string>();
    const property = fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), (statements) => {
      const held = holding(statements);
      const answer = judge(held);
      seen.add(answer.answer);
      const bystanders = [...others, 'EXAMPLE4WITNESS2RESOURCE26', 'team/x'].map((name) => roleArn(name));
      if (answer.answer === 'reaches') {
        expect(isPassable(held, answer.role)).toBe(true);
        expect(ofDms.map((name) => roleArn(name))).not.toContain(answer.role);
      } else {
        expect(answer.answer).toBe('scoped');
        expect(bystanders.filter((role) => isPassable(held, role))).toEqual([]);
      }
    });
    fc.assert(property, { numRuns: randomCases });
    expect(seen).toEqual(new Set(['reaches', 'scoped']));
  });
});
