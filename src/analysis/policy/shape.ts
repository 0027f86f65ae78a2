/**
 * `refused`: IAM or KMS would not store it. `dead`: it is stored, and the part can never do what it says.
 * `warning`: it is stored and works, in a way that surprises.
 */
type Weight = 'refused' | 'dead' | 'warning';

/** Something in a policy that IAM would refuse, or that does not do what it seems to do. */
export interface Problem {
  readonly code: string;
  readonly weight: Weight;
  /** Where it stands, as in `Statement[0].Condition.ArnEqual`. */
  readonly path: string;
  readonly message: string;
}

export interface PrincipalSet {
  /** NotPrincipal. */
  readonly negated: boolean;
  /** `"*"` or `{"AWS": "*"}`. */
  readonly any: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
  readonly federated: readonly string[];
  readonly canonicalUsers: readonly string[];
}

export interface PatternSet {
  /** NotAction or NotResource. */
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** One operator on one key, as written; unquoted numbers and booleans have become text. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly path: string;
}

export interface Statement {
  readonly index: number;
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: PrincipalSet | null;
  readonly actions: PatternSet | null;
  readonly resources: PatternSet | null;
  readonly conditions: readonly Condition[];
  /** Why IAM would refuse the statement, beyond what stands in a single condition. */
  readonly refused: readonly string[];
}

export type PolicyVersion = '2012-10-17' | '2008-10-17';

export interface PolicyDocument {
  readonly version: PolicyVersion;
  readonly statements: readonly Statement[];
}
