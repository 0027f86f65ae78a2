import generated from './managed-policies.json' with { type: 'json' };

export interface ManagedPolicy {
  /** Of the version that AWS has made the default. */
  readonly versionId: string;
  /** The day of the last change, `2024-07-25`. */
  readonly updated: string;
  readonly document: object;
}

/**
 * The AWS managed policies of the account roles, by name, as they were when the package was made: what AWS documents
 * that these roles are to be allowed. All have the path `/service-role/`.
 */
export const managedPolicies: Readonly<Record<keyof typeof generated.policies, ManagedPolicy>> =
  generated.policies;
