import type { CheckedKind } from '../../model/policy-check.ts';
import type { Rule } from '../../model/rule.ts';

/** One document to check, and what it is checked against. */
export interface PolicyOrder {
  readonly kind: CheckedKind;
  /** The document's text, plain or percent-encoded. */
  readonly text: string;
  /** The account that has the role or the key. */
  readonly account: string;
  /** Accounts besides it that may act through the role, or use the key. */
  readonly trusted: readonly string[];
  /** The service principal that must get in; null: each DMS principal that the document names. */
  readonly service: string | null;
  /** The resource that the service must get in for; null: any of the account's. */
  readonly sourceArn: string | null;
  /** The DMS engine at work; null: one that sends source keys. */
  readonly engineVersion: string | null;
  /** The catalogue, from which those that judge such a document are taken. */
  readonly rules: readonly Rule[];
}
