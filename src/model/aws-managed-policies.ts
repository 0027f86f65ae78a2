/** The managed policies that AWS writes for the roles that DMS finds by their names; all have the path `/service-role/`. */
export type AwsManagedPolicyName =
  | 'AmazonDMSVPCManagementRole'
  | 'AmazonDMSCloudWatchLogsRole'
  | 'AmazonDMSRedshiftS3Role';

/** (DMS User Guide, *security-iam*, "Creating the IAM roles to use with AWS DMS") */
const policyOfRole: Readonly<Record<string, AwsManagedPolicyName>> = {
  'dms-vpc-role': 'AmazonDMSVPCManagementRole',
  'dms-cloudwatch-logs-role': 'AmazonDMSCloudWatchLogsRole',
  'dms-access-for-endpoint': 'AmazonDMSRedshiftS3Role',
};

/** The policy that AWS writes for a role of this name; null if it writes none. */
export const awsManagedPolicyOf = (role: string): AwsManagedPolicyName | null =>
  Object.hasOwn(policyOfRole, role) ? (policyOfRole[role] ?? null) : null;

/** AWS's own policies have no account. (IAM User Guide, *AWS managed policies*) */
export const awsManagedPolicyArn = (partition: string, name: AwsManagedPolicyName): string =>
  `arn:${partition}:iam::aws:policy/service-role/${name}`;
