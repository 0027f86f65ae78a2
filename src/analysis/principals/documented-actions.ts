import { expandActions } from '../services/actions.ts';

/** What a group of actions is needed for, and so when. */
export type Need =
  /** Always. */
  | 'migrating'
  /** In the console, which shows keys to choose from. */
  | 'choosing-keys'
  /** While a role that DMS looks for by name does not exist. */
  | 'creating-roles'
  /** For a Redshift target. */
  | 'redshift';

interface DocumentedActions {
  readonly need: Need;
  /** As the guide prints them. */
  readonly actions: readonly string[];
}

/**
 * What people need who migrate. Of the keys the guide says "not required if the KMS key ARN is known and when using
 * only the CLI"; of roles, that all that is required are GetRole and PassRole where they are made ahead of time.
 * (AWS DMS User Guide, security-iam#CHAP_Security.IAMPermissions)
 */
export const documentedActions: readonly DocumentedActions[] = [
  { need: 'migrating', actions: ['dms:*'] },
  { need: 'choosing-keys', actions: ['kms:ListAliases', 'kms:DescribeKey'] },
  { need: 'migrating', actions: ['iam:GetRole', 'iam:PassRole'] },
  { need: 'creating-roles', actions: ['iam:CreateRole', 'iam:AttachRolePolicy'] },
  {
    need: 'migrating',
    actions: [
      'ec2:DescribeVpcs',
      'ec2:DescribeInternetGateways',
      'ec2:DescribeAvailabilityZones',
      'ec2:DescribeSubnets',
      'ec2:DescribeSecurityGroups',
      'ec2:ModifyNetworkInterfaceAttribute',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
    ],
  },
  { need: 'migrating', actions: ['cloudwatch:Get*', 'cloudwatch:List*'] },
  {
    need: 'migrating',
    actions: [
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:FilterLogEvents',
      'logs:GetLogEvents',
    ],
  },
  { need: 'redshift', actions: ['redshift:Describe*', 'redshift:ModifyClusterIamRoles'] },
];

const expanded = new Map<string, readonly string[]>();

/** The actions that one of these stands for; to find them takes a while, so it is done once. */
export function actionsOf(printed: string): readonly string[] {
  const [service = ''] = printed.split(':', 1);
  const actions = expanded.get(printed) ?? expandActions([printed], service);
  expanded.set(printed, actions);
  return actions;
}

/** The managed policy that each role with a fixed name is to carry. (same guide, #CHAP_Security.APIRole) */
export const policyOfRole: Readonly<Record<string, string>> = {
  'dms-vpc-role': 'AmazonDMSVPCManagementRole',
  'dms-cloudwatch-logs-role': 'AmazonDMSCloudWatchLogsRole',
  'dms-access-for-endpoint': 'AmazonDMSRedshiftS3Role',
};
