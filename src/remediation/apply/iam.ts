import { managedPolicies } from '../../analysis/services/managed-policies.ts';
import { known, type Lookup } from '../../model/lookup.ts';
import { principalName } from '../../model/principal-view.ts';
import type { InlinePolicy, Permissions, Role } from '../../model/resources.ts';
import { serverlessRoleArn, serverlessRoleName } from '../../model/serverless-role.ts';
import type { IamFacts } from '../../model/snapshot.ts';
import type { Inputs } from '../calls.ts';
import { inListing, inTable, withEntry } from './edit.ts';

type Applied<K extends keyof Inputs> = (iam: IamFacts, input: Inputs[K]) => IamFacts;

const nothingAllowed: Permissions = { attached: known([]), inline: known([]) };

export const createRole = (
  iam: IamFacts,
  { RoleName, Path, AssumeRolePolicyDocument }: Inputs['iam:CreateRole'],
  { id, partition }: { readonly id: string; readonly partition: string },
): IamFacts =>
  withRole(iam, {
    name: RoleName,
    arn: `arn:${partition}:iam::${id}:role${Path}${RoleName}`,
    path: Path,
    trust: AssumeRolePolicyDocument,
    boundaryArn: null,
  });

const withRole = (iam: IamFacts, role: Role): IamFacts => ({
  ...iam,
  roles: withEntry(iam.roles, role.name, known(role)),
  rolePermissions: withEntry(iam.rolePermissions, role.name, known(nothingAllowed)),
});

/** What AWS puts into the service-linked role of DMS Serverless, it alone writes; its policy is read by the next scan. */
export const createServiceLinkedRole = (
  iam: IamFacts,
  { id, partition }: { readonly id: string; readonly partition: string },
): IamFacts => {
  const arn = serverlessRoleArn(partition, id);
  return {
    ...iam,
    roles: withEntry(
      iam.roles,
      serverlessRoleName,
      known({
        name: serverlessRoleName,
        arn,
        path: '/aws-service-role/dms.amazonaws.com/',
        trust: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'dms.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        }),
        boundaryArn: null,
      }),
    ),
  };
};

export const updateAssumeRolePolicy: Applied<'iam:UpdateAssumeRolePolicy'> = (iam, input) => ({
  ...iam,
  roles: inTable(iam.roles, input.RoleName, (role) => ({ ...role, trust: input.PolicyDocument })),
});

type Holder = { readonly role: string } | { readonly user: string };

/** A role of DMS may be told of as a principal too. */
function inPermissions(
  iam: IamFacts,
  holder: Holder,
  edit: (permissions: Permissions) => Permissions,
): IamFacts {
  const isRole = 'role' in holder;
  const type = isRole ? 'AWS::IAM::Role' : 'AWS::IAM::User';
  const id = isRole ? holder.role : holder.user;
  return {
    ...iam,
    rolePermissions: isRole
      ? Object.fromEntries(
          Object.entries(iam.rolePermissions).map(([name, lookup]) => [
            name,
            name === id && lookup.known ? known(edit(lookup.value)) : lookup,
          ]),
        )
      : iam.rolePermissions,
    principals: inListing(
      iam.principals,
      (principal) => principal.type === type && principal.id === id,
      (principal) => ({ ...principal, ...edit(principal) }),
    ),
    namedPrincipals: inTable(iam.namedPrincipals, principalName(type, id).key, (principal) => ({
      ...principal,
      ...edit(principal),
    })),
  };
}

const mapped = <T>(lookup: Lookup<T>, edit: (value: T) => T): Lookup<T> =>
  lookup.known ? known(edit(lookup.value)) : lookup;

export const attachRolePolicy: Applied<'iam:AttachRolePolicy'> = (iam, { RoleName, PolicyArn }) => {
  const attached = inPermissions(iam, { role: RoleName }, (permissions) => ({
    ...permissions,
    attached: mapped(permissions.attached, (arns) => [...arns.filter((arn) => arn !== PolicyArn), PolicyArn]),
  }));
  const shipped = shippedDocument(PolicyArn);
  return Object.hasOwn(iam.managedPolicies, PolicyArn) || shipped === null
    ? attached
    : { ...attached, managedPolicies: withEntry(attached.managedPolicies, PolicyArn, known(shipped)) };
};

/** One of AWS's own policies for the account roles, as it was when this package was made. */
function shippedDocument(arn: string) {
  const found = Object.entries(managedPolicies).find(([name]) =>
    arn.endsWith(`:aws:policy/service-role/${name}`),
  );
  if (found === undefined) return null;
  const [, { versionId, document }] = found;
  return { arn, versionId, document: JSON.stringify(document) };
}

export const detachRolePolicy: Applied<'iam:DetachRolePolicy'> = (iam, { RoleName, PolicyArn }) =>
  inPermissions(iam, { role: RoleName }, (permissions) => ({
    ...permissions,
    attached: mapped(permissions.attached, (arns) => arns.filter((arn) => arn !== PolicyArn)),
  }));

export const putPolicy = (
  iam: IamFacts,
  holder: Holder,
  { PolicyName, PolicyDocument }: InlineInput,
): IamFacts =>
  inPermissions(iam, holder, (permissions) => ({
    ...permissions,
    inline: mapped(permissions.inline, (policies) =>
      withInline(policies, { name: PolicyName, document: known(PolicyDocument) }),
    ),
  }));

type InlineInput = Pick<Inputs['iam:PutRolePolicy'], 'PolicyName' | 'PolicyDocument'>;

const withInline = (policies: readonly InlinePolicy[], policy: InlinePolicy): readonly InlinePolicy[] =>
  policies.some(({ name }) => name === policy.name)
    ? policies.map((each) => (each.name === policy.name ? policy : each))
    : [...policies, policy];

export const deletePolicy = (iam: IamFacts, holder: Holder, name: string): IamFacts =>
  inPermissions(iam, holder, (permissions) => ({
    ...permissions,
    inline: mapped(permissions.inline, (policies) => policies.filter((each) => each.name !== name)),
  }));
