import type { Endpoint as Raw } from '@aws-sdk/client-database-migration-service';
import type { Credentials } from '../../model/resources.ts';
import { field, isObject, text, word } from '../fields.ts';

/** Engines that DMS reaches through the AWS API, by a role instead of a user (DMS User Guide, targets). */
const reachedByRole = new Set([
  's3',
  'kinesis',
  'dynamodb',
  'elasticsearch',
  'opensearch',
  'neptune',
  'timestream',
  'lakehouse',
  'dms-transfer',
]);

/** Fields that only hold something when DMS keeps a user or a password itself. */
const userFields = ['Username', 'AsmUser', 'SaslUsername', 'AuthUserName'];
const passwordFields = ['Password', 'AsmPassword', 'SaslPassword', 'AuthPassword', 'SslClientKeyPassword'];

/** How DMS gets at a database, told from which fields are there. No value of a credential is kept. */
export function credentialsOf(raw: Raw): Credentials {
  const groups = [raw, ...Object.values(raw).filter(isObject)];
  const holds = (name: string): boolean => groups.some((group) => text(field(group, name)) !== null);
  if (holds('SecretsManagerSecretId') || holds('SecretsManagerAccessRoleArn')) return 'secret';
  if (groups.some((group) => word(field(group, 'AuthenticationMethod')) === 'iam')) return 'iam';
  const stored = [...userFields, ...passwordFields].some(holds) || redisToken(raw);
  if (!stored && reachedByRole.has(word(raw.EngineName) ?? '') && holds('ServiceAccessRoleArn')) return 'iam';
  return stored ? 'stored' : 'none';
}

/** Redis with `auth-token` has a password and no user name, and DMS reports neither. */
const redisToken = (raw: Raw): boolean => word(field(raw.RedisSettings, 'AuthType')) === 'auth-token';
