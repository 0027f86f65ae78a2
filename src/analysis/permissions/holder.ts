import type { Facts } from '../../model/account-view.ts';
import type { Lookup } from '../../model/lookup.ts';
import type { OrganizationPolicies, PolicyLevels } from '../../model/organization.ts';
import type { Policies } from '../../model/principal-view.ts';
import type { Settings } from '../../model/settings.ts';
import { cannotRead, unknown, type Verdict } from '../../model/verdict.ts';
import { parsed } from '../parsed.ts';
import type { PolicyDocument } from '../policy/document.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { noOrganizationPolicies } from '../roles/trust.ts';
import type { Holder } from './permission.ts';

/** A user or role, and what was read of its policies. */
export interface Carrier {
  readonly arn: string;
  readonly account: string;
  readonly policies: Lookup<Policies>;
}

/** What bears on a user or role besides its own policies. */
export interface Around {
  readonly facts: Pick<Facts, 'organization' | 'organizationPolicies'>;
  readonly settings: Pick<Settings, 'organizationPolicies'>;
}

/** A policy as it is stored. */
export interface StoredPolicy {
  readonly name: string;
  readonly text: string;
  readonly document: PolicyDocument;
}

/** Somebody of whom everything that bears on what it may do is known. */
export interface Held {
  readonly holder: Holder;
  /** The same policies as the holder's, level after level, with their texts. */
  readonly stored: {
    readonly identity: readonly StoredPolicy[];
    readonly boundary: StoredPolicy | null;
    readonly serviceControl: readonly (readonly StoredPolicy[])[];
    readonly resourceControl: readonly (readonly StoredPolicy[])[];
  };
  /** What a verdict takes for granted. */
  readonly assumes: readonly string[];
}

/** The verdict on what a user or role may do, if all of its policies were read and can be. */
export function withHolder(carrier: Carrier, around: Around, judge: (held: Held) => Verdict): Verdict {
  if (!carrier.policies.known) return cannotRead([carrier.policies.unread]);
  const organization = organizationOver(carrier, around);
  if ('status' in organization) return organization;
  const { identity, boundary } = carrier.policies.value;
  const refusals: Verdict[] = [];
  const stored = (name: string, text: string): readonly StoredPolicy[] => {
    const read = readStored(name, text);
    if ('status' in read) refusals.push(read);
    return 'status' in read ? [] : [read];
  };
  const levels = (all: PolicyLevels): Held['stored']['serviceControl'] =>
    all.map((level) => level.flatMap(({ name, document }) => stored(name, document)));
  const own = identity.flatMap(({ name, document }) => stored(name, document));
  const [limit = null] = boundary === null ? [] : stored('the permissions boundary', boundary);
  const serviceControl = levels(organization.serviceControl);
  const resourceControl = levels(organization.resourceControl);
  const [refusal] = refusals;
  if (refusal !== undefined) return refusal;
  return judge({
    holder: {
      arn: carrier.arn,
      account: carrier.account,
      organization: around.facts.organization.known
        ? (around.facts.organization.value?.id ?? null)
        : undefined,
      policies: {
        identity: own.map(documentIn),
        boundary: limit?.document ?? null,
        session: [],
        serviceControl: documentsIn(serviceControl),
        resourceControl: documentsIn(resourceControl),
      },
    },
    stored: { identity: own, boundary: limit, serviceControl, resourceControl },
    assumes: organization.assumes,
  });
}

interface Over extends Pick<OrganizationPolicies, 'serviceControl' | 'resourceControl'> {
  readonly assumes: readonly string[];
}

const nothingOver = { serviceControl: [], resourceControl: [] } as const;

/** "SCPs do not affect any service-linked role", nor the management account; RCPs likewise. (Organizations User Guide) */
function organizationOver({ arn }: Carrier, { facts, settings }: Around): Over | Verdict {
  if (isServiceLinked(arn)) return { ...nothingOver, assumes: [] };
  const { organizationPolicies } = facts;
  if (!organizationPolicies.known) {
    return settings.organizationPolicies === 'required'
      ? cannotRead([organizationPolicies.unread])
      : { ...nothingOver, assumes: noOrganizationPolicies };
  }
  const { value } = organizationPolicies;
  if (value === null || value.isManagementAccount) return { ...nothingOver, assumes: [] };
  return { serviceControl: value.serviceControl, resourceControl: value.resourceControl, assumes: [] };
}

/** Roles under this path are AWS's own, and nobody else can edit them (IAM User Guide, *Service-linked roles*). */
export const isServiceLinked = (arn: string): boolean => arn.includes(':role/aws-service-role/');

function readStored(name: string, source: string): StoredPolicy | Verdict {
  const { document, problems, text } = parsed(source);
  if (document !== null) return { name, text, document };
  const [{ path, message } = { path: '', message: 'no reason given' }] = problems;
  return unknown(
    `its policy ${name} cannot be read: ${[path, message].join(' ').trimStart()}`,
    'a policy that IAM accepts',
  );
}

const documentIn = ({ document }: StoredPolicy): PolicyDocument => document;
const documentsIn = (levels: readonly (readonly StoredPolicy[])[]): PolicySet['serviceControl'] =>
  levels.map((level) => level.map(documentIn));
