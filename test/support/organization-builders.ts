import { type Guardrails, noGuardrails } from '../../src/analysis/organization/guardrails.ts';
import { readStored } from '../../src/analysis/stored-policy.ts';
import { known, type Lookup } from '../../src/model/lookup.ts';
import type { OrganizationPolicies, OrganizationPolicy } from '../../src/model/organization.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { FOREIGN, policy } from './builders.ts';

/** Where no organisation has a say, and nobody asks for the resource by its name. */
export const alone = { guardrails: noGuardrails, resource: null } as const;

export const ORGANIZATION = 'o-a1b2c3d4e5';

/** Refuses everybody something; `over` replaces parts of it. */
export const denying = (Action: unknown, Condition: object = {}, over: object = {}): object => ({
  Effect: 'Deny',
  Principal: '*',
  Action,
  Resource: '*',
  Condition,
  ...over,
});

const organizationPolicy = (name: string, ...statements: readonly object[]): OrganizationPolicy => ({
  id: `p-${name.toLowerCase()}`,
  name,
  document: policy(...statements),
});
const fullAccess = (name: string, over: object = {}): OrganizationPolicy =>
  organizationPolicy(name, { Effect: 'Allow', Action: '*', Resource: '*', ...over });

interface Said {
  /** Statements of the resource control policy `perimeter`, attached to the root. */
  readonly resource?: readonly object[];
  /** Statements of the service control policy `guardrail`, attached to the account. */
  readonly service?: readonly object[];
}

/** The policies over an account that is two levels below a root, with those that AWS attaches to each level. */
export function policiesOver({ resource = [], service = [] }: Said): OrganizationPolicies {
  const everybody = fullAccess('RCPFullAWSAccess', { Principal: '*' });
  const all = fullAccess('FullAWSAccess');
  // A service control policy names no principal.
  const own = service.map((statement) => ({ ...statement, Principal: undefined }));
  return {
    resourceControl: [
      [everybody, ...(resource.length === 0 ? [] : [organizationPolicy('perimeter', ...resource)])],
      [everybody],
    ],
    serviceControl: [[all], [all, ...(own.length === 0 ? [] : [organizationPolicy('guardrail', ...own)])]],
    isManagementAccount: false,
  };
}

/** The account as a member of an organisation that says this. */
export const memberWhere = (account: AccountFacts, said: Said): AccountFacts =>
  memberUnder(account, known(policiesOver(said)));

/** The account as a member of an organisation with these policies. */
export const memberUnder = (
  account: AccountFacts,
  organizationPolicies: Lookup<OrganizationPolicies | null>,
): AccountFacts => ({
  ...account,
  organization: known({ id: ORGANIZATION, managementAccountId: FOREIGN }),
  iam: { ...account.iam, organizationPolicies },
});

/** Guardrails of one level, which lets everything through but what these statements deny. */
export const resourceGuardrails = (...statements: readonly object[]): Guardrails => {
  const level = [
    policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
    policy(...statements),
  ].map((text, index) => {
    const stored = readStored(`level-${index}`, text, 'the');
    if ('status' in stored) throw new Error(`no policy: ${text}`);
    return stored;
  });
  return { serviceControl: [], resourceControl: [level] };
};
