/**
 * Operations that IAM authorizes under another name than their own (Service Authorization Reference, AWS
 * DMS and Amazon S3; API Reference, DescribeDataProviders and DescribeInstanceProfiles, "Required permissions").
 */
export const authorizedAs: Readonly<Record<string, string>> = {
  'dms:DescribeDataProviders': 'dms:ListDataProviders',
  'dms:DescribeInstanceProfiles': 'dms:ListInstanceProfiles',
  'dms:DescribeMigrationProjects': 'dms:ListMigrationProjects',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3control:GetPublicAccessBlock': 's3:GetAccountPublicAccessBlock',
};
