import { principalIn } from '../../model/principal-view.ts';
import type { InlinePolicy } from '../../model/resources.ts';
import { type Around, subject } from '../around.ts';
import type { Change } from '../patch.ts';
import { readPolicy, type WrittenStatement, withStatements } from '../policy-json.ts';
import { asJson } from './as-json.ts';

/** Whose policies: a role's or a user's. */
export interface PolicyHolder {
  readonly arn: string;
  readonly type: 'AWS::IAM::Role' | 'AWS::IAM::User';
  readonly id: string;
}

/** The role or user of this account that an ARN names. */
export function holderOf(arn: string, { account }: Around): PolicyHolder | null {
  const name = principalIn(arn, account);
  return name === null ? null : { arn, type: name.type, id: name.id };
}

/** Its own inline policies that were read. */
export function inlineOf({ type, id }: PolicyHolder, { whole: { iam } }: Around): readonly InlinePolicy[] {
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
  return own?.inline.known === true ? own.inline.value : [];
}

/** An inline policy with these statements more; made where there is none of the name. null: it cannot be read. */
export function adding(
  holder: PolicyHolder,
  name: string,
  statements: readonly WrittenStatement[],
  around: Around,
): Change | null {
  const present = inlineOf(holder, around).find((each) => each.name === name);
  if (present === undefined)
    return putting(
      holder,
      { name, text: JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2), from: null },
      around,
    );
  if (!present.document.known) return null;
  const policy = readPolicy(present.document.value);
  if (policy === null) return null;
  const written = new Set(policy.statements.map((each) => JSON.stringify(each)));
  const added = statements.filter((each) => !written.has(JSON.stringify(each)));
  const text = withStatements(policy, [...policy.statements, ...added]);
  return putting(holder, { name, text, from: present.document.value }, around);
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

/** Statements that allow actions, one for each resource. */
export function allowingOn(
  wanted: readonly { readonly action: string; readonly resource: string }[],
): readonly WrittenStatement[] {
  const actions = new Map<string, Set<string>>();
  for (const { action, resource } of wanted)
    actions.set(resource, (actions.get(resource) ?? new Set()).add(action));
  return [...actions].map(([Resource, all]) => ({ Effect: 'Allow', Action: [...all], Resource }));
}

/** The managed policies of a role that were read. */
export function attachedTo(role: string, { whole: { iam } }: Around): readonly string[] {
  const permissions = Object.hasOwn(iam.rolePermissions, role) ? iam.rolePermissions[role] : undefined;
  return permissions?.known === true && permissions.value.attached.known
    ? permissions.value.attached.value
    : [];
}
