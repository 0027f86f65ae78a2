/**
 * The role that DMS Serverless acts with, which nobody can edit. (DMS User Guide, *Service-linked role for AWS DMS
 * Serverless*)
 */
export const serverlessRoleName = 'AWSServiceRoleForDMSServerless';

/** The ARN that it has, or would have. */
export const serverlessRoleArn = (partition: string, account: string): string =>
  `arn:${partition}:iam::${account}:role/aws-service-role/dms.amazonaws.com/${serverlessRoleName}`;
