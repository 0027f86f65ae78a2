import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import { account, roleArn } from './answers.ts';

const encoded = (document: unknown): string => encodeURIComponent(JSON.stringify(document));

/** A document that allows these actions on everything, as IAM sends it. */
export const allowing = (...actions: readonly string[]): string =>
  encoded({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });

/** A trust that lets this principal in, as IAM sends it. */
export const trusting = (principal: unknown): string =>
  encoded({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });

export const userArn = (name: string): string => `arn:aws:iam::${account}:user/${name}`;

export const aRoleDetail = (RoleName: string, over: RoleDetail = {}): RoleDetail => ({
  RoleName,
  Arn: roleArn(RoleName),
  Path: '/',
  AssumeRolePolicyDocument: trusting({ Service: 'lambda.amazonaws.com' }),
  RolePolicyList: [],
  AttachedManagedPolicies: [],
  ...over,
});

export const aUserDetail = (UserName: string, over: UserDetail = {}): UserDetail => ({
  UserName,
  Arn: userArn(UserName),
  Path: '/',
  UserPolicyList: [],
  AttachedManagedPolicies: [],
  GroupList: [],
  ...over,
});

export const aGroupDetail = (GroupName: string, over: GroupDetail = {}): GroupDetail => ({
  GroupName,
  Arn: `arn:aws:iam::${account}:group/${GroupName}`,
  Path: '/',
  GroupPolicyList: [],
  AttachedManagedPolicies: [],
  ...over,
});

/** A managed policy in its second version; the first allows nothing. */
export const aPolicyDetail = (Arn: string, Document: string): ManagedPolicyDetail => ({
  Arn,
  DefaultVersionId: 'v2',
  PolicyVersionList: [
    { VersionId: 'v1', IsDefaultVersion: false, Document: allowing() },
    { VersionId: 'v2', IsDefaultVersion: true, Document },
  ],
});
