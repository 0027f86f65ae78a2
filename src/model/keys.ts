import type { Lookup } from './lookup.ts';

/** A permission that a key's grant hands out (KMS ListGrants). */
export interface KeyGrant {
  readonly id: string;
  /** An ARN; a service principal; a bare AROA… or AIDA… id once the principal is deleted. */
  readonly grantee: string | null;
  readonly retiring: string | null;
  readonly issuingAccount: string | null;
  readonly operations: readonly string[];
}

/** A KMS key as DescribeKey tells it, with what else decides who may use it. */
export interface KmsKey {
  readonly arn: string;
  readonly id: string;
  readonly manager: 'AWS' | 'CUSTOMER' | null;
  readonly spec: string | null;
  readonly usage: string | null;
  readonly state: string | null;
  readonly origin: string | null;
  readonly multiRegion: boolean | null;
  /** When imported key material ends to be valid, ISO 8601; null: never, or not imported. */
  readonly validTo: string | null;
  /** When the key will be deleted, ISO 8601. */
  readonly deletionDate: string | null;
  /** The key policy's text. */
  readonly policy: Lookup<string>;
  /** Whether automatic rotation is on; null: the key cannot be rotated by AWS. */
  readonly rotates: Lookup<boolean | null>;
  readonly grants: Lookup<readonly KeyGrant[]>;
}
