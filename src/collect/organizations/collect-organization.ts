import type { FactName } from '../../model/facts.ts';
import { known, type Lookup, notCollected, unread } from '../../model/lookup.ts';
import type { Organization, OrganizationPolicies } from '../../model/organization.ts';
import { ask } from '../ask.ts';
import type { Clients } from '../clients.ts';
import { required, text } from '../fields.ts';
import type { Track } from '../progress.ts';
import { readControlPolicies } from './control-policies.ts';

interface OrganizationSource {
  readonly account: string;
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  readonly track: Track;
}

interface OrganizationFacts {
  readonly organization: Lookup<Organization | null>;
  readonly organizationPolicies: Lookup<OrganizationPolicies | null>;
}

const describeCall = 'organizations:DescribeOrganization';
const policiesCall = 'organizations:ListPoliciesForTarget';

/**
 * The organisation of an account, which every member may ask for, and its policies, which in most organisations
 * only the management account and delegated administrators may.
 */
export async function collectOrganization(source: OrganizationSource): Promise<OrganizationFacts> {
  const { account, clients, facts, track } = source;
  const policiesNotAsked = unread(notCollected(policiesCall, account));
  if (!facts.has('organization'))
    return { organization: unread(notCollected(describeCall)), organizationPolicies: policiesNotAsked };
  const described = await track('global', describeCall, describe(clients));
  const organization = described.known ? known(described.value?.organization ?? null) : described;
  if (!facts.has('organizationPolicies')) return { organization, organizationPolicies: policiesNotAsked };
  const organizationPolicies = described.known ? await policiesOf(described.value, source) : described;
  return { organization, organizationPolicies };
}

interface Described {
  readonly organization: Organization;
  /** Without all features an organisation only pays the bills (Organizations User Guide, *Available feature sets*). */
  readonly hasAllFeatures: boolean;
}

/** Organizations DescribeOrganization; null: the account is in none. */
async function describe(clients: Clients): Promise<Lookup<Described | null>> {
  const organizations = await clients.organizations();
  const answer = await ask(clients.limit, { call: describeCall, resource: null }, async () => {
    const { Organization: raw } = await organizations.describeOrganization();
    return {
      organization: {
        id: required(raw?.Id, 'Id'),
        managementAccountId: required(raw?.MasterAccountId, 'MasterAccountId'),
      },
      hasAllFeatures: text(raw?.FeatureSet) !== 'CONSOLIDATED_BILLING',
    };
  });
  return !answer.known && answer.unread.error === 'AWSOrganizationsNotInUseException' ? known(null) : answer;
}

async function policiesOf(
  described: Described | null,
  { account, clients, track }: OrganizationSource,
): Promise<Lookup<OrganizationPolicies | null>> {
  if (described === null) return known(null);
  const isManagementAccount = described.organization.managementAccountId === account;
  if (isManagementAccount || !described.hasAllFeatures)
    return known({ serviceControl: [], resourceControl: [], isManagementAccount });
  const policies = await track('global', policiesCall, readControlPolicies(clients, account));
  return policies.known ? known({ ...policies.value, isManagementAccount }) : policies;
}
