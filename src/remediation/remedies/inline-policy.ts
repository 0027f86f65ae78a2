import type { Lookup } from '../../model/lookup.ts';
import { principalIn } from '../../model/principal-view.ts';
import type { InlinePolicy } from '../../model/resources.ts';
import { type Around, subject } from '../around.ts';
import { type Change, type NoPatch, reason } from '../patch.ts';
import { readPolicy, type WrittenStatement, withStatements } from '../policy-json.ts';
import { withAdded } from './added-statements.ts';
import { asJson } from './as-json.ts';
import { gone } from './gone.ts';

/** Whose policies: a role's or a user's. */
export interface PolicyHolder {
  readonly arn: string;
  readonly type: 'AWS::IAM::Role' | 'AWS::IAM::User';
  readonly id: string;
}

const byIdentityCenter = reason(
  'the role is one that IAM Identity Center writes',
  'IAM refuses to change roles under /aws-reserved/ (UnmodifiableEntity).',
  'Change the permission set in IAM Identity Center, which writes the role anew in each account.',
);

const serviceLinked = reason(
  'the role is service-linked',
  'AWS owns a service-linked role, and nobody can edit its policies (UnmodifiableEntity).',
  'Use a role of your own where one can be named.',
);

const tooLong = reason(
  'the inline policies of the role or user would be too long',
  'IAM takes 2,048 characters of a user and 10,240 of a role in all of them, white space not counted.',
  'Write the statements that the finding asks for into a managed policy, and attach that.',
);

const illegible = reason(
  'the inline policy that the statements belong into was not read, or is no JSON',
  'A policy is put as a whole: what is in it now would be lost.',
  'Add to it by hand what the finding asks for.',
);

/** Why an inline policy cannot be written. */
export const unwritable: readonly NoPatch[] = [byIdentityCenter, serviceLinked, tooLong, illegible];

/** The role or user of this account that an ARN names, if its policies can be changed. (IAM API, PutRolePolicy) */
export function holderOf(arn: string, { account }: Around): PolicyHolder | NoPatch {
  const name = principalIn(arn, account);
  if (name === null) return gone;
  if (arn.includes(':role/aws-service-role/')) return serviceLinked;
  if (arn.includes(':role/aws-reserved/') || name.id.startsWith('AWSReservedSSO_')) return byIdentityCenter;
  return { arn, type: name.type, id: name.id };
}

/** Its own inline policies; null: nothing of it is in the snapshot, as of a role that a patch makes. */
function ownPoliciesOf(
  { type, id }: PolicyHolder,
  { whole: { iam } }: Around,
): Lookup<readonly InlinePolicy[]> | null {
  const principals = [
    ...iam.principals.items,
    ...Object.values(iam.namedPrincipals).flatMap((each) =>
      each.known && each.value !== null ? [each.value] : [],
    ),
  ];
  const permissions =
    type === 'AWS::IAM::Role' && Object.hasOwn(iam.rolePermissions, id) ? iam.rolePermissions[id] : null;
  const own =
    permissions?.known === true
      ? permissions.value
      : principals.find((each) => each.type === type && each.id === id);
  return own?.inline ?? null;
}

/** Those of them that were read. */
export function inlineOf(holder: PolicyHolder, around: Around): readonly InlinePolicy[] {
  const found = ownPoliciesOf(holder, around);
  return found?.known === true ? found.value : [];
}

/** An inline policy with these statements more; made where there is none of the name. */
export function adding(
  holder: PolicyHolder,
  name: string,
  statements: readonly WrittenStatement[],
  around: Around,
): Change | NoPatch {
  if (ownPoliciesOf(holder, around)?.known === false) return illegible;
  const own = inlineOf(holder, around);
  const present = own.find((each) => each.name === name);
  const text = textWith(statements, present);
  if (text === null) return illegible;
  const others = own.flatMap(({ name: other, document }) =>
    other !== name && document.known ? [document.value] : [],
  );
  const length = [text, ...others].reduce((sum, each) => sum + withoutSpace(each), 0);
  if (length > mostCharacters[holder.type]) return tooLong;
  const from = present?.document.known === true ? present.document.value : null;
  return putting(holder, { name, text, from }, around);
}

/** What all inline policies may have together; "IAM does not count white space." (IAM User Guide, reference_iam-quotas) */
const mostCharacters = { 'AWS::IAM::Role': 10_240, 'AWS::IAM::User': 2048 } as const;
const withoutSpace = (text: string): number => text.replaceAll(/\s+/g, '').length;

/** null: the policy that is there cannot be read. */
function textWith(statements: readonly WrittenStatement[], present: InlinePolicy | undefined): string | null {
  if (present === undefined) return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
  const policy = present.document.known ? readPolicy(present.document.value) : null;
  return policy === null ? null : withStatements(policy, statements.reduce(withAdded, policy.statements));
}

/** An inline policy, and what it was before; null: there was none of the name. */
interface WrittenPolicy {
  readonly name: string;
  readonly text: string;
  readonly from: string | null;
}

/** An inline policy in the place of the one of its name. */
export function putting(
  { arn, type, id }: PolicyHolder,
  { name: PolicyName, text: PolicyDocument, from }: WrittenPolicy,
  around: Around,
): Change {
  const isRole = type === 'AWS::IAM::Role';
  return {
    resource: subject(type, id, arn, around),
    api: isRole
      ? { call: 'iam:PutRolePolicy', input: { RoleName: id, PolicyName, PolicyDocument } }
      : { call: 'iam:PutUserPolicy', input: { UserName: id, PolicyName, PolicyDocument } },
    properties: [{ property: `Policies.${PolicyName}`, from: asJson(from), to: asJson(PolicyDocument) }],
  };
}

/** The managed policies of a role that were read. */
export function attachedTo(role: string, { whole: { iam } }: Around): readonly string[] {
  const permissions = Object.hasOwn(iam.rolePermissions, role) ? iam.rolePermissions[role] : undefined;
  return permissions?.known === true && permissions.value.attached.known
    ? permissions.value.attached.value
    : [];
}
