import type { KmsKey } from '../../model/keys.ts';
import type { Unread } from '../../model/lookup.ts';
import { cannotRead, unknown, type Verdict } from '../../model/verdict.ts';
import { accountOf } from '../callers/written-principal.ts';
import { parsed } from '../parsed.ts';
import type { PolicyDocument } from '../policy/document.ts';

/** A key policy as it is stored. */
export interface StoredKeyPolicy {
  readonly key: KmsKey;
  readonly document: PolicyDocument;
  readonly text: string;
}

/** Why something about a key is not known. */
export type Doubt =
  | { readonly unread: Unread }
  | { readonly unread: null; readonly because: string; readonly settledBy: string };

/** The policy of a key, as seen from an account. */
export function policyOf(key: KmsKey, account: string): StoredKeyPolicy | Doubt {
  const { arn, policy } = key;
  if (!policy.known) {
    const owner = accountOf(arn);
    // GetKeyPolicy: "Cross-account use: No."
    return owner === account
      ? { unread: policy.unread }
      : {
          unread: null,
          because: `it belongs to account ${owner}, and kms:GetKeyPolicy answers its own account alone`,
          settledBy: `an answer of kms:GetKeyPolicy in a scan of account ${owner}`,
        };
  }
  const { document, problems } = parsed(policy.value);
  if (document !== null) return { key, document, text: policy.value };
  const [{ path, message } = { path: '', message: 'no reason given' }] = problems;
  return {
    unread: null,
    because: `its key policy cannot be read: ${[path, message].join(' ').trimStart()}`,
    settledBy: 'a key policy that KMS accepts',
  };
}

/** The verdict that needs the policy of a key, if it is known. */
export function withKeyPolicy(
  key: KmsKey,
  account: string,
  judge: (policy: StoredKeyPolicy) => Verdict,
): Verdict {
  const policy = policyOf(key, account);
  return 'document' in policy ? judge(policy) : doubted(policy);
}

const doubted = (doubt: Doubt): Verdict =>
  doubt.unread === null ? unknown(doubt.because, doubt.settledBy) : cannotRead([doubt.unread]);
