import type { KeyReference, RoleReference } from '../model/resources.ts';
import { textsNamed } from './response-texts.ts';

/** The names that the DMS API gives to fields that hold a role (KeyCacheSecretIamArn has no "Role" in it). */
export const namesRole = (name: string): boolean => /(Role|Iam)Arn$/i.test(name);

/** The names that the DMS API gives to fields that hold a KMS key: an id, an ARN or an alias. */
export const namesKey = (name: string): boolean => /KmsKey(Id|Arn)$/i.test(name);

/** A role is told from a user or a service-linked anything by its ARN (IAM: `arn:P:iam::ACCOUNT:role/…`). */
const isRoleArn = (value: string): boolean => /^arn:[^:\s]+:iam::[^:\s]*:role\/\S+$/.test(value);

/** Every IAM role that a response names. */
export const roleReferences = (raw: object): readonly RoleReference[] =>
  textsNamed(raw, (name, value) => namesRole(name) && isRoleArn(value)).map(({ path, value }) => ({
    path,
    arn: value,
  }));

/** Every KMS key that a response names. */
export const keyReferences = (raw: object): readonly KeyReference[] =>
  textsNamed(raw, (name, value) => namesKey(name) && value !== '').map(({ path, value }) => ({
    path,
    key: value,
  }));

/** What a DMS resource names of other services. */
export const references = (
  raw: object,
): { readonly roles: readonly RoleReference[]; readonly keys: readonly KeyReference[] } => ({
  roles: roleReferences(raw),
  keys: keyReferences(raw),
});
