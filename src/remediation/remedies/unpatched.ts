import type { RuleRemedy } from '../around.ts';
import { type NoPatch, not, reason, recreation } from '../patch.ts';

const stored = reason(
  'DMS stores a user name and password',
  'A snapshot never holds a password, and a secret has to be made with it.',
  'Make a secret with the credentials and a role that may read it, then: aws dms modify-endpoint --endpoint-arn ARN with SecretsManagerSecretId and SecretsManagerAccessRoleArn in the settings of the engine; test the connection; change the old password.',
);
export const secrets: RuleRemedy = { patches: [], reasons: [stored], make: () => not(stored) };

const noPassword = reason(
  'the endpoint uses no credentials',
  'The user and its password must be made at the server first, and only its owner can.',
  'Switch authentication on at the server, put the credentials into a secret, and name it on the endpoint (AuthType password; of Redis auth-token or auth-role).',
);
export const credentials: RuleRemedy = { patches: [], reasons: [noPassword], make: () => not(noPassword) };

const encryptionFixed = recreation(
  'what is written is not encrypted with SSE-KMS',
  'DMS changes EncryptionMode from SSE_KMS to SSE_S3 and not back (DMS API, S3Settings and RedshiftSettings): the endpoint has to be made anew.',
  'Create the endpoint anew with EncryptionMode sse-kms and ServerSideEncryptionKmsKeyId, let its role use the key, and move the tasks to it.',
);
export const encryptedTargets: RuleRemedy = {
  patches: [],
  reasons: [encryptionFixed],
  make: () => not(encryptionFixed),
};

const ownKey = recreation(
  'the key is managed by AWS',
  'The key of an instance, an endpoint or a replication is chosen when it is made.',
  'Make a customer managed key, create the resource anew with its KmsKeyId, move the tasks, delete the old one.',
);
export const customerKeys: RuleRemedy = { patches: [], reasons: [ownKey], make: () => not(ownKey) };

const untested = reason(
  'the last connection test failed',
  'What is wrong is told by the test’s own error and by the other findings on the instance and the endpoint; a test is no setting.',
  'Apply the patches of the findings on the same instance and endpoint, then: aws dms test-connection --replication-instance-arn … --endpoint-arn …',
);
export const connectionTests: RuleRemedy = { patches: [], reasons: [untested], make: () => not(untested) };

const certificates: NoPatch = reason(
  'a certificate is expired, not yet valid, about to expire, unreadable or missing',
  'The new certificate comes from whoever signs for the database.',
  'Import the new CA under another identifier, name it on the endpoints that use the old one, test their connections, then delete the old certificate.',
);
export const validCertificates: RuleRemedy = {
  patches: [],
  reasons: [certificates],
  make: () => not(certificates),
};

const fixedSpec = recreation(
  'the key is not a symmetric encryption key',
  'KeySpec and KeyUsage of a key cannot be changed, nor can the key of a DMS resource.',
  'Make a symmetric encryption key and the resource anew with it.',
);
export const symmetricKeys: RuleRemedy = { patches: [], reasons: [fixedSpec], make: () => not(fixedSpec) };
