import { describe, expect, it } from 'vitest';
import { bearingOn } from '../../../src/analysis/organization/bearing.ts';
import {
  guardrailsOver,
  noGuardrails,
  noOrganizationPolicies,
  nothingOver,
} from '../../../src/analysis/organization/guardrails.ts';
import { known, type Lookup, unread } from '../../../src/model/lookup.ts';
import type { OrganizationPolicies } from '../../../src/model/organization.ts';
import type { OrganizationPolicyNeed } from '../../../src/model/settings.ts';
import { denying, policiesOver } from '../../support/organization-builders.ts';

const over = (
  organizationPolicies: Lookup<OrganizationPolicies | null>,
  need: OrganizationPolicyNeed = 'when-readable',
) =>
  guardrailsOver({
    facts: { organization: known(null), organizationPolicies },
    settings: { organizationPolicies: need },
  });
const refused = unread({
  call: 'organizations:ListPoliciesForTarget',
  resource: '111111111111',
  error: 'AccessDeniedException',
  transient: false,
});
const some = policiesOver({ resource: [denying('sts:*')] });

describe('what an organisation has over an account', () => {
  it.each<[name: string, policies: Lookup<OrganizationPolicies | null>]>([
    ['outside of one', known(null)],
    ['in its management account', known({ ...some, isManagementAccount: true })],
  ])('is nothing %s', (_, policies) => {
    expect(over(policies)).toBe(nothingOver);
  });

  it('is taken to be nothing where it was not read', () => {
    expect(over(refused)).toEqual({ guardrails: noGuardrails, assumes: noOrganizationPolicies });
  });

  it('is not known where it was not read and must be', () => {
    expect(over(refused, 'required')).toMatchObject({
      status: 'UNKNOWN',
      because: 'organizations:ListPoliciesForTarget of 111111111111 failed (AccessDeniedException)',
    });
  });

  it('is not known where one of its policies is none', () => {
    const odd = [[{ id: 'p-odd', name: 'odd', document: '{}' }]];
    const verdict = over(known({ ...some, serviceControl: odd }));
    if (!('status' in verdict)) throw new Error('it can be read');
    expect(verdict.status).toBe('UNKNOWN');
    expect(verdict.because).toMatch(/^the organization’s policy odd cannot be read: /);
  });

  it('is every policy of every level, read once', () => {
    const read = over(known(some), 'required');
    if ('status' in read) throw new Error('it can be read');
    expect(read.assumes).toEqual([]);
    const names = (levels: typeof read.guardrails.serviceControl) =>
      levels.map((level) => level.map(({ name }) => name));
    expect(names(read.guardrails.resourceControl)).toEqual([
      ['RCPFullAWSAccess', 'perimeter'],
      ['RCPFullAWSAccess'],
    ]);
    expect(names(read.guardrails.serviceControl)).toEqual([['FullAWSAccess'], ['FullAWSAccess']]);
    expect(over(known(some))).toBe(read);
  });
});

describe('what bears on an action', () => {
  const bearing = (said: Parameters<typeof policiesOver>[0]) => {
    const read = over(known(policiesOver(said)));
    if ('status' in read) throw new Error('it can be read');
    return bearingOn(read.guardrails, ['sts:AssumeRole']);
  };

  it.each<[name: string, said: Parameters<typeof policiesOver>[0]]>([
    ['which allows everything', {}],
    ['which is about something else', { resource: [denying('s3:*')], service: [denying('dms:*')] }],
  ])('is nothing of an organisation %s', (_, said) => {
    expect(bearing(said)).toBe(noGuardrails);
  });

  it.each<[name: string, statement: object]>([
    ['a Deny of it', denying('sts:AssumeRole')],
    ['a Deny of all of its kind', denying('STS:*')],
    ['a Deny of all but something else', denying([], {}, { Action: undefined, NotAction: 's3:*' })],
  ])('is %s, with the place that it has', (_, statement) => {
    const { serviceControl, resourceControl } = bearing({ resource: [denying('s3:*'), statement] });
    expect(serviceControl).toEqual([]);
    const statements = resourceControl.flat().flatMap(({ document }) => document.statements);
    expect(statements.map(({ effect, index }) => [effect, index])).toEqual([
      ['Allow', 0],
      ['Deny', 1],
      ['Allow', 0],
    ]);
  });

  it('is a level that leaves it unsaid', () => {
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
    });
    const s3Alone = [[{ id: 'p-s3', name: 's3', document }]];
    const read = over(known({ ...some, resourceControl: [], serviceControl: s3Alone }));
    if ('status' in read) throw new Error('it can be read');
    expect(bearingOn(read.guardrails, ['sts:AssumeRole']).serviceControl).toHaveLength(1);
    expect(bearingOn(read.guardrails, ['sts:AssumeRole'])).toBe(
      bearingOn(read.guardrails, ['sts:AssumeRole']),
    );
  });

  it('is an Allow that names nobody, to a resource', () => {
    const allow = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    });
    const read = over(
      known({ ...some, resourceControl: [[{ id: 'p', name: 'p', document: allow }]], serviceControl: [] }),
    );
    if ('status' in read) throw new Error('it can be read');
    expect(bearingOn(read.guardrails, ['sts:AssumeRole']).resourceControl).toHaveLength(1);
  });
});
