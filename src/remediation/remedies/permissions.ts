import { answersTo } from '../../analysis/permissions/demanded.ts';
import type { Held } from '../../analysis/permissions/holder.ts';
import { type Demand, withRolesOf } from '../../analysis/permissions/roles-of.ts';
import { awsManagedPolicyArn, awsManagedPolicyOf } from '../../model/aws-managed-policies.ts';
import { roleCarriers } from '../../model/facts.ts';
import type { Finding, RequestWitness } from '../../model/finding.ts';
import type { DmsResource } from '../../model/resources.ts';
import { notApplicable } from '../../model/verdict.ts';
import { type Around, type RuleRemedy, subject } from '../around.ts';
import { type Change, type NoPatch, not, patched, type Remedy, reason } from '../patch.ts';
import { withChangedStatement } from '../policy-json.ts';
import { usersOfRole } from '../users.ts';
import { allowingOn } from './added-statements.ts';
import { asJson } from './as-json.ts';
import { gone } from './gone.ts';
import {
  adding,
  attachedTo,
  holderOf,
  inlineOf,
  type PolicyHolder,
  putting,
  unwritable,
} from './inline-policy.ts';
import { rolesOf } from './trusts.ts';

const denied = reason(
  'a Deny, the permissions boundary or the organization takes the action away',
  'Somebody set this limit on purpose, and another Allow does not lift it.',
  'Except the action from the statement that the finding shows, or bound the role by another policy.',
);

const takenAway = ({ decision }: RequestWitness): boolean => decision === 'explicitDeny';

/** The managed policy that AWS writes for a role with a fixed name. */
function attaching(finding: Finding, around: Around): Remedy {
  const [role] = rolesOf(finding, around);
  const name = role === undefined ? null : awsManagedPolicyOf(role.id);
  if (role === undefined || name === null) return not(gone);
  const PolicyArn = awsManagedPolicyArn(around.partition, name);
  const attached = attachedTo(role.id, around);
  const { witness } = finding;
  if (attached.includes(PolicyArn) || (witness?.kind === 'request' && takenAway(witness))) return not(denied);
  return patched([attach(role, PolicyArn, attached, around)], { users: usersOfRole(role) });
}

const attach = (
  role: { readonly id: string; readonly arn: string },
  PolicyArn: string,
  attached: readonly string[],
  around: Around,
): Change => ({
  resource: subject('AWS::IAM::Role', role.id, role.arn, around),
  api: { call: 'iam:AttachRolePolicy', input: { RoleName: role.id, PolicyArn } },
  properties: [{ property: 'ManagedPolicyArns', from: attached, to: [...attached, PolicyArn] }],
});

export const managedAttached: RuleRemedy = {
  patches: ['Attaches the managed policy that AWS writes for the role.'],
  reasons: [denied],
  make: attaching,
};

export const excessTaken: RuleRemedy = {
  patches: [
    'Takes the statement out of the inline policy, or detaches the managed policy, that gives more; attaches AWS’s managed policy where the role does not carry it.',
  ],
  reasons: [gone],
  make(finding, around) {
    const [role] = rolesOf(finding, around);
    const { witness } = finding;
    const name = role === undefined ? null : awsManagedPolicyOf(role.id);
    const holder = role === undefined ? gone : holderOf(role.arn, around);
    if ('why' in holder) return not(holder);
    if (role === undefined || name === null || witness?.kind !== 'request') return not(gone);
    const own = awsManagedPolicyArn(around.partition, name);
    const attached = attachedTo(role.id, around);
    const removal = takingOut(holder, witness, around) ?? detaching(holder, witness, own, around);
    if (removal === null) return not(gone);
    const carried = attached.includes(own) ? [] : [attach(role, own, attached, around)];
    return patched([...carried, removal], {
      breaks: [
        `What else uses ${role.id} can no longer do ${witness.action} and what the same statement gave.`,
      ],
      users: usersOfRole(role),
    });
  },
};

