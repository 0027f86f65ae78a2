export type AccessLevel = 'List' | 'Read' | 'Write' | 'Permissions management' | 'Tagging';

export interface ServiceAction {
  readonly level: AccessLevel;
  /** Resource types; empty: only `*`. */
  readonly resources: readonly string[];
  readonly keys: readonly string[];
}

/** What a service lets policies name. (Service Authorization Reference) */
export interface ServiceTable {
  /** By action name as AWS writes it. */
  readonly actions: Readonly<Record<string, ServiceAction>>;
  /** ARN templates (`arn:${Partition}:dms:${Region}:${Account}:rep:*`) and condition keys by resource type. */
  readonly resources: Readonly<
    Record<string, { readonly arns: readonly string[]; readonly keys: readonly string[] }>
  >;
  /** Type by condition key template: 'kms:GrantOperations': 'ArrayOfString', 'aws:ResourceTag/${TagKey}': 'String'. */
  readonly keys: Readonly<Record<string, string>>;
}

/** By service prefix; plus the global `aws:` keys. */
export interface ServiceTables {
  readonly date: string;
  readonly services: Readonly<Record<string, ServiceTable>>;
  readonly globalKeys: Readonly<Record<string, string>>;
}
