/** The keys by which a service says on whose behalf it calls (IAM User Guide, reference_policies_condition-keys). */
export const sourceAccountKey = 'aws:sourceaccount';
export const sourceArnKey = 'aws:sourcearn';
/** The source's organisation, and its place in it. */
export const sourceOrganizationKeys = ['aws:sourceorgid', 'aws:sourceorgpaths'] as const;
