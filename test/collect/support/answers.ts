export const account = '111122223333';
export const where = { partition: 'aws', region: 'eu-west-1', account };

export const roleArn = (name: string): string => `arn:aws:iam::${account}:role/${name}`;

export const keyArn = (id: string, owner = account, region = 'eu-west-1'): string =>
  `arn:aws:kms:${region}:${owner}:key/${id}`;

/** An error as the SDK throws it after its last attempt. */
export const awsError = (name: string, more: object = {}): Error =>
  Object.assign(new Error(name), { name, $fault: 'client', $metadata: { httpStatusCode: 400 }, ...more });

export const denied = awsError('AccessDeniedException');
export const throttled = awsError('ThrottlingException', { $metadata: { httpStatusCode: 400, attempts: 8 } });