/** The inline policy without the statement that decides. */
function takingOut(
  holder: PolicyHolder,
  { document, statement }: RequestWitness,
  around: Around,
): Change | null {
  const policy = inlineWith(holder, document, around);
  if (policy === null || statement === null) return null;
  const text = withChangedStatement(document, statement, () => null);
  if (text !== null) return putting(holder, { name: policy, text, from: document }, around);
  const resource = subject(holder.type, holder.id, holder.arn, around);
  const properties = [{ property: `Policies.${policy}`, from: asJson(document), to: null }];
  return holder.type === 'AWS::IAM::Role'
    ? {
        resource,
        properties,
        api: { call: 'iam:DeleteRolePolicy', input: { RoleName: holder.id, PolicyName: policy } },
      }
    : {
        resource,
        properties,
        api: { call: 'iam:DeleteUserPolicy', input: { UserName: holder.id, PolicyName: policy } },
      };
}

export const inlineWith = (holder: PolicyHolder, document: string, around: Around): string | null =>
  inlineOf(holder, around).find((each) => each.document.known && each.document.value === document)?.name ??
  null;

function detaching(
  holder: PolicyHolder,
  { document }: RequestWitness,
  own: string,
  around: Around,
): Change | null {
  const { managedPolicies } = around.whole.iam;
  const attached = attachedTo(holder.id, around);
  const PolicyArn = attached.find((arn) => {
    const policy = Object.hasOwn(managedPolicies, arn) ? managedPolicies[arn] : undefined;
    return arn !== own && policy?.known === true && policy.value?.document === document;
  });
  if (PolicyArn === undefined) return null;
  return {
    resource: subject(holder.type, holder.id, holder.arn, around),
    api: { call: 'iam:DetachRolePolicy', input: { RoleName: holder.id, PolicyArn } },
    properties: [
      { property: 'ManagedPolicyArns', from: attached, to: attached.filter((arn) => arn !== PolicyArn) },
    ],
  };
}

interface Demanded {
  readonly held: Held;
  readonly demands: readonly Demand[];
}

/** What a resource asks of each role that it names. */
export function demandsOf(resource: DmsResource, around: Around): readonly Demanded[] {
  const found: Demanded[] = [];
  const region = resource.arn.split(':')[3] ?? around.region;
  withRolesOf(resource, { ...around, region }, (demands, held) => {
    found.push({ demands, held });
    return notApplicable('');
  });
  return found;
}

export const unknownPlaces = reason(
  'on which bucket, key or secret the role is to work is not read',
  'A patch names the very things that the role may work on.',
  'Allow the actions that the finding names on those things, in a policy of the role.',
);

/** The characters that a policy's name may have (IAM API, PutRolePolicy). */
const policyName = (id: string): string => `dms-${id}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 128);

export const permissionsGiven: RuleRemedy = {
  patches: [
    'Puts an inline policy on the role that allows the missing actions on the very things that DMS uses.',
  ],
  reasons: [unknownPlaces, denied, ...unwritable],
  make(finding, around) {
    const resource = carrierOf(finding, around);
    const { witness } = finding;
    if (resource === null) return not(gone);
    if (witness?.kind === 'request' && takenAway(witness)) return not(denied);
    const made = demandsOf(resource, around).flatMap(({ held, demands }): readonly (Change | NoPatch)[] => {
      const answers = answersTo(held, demands, around).filter(
        ({ permission, demand: { place } }) =>
          permission.answer === 'refused' && place.isNeeded && place.standsFor === null,
      );
      if (answers.length === 0) return [];
      const holder = holderOf(held.holder.arn, around);
      if ('why' in holder) return [holder];
      const statements = allowingOn(
        answers.map(({ action, demand: { place } }) => ({ action, resource: place.resource ?? '*' })),
      );
      return [adding(holder, policyName(finding.resource.id), statements, around)];
    });
    const changes = made.flatMap((each) => ('why' in each ? [] : [each]));
    if (changes.length > 0) return patched(changes, { users: [resource.id] });
    return not(made.find((each) => 'why' in each) ?? unknownPlaces);
  },
};

/** The DMS resource that names a role. */
const carrierOf = ({ resource }: Finding, { facts }: Around): DmsResource | null =>
  roleCarriers
    .flatMap((kind): readonly DmsResource[] => facts[kind].items)
    .find(({ arn }) => arn === resource.arn) ?? null;
