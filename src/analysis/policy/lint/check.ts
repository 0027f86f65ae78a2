import type { Condition, PolicyVersion, Problem, Statement } from '../shape.ts';
import type { ServiceNames } from './service-names.ts';

/** `trust`: of a role. `key`: of a KMS key. `identity`: a permissions policy. `resource`: any other. */
export type AttachedTo = 'trust' | 'key' | 'identity' | 'resource';

/** What a policy is judged against. */
export interface LintScope {
  readonly kind: AttachedTo;
  readonly version: PolicyVersion;
  /** Null when nothing is known of actions and condition keys. */
  readonly names: ServiceNames | null;
}

/** A problem whose path is relative to the statement: `.Principal`, or empty for the statement itself. */
export type StatementCheck = (statement: Statement, scope: LintScope) => readonly Problem[];

export type ConditionCheck = (condition: Condition, scope: LintScope) => Omit<Problem, 'path'> | null;

export const pathOf = ({ index }: Statement): string => `Statement[${index}]`;
