import type { Finding, RequestWitness } from './finding.ts';

/** The version of what `check-policy --format json` prints. */
export const policyCheckVersion = '1';

export const policyKinds = ['trust', 'key', 'identity'] as const;
/** `trust`: of a role. `key`: of a KMS key. `identity`: what a user or role may do. */
export type CheckedKind = (typeof policyKinds)[number];

/** null: the question does not arise for such a policy. */
export type CheckedAnswer = boolean | 'unknown' | null;

/** The request that shows an answer; the document that it was put to is the one that was checked. */
export type CheckedRequest = Omit<RequestWitness, 'kind' | 'document'>;

/** What `check-policy` says of one document: the JSON contract of `check-policy --format json`. */
export interface PolicyCheck {
  readonly schemaVersion: typeof policyCheckVersion;
  readonly kind: CheckedKind;
  /** IAM, or KMS, would store it: no problem has the weight `refused`. */
  readonly valid: boolean;
  readonly problems: readonly {
    readonly code: string;
    /** `refused`: AWS would not store it. `dead`: stored, and without effect. `warning`: stored, and works oddly. */
    readonly weight: 'refused' | 'dead' | 'warning';
    /** `Statement[0].Condition.ArnEqual`; empty for the document itself. */
    readonly path: string;
    readonly message: string;
  }[];
  /** Trust: DMS gets in for trusted accounts alone. Key: nobody outside may use or administer it. */
  readonly protected: CheckedAnswer;
  /** Trust: DMS gets in for a resource of the account. Key: the account itself may administer and use it. */
  readonly usable: CheckedAnswer;
  /** Why the answers are what they are, in words; null where there is no answer. */
  readonly because: { readonly protected: string | null; readonly usable: string | null };
  /**
   * What gets in and must not; else what is refused and should get in; else what gets in, as it should. null
   * where no single request shows it.
   */
  readonly witness: CheckedRequest | null;
  /** What was taken for granted, or left out. */
  readonly notes: readonly string[];
  /** Of the rules that judge such a document, as in a scan. */
  readonly findings: readonly Finding[];
}
