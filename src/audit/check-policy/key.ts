import { ownCallers } from '../../analysis/keys/administration.ts';
import type { PolicyDocument } from '../../analysis/policy/document.ts';
import type { KmsKey } from '../../model/keys.ts';
import { type Answer, whetherLetIn } from './answer.ts';

/** What makes a key worth having to its own account. */
interface Need {
  readonly what: string;
  /** One of them is enough. */
  readonly actions: readonly string[];
}

/**
 * "the key policy must allow the calling principal to make a subsequent PutKeyPolicy request" is KMS's own
 * safety check against a key that nobody can manage. A key is used for DMS by a grant that somebody makes
 * (storage and endpoints), or directly by a role (data in S3 or Redshift). (KMS API, PutKeyPolicy,
 * BypassPolicyLockoutSafetyCheck; DMS User Guide, "Setting an encryption key and specifying AWS KMS permissions")
 */
const needs: readonly Need[] = [
  { what: 'administer', actions: ['kms:PutKeyPolicy'] },
  { what: 'use', actions: ['kms:CreateGrant', 'kms:GenerateDataKey', 'kms:Decrypt'] },
];

/** Whether some user or role of the key's own account may administer it, and some may use it. */
export function accountLetIn(document: PolicyDocument, key: KmsKey): Answer & { readonly lacks?: string } {
  const { policy, doubts, casesOf } = ownCallers(document, key);
  const answers = needs.map(({ what, actions }) => ({
    what,
    answer: whetherLetIn(policy, actions.flatMap(casesOf)),
  }));
  const failing =
    answers.find(({ answer }) => answer.answer === false) ??
    answers.find(({ answer }) => answer.answer === 'unknown');
  if (failing === undefined) return answers.at(-1)?.answer ?? { answer: false, witness: null };
  const [doubt] = doubts;
  if (failing.answer.answer === false && doubt !== undefined) return { answer: 'unknown', because: doubt };
  return { ...failing.answer, lacks: failing.what };
}
