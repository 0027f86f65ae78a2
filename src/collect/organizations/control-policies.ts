import { known, type Lookup, unread } from '../../model/lookup.ts';
import type { OrganizationPolicies, OrganizationPolicy, PolicyLevels } from '../../model/organization.ts';
import { ask, malformed } from '../ask.ts';
import { askedOnce } from '../asked-once.ts';
import type { ControlPolicyType, Organizations } from '../clients/organizations.ts';
import type { Clients } from '../clients.ts';
import { objects, required } from '../fields.ts';
import { pageThrough, whole } from '../page-through.ts';

/** More than Organizations nests: a root, five levels of units, an account (its quotas, *OU maximum nesting*). */
const mostLevels = 20;

interface Source {
  readonly organizations: Organizations;
  readonly limit: Clients['limit'];
}

/** The service and resource control policies above an account, level by level; as one answer. */
export async function readControlPolicies(
  clients: Clients,
  account: string,
): Promise<Lookup<Pick<OrganizationPolicies, 'serviceControl' | 'resourceControl'>>> {
  const source = { organizations: await clients.organizations(), limit: clients.limit };
  const targets = await targetsAbove(account, source);
  if (!targets.known) return targets;
  const describe = askedOnce((id) => describePolicy(id, source));
  const levels = (type: ControlPolicyType) => readLevels(targets.value, type, { ...source, describe });
  const [serviceControl, resourceControl] = await Promise.all([
    levels('SERVICE_CONTROL_POLICY'),
    levels('RESOURCE_CONTROL_POLICY'),
  ]);
  if (!serviceControl.known) return serviceControl;
  if (!resourceControl.known) return resourceControl;
  return known({ serviceControl: serviceControl.value, resourceControl: resourceControl.value });
}

/** Root, organisational units and the account itself, by Organizations ListParents from below. */
async function targetsAbove(
  account: string,
  { organizations, limit }: Source,
): Promise<Lookup<readonly string[]>> {
  const targets = [account];
  for (let child = account; targets.length < mostLevels; ) {
    const from = child;
    const question = { call: 'organizations:ListParents', resource: from };
    const parent = await ask(limit, question, async () => {
      const [raw] = objects((await organizations.listParents(from)).Parents);
      return { id: required(raw?.Id, 'Id'), isRoot: required(raw?.Type, 'Type') === 'ROOT' };
    });
    if (!parent.known) return parent;
    child = parent.value.id;
    targets.unshift(child);
    if (parent.value.isRoot) return known(targets);
  }
  return unread(malformed({ call: 'organizations:ListParents', resource: account }));
}

interface PolicySource extends Source {
  readonly describe: (id: string) => Promise<Lookup<OrganizationPolicy>>;
}

/**
 * Organizations ListPoliciesForTarget for each level. Where a type is in force, each root, unit and account has
 * one policy of it at least (Organizations User Guide, quotas): none anywhere means that it is not.
 */
async function readLevels(
  targets: readonly string[],
  type: ControlPolicyType,
  source: PolicySource,
): Promise<Lookup<PolicyLevels>> {
  const levels: (readonly OrganizationPolicy[])[] = [];
  for (const level of await Promise.all(targets.map((target) => readLevel(target, type, source)))) {
    if (!level.known) return level;
    levels.push(level.value);
  }
  return known(levels.every(({ length }) => length === 0) ? [] : levels);
}

async function readLevel(
  target: string,
  type: ControlPolicyType,
  { organizations, limit, describe }: PolicySource,
): Promise<Lookup<readonly OrganizationPolicy[]>> {
  const ids = whole(
    await pageThrough(limit, {
      question: { call: 'organizations:ListPoliciesForTarget', resource: target },
      page: (marker) => organizations.listPoliciesForTarget(target, type, marker),
      map: ({ Id }) => required(Id, 'Id'),
    }),
  );
  if (!ids.known) return ids;
  const policies: OrganizationPolicy[] = [];
  for (const policy of await Promise.all(ids.value.map(describe))) {
    if (!policy.known) return policy;
    policies.push(policy.value);
  }
  return known(policies);
}

function describePolicy(id: string, { organizations, limit }: Source): Promise<Lookup<OrganizationPolicy>> {
  return ask(limit, { call: 'organizations:DescribePolicy', resource: id }, async () => {
    const { Policy: raw } = await organizations.describePolicy(id);
    return {
      id: required(raw?.PolicySummary?.Id, 'Id'),
      name: required(raw?.PolicySummary?.Name, 'Name'),
      document: required(raw?.Content, 'Content'),
    };
  });
}
