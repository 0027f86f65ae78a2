import type { Facts } from '../../model/account-view.ts';
import type { OrganizationPolicies, PolicyLevels } from '../../model/organization.ts';
import type { Settings } from '../../model/settings.ts';
import { cannotRead, type Verdict } from '../../model/verdict.ts';
import { oncePer } from '../once.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { readStored, type StoredPolicy } from '../stored-policy.ts';

/** Policies level after level: root, organisational units, account. Each level must allow. */
export type Levels = readonly (readonly StoredPolicy[])[];

/** What an organisation takes from what the policies of an account give. No level: nothing. */
export interface Guardrails {
  /** For users and roles of the account. */
  readonly serviceControl: Levels;
  /** For whoever asks for a resource of the account, service principals too. */
  readonly resourceControl: Levels;
}

/** Where no organisation has a say. */
export const noGuardrails: Guardrails = { serviceControl: [], resourceControl: [] };

/** What a verdict takes for granted where organisation policies were not read. */
export const noOrganizationPolicies: readonly string[] = ['no SCP/RCP'];

/** What tells of an account's organisation, and what the operator decided on it. */
export interface Around {
  readonly facts: Pick<Facts, 'organization' | 'organizationPolicies'>;
  readonly settings: Pick<Settings, 'organizationPolicies'>;
}

/** Guardrails, and what a verdict that reckons with them takes for granted. */
export interface Over {
  readonly guardrails: Guardrails;
  readonly assumes: readonly string[];
}

/** Nothing is over it, and that is known. */
export const nothingOver: Over = { guardrails: noGuardrails, assumes: [] };

/**
 * What the organisation puts over an account: nothing outside of one and in its management account, which
 * neither type of policy affects. Unread, it is taken to be nothing, or the verdict is UNKNOWN, as the operator
 * decides. (Organizations User Guide, orgs_manage_policies_scps, orgs_manage_policies_rcps)
 */
export function guardrailsOver({ facts, settings }: Around): Over | Verdict {
  const { organizationPolicies } = facts;
  if (!organizationPolicies.known) return unreadOver(settings, cannotRead([organizationPolicies.unread]));
  const { value } = organizationPolicies;
  if (value === null || value.isManagementAccount) return nothingOver;
  return readOver(value);
}

/** What stands where it is not known what an organisation puts over something. */
export const unreadOver = ({ organizationPolicies }: Around['settings'], whyNot: Verdict): Over | Verdict =>
  organizationPolicies === 'required'
    ? whyNot
    : { guardrails: noGuardrails, assumes: noOrganizationPolicies };

/** Every rule asks for every role. */
const readOver = oncePer(({ serviceControl, resourceControl }: OrganizationPolicies): Over | Verdict => {
  const refusals: Verdict[] = [];
  const levels = (all: PolicyLevels): Levels =>
    all.map((level) =>
      level.flatMap(({ name, document }) => {
        const stored = readStored(name, document, 'the organization’s');
        if ('status' in stored) refusals.push(stored);
        return 'status' in stored ? [] : [stored];
      }),
    );
  const guardrails = { serviceControl: levels(serviceControl), resourceControl: levels(resourceControl) };
  return refusals[0] ?? { guardrails, assumes: [] };
});

/** The documents, level after level. */
export const documentsAt = (levels: Levels): readonly (readonly PolicyDocument[])[] =>
  levels.map((level) => level.map(({ document }) => document));

/**
 * Roles under this path are AWS's own, and nobody else can edit them (IAM User Guide, *Service-linked roles*).
 * "SCPs do not affect any service-linked role"; "RCPs do not apply to calls made by service-linked roles", nor
 * to services that assume one. (Organizations User Guide, orgs_manage_policies_scps, orgs_manage_policies_rcps)
 */
export const isServiceLinked = (arn: string): boolean => arn.includes(':role/aws-service-role/');
