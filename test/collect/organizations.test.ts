import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
} from '@aws-sdk/client-organizations';
import { describe, expect, it } from 'vitest';
import { known } from '../../src/model/lookup.ts';
import { account, denied, throttled } from './support/answers.ts';
import { anAws, collect } from './support/aws.ts';

const policies = { facts: new Set(['organizationPolicies'] as const) };
const management = '999988887777';
const full = { Id: 'p-FullAWSAccess' };

/** The account in a unit below the root; each level has full access, the unit a policy more. */
function anOrganization(over: object = {}) {
  const { organizations } = anAws();
  organizations.on(DescribeOrganizationCommand).resolves({
    Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: management, FeatureSet: 'ALL', ...over },
  });
  organizations.on(ListParentsCommand, { ChildId: account }).resolves({
    Parents: [{ Id: 'ou-1', Type: 'ORGANIZATIONAL_UNIT' }],
  });
  organizations
    .on(ListParentsCommand, { ChildId: 'ou-1' })
    .resolves({ Parents: [{ Id: 'r-1', Type: 'ROOT' }] });
  organizations.on(ListPoliciesForTargetCommand).resolves({ Policies: [full] });
  organizations
    .on(ListPoliciesForTargetCommand, { TargetId: 'ou-1', Filter: 'SERVICE_CONTROL_POLICY' })
    .resolves({ Policies: [full], NextToken: 't' });
  organizations
    .on(ListPoliciesForTargetCommand, { TargetId: 'ou-1', Filter: 'SERVICE_CONTROL_POLICY', NextToken: 't' })
    .resolves({ Policies: [{ Id: 'p-no-dms' }] });
  organizations.on(DescribePolicyCommand).callsFake(({ PolicyId }: { PolicyId: string }) => ({
    Policy: { PolicySummary: { Id: PolicyId, Name: `name of ${PolicyId}` }, Content: `{"Id":"${PolicyId}"}` },
  }));
  return organizations;
}

const policy = (id: string) => ({ id, name: `name of ${id}`, document: `{"Id":"${id}"}` });

describe('the organisation of an account', () => {
  it('has policies at each level, from the root down to the account, each read once', async () => {
    const organizations = anOrganization();
    const facts = await collect(policies);
    const fullAccess = policy('p-FullAWSAccess');
    expect(facts.organization).toEqual(known({ id: 'o-a1b2c3d4e5', managementAccountId: management }));
    expect(facts.iam.organizationPolicies).toEqual(
      known({
        serviceControl: [[fullAccess], [fullAccess, policy('p-no-dms')], [fullAccess]],
        resourceControl: [[fullAccess], [fullAccess], [fullAccess]],
        isManagementAccount: false,
      }),
    );
    expect(organizations.commandCalls(DescribePolicyCommand)).toHaveLength(2);
    expect(organizations.commandCalls(ListPoliciesForTargetCommand)).toHaveLength(3 * 2 + 1);
  });

  it('has none of a type that is not in force', async () => {
    const organizations = anOrganization();
    organizations
      .on(ListPoliciesForTargetCommand, { Filter: 'RESOURCE_CONTROL_POLICY' })
      .resolves({ Policies: [] });
    expect((await collect(policies)).iam.organizationPolicies).toMatchObject({
      value: { resourceControl: [] },
    });
  });

  it.each([
    ['the management account', { MasterAccountId: account }, true],
    ['an organisation that only pays the bills', { FeatureSet: 'CONSOLIDATED_BILLING' }, false],
  ])('binds nobody in %s', async (_, over, isManagementAccount) => {
    const organizations = anOrganization(over);
    expect((await collect(policies)).iam.organizationPolicies).toEqual(
      known({ serviceControl: [], resourceControl: [], isManagementAccount }),
    );
    expect(organizations.calls()).toHaveLength(1);
  });

  it('may be none', async () => {
    const { organizations } = anAws();
    const facts = await collect(policies);
    expect([facts.organization, facts.iam.organizationPolicies]).toEqual([known(null), known(null)]);
    expect(organizations.calls()).toHaveLength(1);
  });

  it.each([
    ['DescribeOrganization', DescribeOrganizationCommand, null],
    ['ListParents', ListParentsCommand, account],
    ['ListPoliciesForTarget', ListPoliciesForTargetCommand, 'r-1'],
    ['DescribePolicy', DescribePolicyCommand, 'p-FullAWSAccess'],
  ])('is unread where %s is refused, which most members meet', async (operation, command, resource) => {
    const organizations = anOrganization();
    organizations.reset();
    anOrganization()
      .on(command as typeof ListParentsCommand)
      .rejects(denied);
    const facts = await collect(policies);
    expect(facts.iam.organizationPolicies).toEqual({
      known: false,
      unread: {
        call: `organizations:${operation}`,
        resource,
        error: 'AccessDeniedException',
        transient: false,
      },
    });
    expect(facts.organization.known).toBe(operation !== 'DescribeOrganization');
  });

  it('may be unread in passing', async () => {
    anOrganization().on(ListParentsCommand, { ChildId: 'ou-1' }).rejects(throttled);
    expect((await collect(policies)).iam.organizationPolicies).toMatchObject({ unread: { transient: true } });
  });

  it.each([
    ['has no parent', { Parents: [] }],
    ['is its own parent', { Parents: [{ Id: account, Type: 'ORGANIZATIONAL_UNIT' }] }],
  ])('is malformed where an account %s', async (_, answer) => {
    anOrganization()
      .on(ListParentsCommand, { ChildId: account })
      .resolves(answer as never);
    expect((await collect(policies)).iam.organizationPolicies).toMatchObject({
      unread: { call: 'organizations:ListParents', error: 'MalformedAnswer' },
    });
  });

  it('is all that is asked where policies are not needed', async () => {
    const organizations = anOrganization();
    const facts = await collect({ facts: new Set(['organization']) });
    expect(facts.organization.known).toBe(true);
    expect(facts.iam.organizationPolicies).toMatchObject({ unread: { error: 'NotCollected' } });
    expect(organizations.calls()).toHaveLength(1);
  });
});
