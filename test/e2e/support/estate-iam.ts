import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { FreshAccount } from './aws.ts';

const allow = (principal: object, condition?: object): object => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...(condition === undefined ? {} : { Condition: condition }),
});
const dms = { Service: 'dms.amazonaws.com' };

/** The roles of the estate: two of the fixed names, those that endpoints name, and one that nothing names. */
export async function makeRoles({ iam, account }: FreshAccount): Promise<void> {
  const own = { StringEquals: { 'aws:SourceAccount': account } };
  const role = (RoleName: string, ...statements: readonly object[]) =>
    iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      }),
    );
  await role('dms-vpc-role', allow(dms, own));
  await role('dms-cloudwatch-logs-role', allow(dms));
  await role(
    'archive-writer',
    allow(dms, { ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${account}:endpoint:*` } }),
    allow({ AWS: 'arn:aws:iam::222222222222:root' }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'archive-writer',
      PolicyName: 'write',
      PolicyDocument: allowing('arn:aws:s3:::archive/*', [
        's3:PutObject',
        's3:DeleteObject',
        's3:PutObjectTagging',
      ]),
    }),
  );
  const list = await makePolicy(iam, 'list', allowing('arn:aws:s3:::archive', ['s3:ListBucket']));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'archive-writer', PolicyArn: list }));
  await role('stream-writer', allow(dms, { StringLike: { 'aws:SourceArn': `arn:aws:dms:*:${account}:*` } }));
  await role('unnamed', allow({ AWS: '*' }));
}

const allowing = (Resource: string, Action: readonly string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });

async function makePolicy(
  iam: FreshAccount['iam'],
  PolicyName: string,
  PolicyDocument: string,
): Promise<string> {
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  return Policy?.Arn ?? '';
}

/** The user who migrates once the settings say so: it has no policy that writes an action of DMS. */
const UserName = 'migrator';

export const migratorOf = ({ account }: FreshAccount): string => `arn:aws:iam::${account}:user/${UserName}`;

/** A user with an access key, and with policies of every sort: its own and its group's, inline and attached. */
export async function makeMigrator({ iam }: FreshAccount): Promise<void> {
  const GroupName = 'migrators';
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new CreateGroupCommand({ GroupName }));
  await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
  await iam.send(new CreateAccessKeyCommand({ UserName }));
  const keys = await makePolicy(iam, 'keys', allowing('*', ['kms:ListAliases', 'kms:DescribeKey']));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: keys }));
  const network = await makePolicy(iam, 'network', allowing('*', ['ec2:DescribeVpcs']));
  await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: network }));
  const own = { PolicyName: 'roles', PolicyDocument: allowing('*', ['iam:GetRole']) };
  await iam.send(new PutUserPolicyCommand({ UserName, ...own }));
  const shared = { PolicyName: 'logs', PolicyDocument: allowing('*', ['logs:DescribeLogGroups']) };
  await iam.send(new PutGroupPolicyCommand({ GroupName, ...shared }));
}
