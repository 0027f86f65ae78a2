import { managedPolicies as shipped } from '../../analysis/services/managed-policies.ts';
import { type AwsManagedPolicyName, awsManagedPolicyArn } from '../../model/aws-managed-policies.ts';
import { known, type Lookup } from '../../model/lookup.ts';
import type { InlinePolicy, ManagedPolicy, Permissions } from '../../model/resources.ts';
import type { IamFacts } from '../../model/snapshot.ts';

const arnOf = (name: AwsManagedPolicyName): string => awsManagedPolicyArn('aws', name);

const carrying = (
  attached: readonly AwsManagedPolicyName[],
  inline: readonly InlinePolicy[] = [],
): Lookup<Permissions> => known({ attached: known(attached.map(arnOf)), inline: known(inline) });

/** Copied from AWS's policy when the migration began, and never looked at again. */
const copied: InlinePolicy = {
  name: 'dms-vpc',
  document: known(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'ec2:CreateNetworkInterface',
            'ec2:DescribeAvailabilityZones',
            'ec2:DescribeInternetGateways',
            'ec2:DescribeSecurityGroups',
            'ec2:DescribeSubnets',
            'ec2:DescribeVpcs',
            'ec2:DeleteNetworkInterface',
            'ec2:ModifyNetworkInterfaceAttribute',
          ],
          Resource: '*',
        },
      ],
    }),
  ),
};

const current = (name: AwsManagedPolicyName): readonly [string, Lookup<ManagedPolicy>] => {
  const { versionId, document } = shipped[name];
  const arn = arnOf(name);
  return [arn, known({ arn, versionId, document: JSON.stringify(document) })];
};

/** What the account roles may do, and what AWS writes for them. */
export const permissions: Pick<IamFacts, 'rolePermissions' | 'managedPolicies'> = {
  rolePermissions: {
    'dms-vpc-role': carrying([], [copied]),
    'dms-cloudwatch-logs-role': carrying(['AmazonDMSCloudWatchLogsRole']),
    'dms-access-for-endpoint': carrying(['AmazonDMSRedshiftS3Role']),
  },
  managedPolicies: Object.fromEntries([
    current('AmazonDMSVPCManagementRole'),
    current('AmazonDMSCloudWatchLogsRole'),
    current('AmazonDMSRedshiftS3Role'),
  ]),
};
