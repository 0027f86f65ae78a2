import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { KmsKey } from '../../model/keys.ts';
import { regionOfArn } from '../arn-region.ts';
import { flag, MalformedAnswer, required, text } from '../fields.ts';

/** What DescribeKey tells of a key. */
export type KeyFacts = Omit<KmsKey, 'policy' | 'rotates' | 'grants'>;

/** KMS API, KeyMetadata. */
export function toKeyFacts(raw: KeyMetadata | undefined): KeyFacts {
  const validTo = instant(raw?.ValidTo, 'ValidTo');
  // "This value is present only for KMS keys whose Origin is EXTERNAL and whose ExpirationModel is
  // KEY_MATERIAL_EXPIRES": there, no date is a date that is missing and not one that never comes.
  if (validTo === null && raw?.ExpirationModel === 'KEY_MATERIAL_EXPIRES' && raw.KeyState === 'Enabled') {
    throw new MalformedAnswer('key material that expires, without ValidTo');
  }
  return {
    arn: arnOf(raw),
    id: required(raw?.KeyId, 'KeyId'),
    manager: manager(raw?.KeyManager),
    spec: text(raw?.KeySpec),
    usage: text(raw?.KeyUsage),
    state: text(raw?.KeyState),
    origin: text(raw?.Origin),
    multiRegion: flag(raw?.MultiRegion),
    validTo,
    deletionDate: instant(raw?.DeletionDate, 'DeletionDate'),
  };
}

/** The Region that it names is asked about the key. */
function arnOf(raw: KeyMetadata | undefined): string {
  const arn = required(raw?.Arn, 'Arn');
  if (regionOfArn(arn) === null) throw new MalformedAnswer('an Arn without a Region');
  return arn;
}

const manager = (value: unknown): KmsKey['manager'] =>
  value === 'AWS' || value === 'CUSTOMER' ? value : null;

/** A moment in ISO 8601; null if there is none. */
function instant(value: unknown, field: string): string | null {
  if (value === undefined || value === null) return null;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  throw new MalformedAnswer(`${field} that is no date`);
}
