import { askCaller } from '../../analysis/callers/caller-question.ts';
import { callersFor } from '../../analysis/callers/callers.ts';
import { keyPolicyOf } from '../../analysis/keys/key-question.ts';
import { callerAccountKey, carriedAbout, kmsKeyFacts } from '../../analysis/keys/kms-keys.ts';
import { noGuardrails } from '../../analysis/organization/guardrails.ts';
import type { PolicyDocument } from '../../analysis/policy/document.ts';
import type { KmsKey } from '../../model/keys.ts';
import { type Answer, whetherLetIn } from './answer.ts';
import type { Where } from './where.ts';

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
export function accountLetIn(
  document: PolicyDocument,
  key: KmsKey,
  { account, where: { partition, region } }: { readonly account: string; readonly where: Where },
): Answer & { readonly lacks?: string } {
  const { callers, doubts } = callersFor(document, {
    account,
    organization: undefined,
    partition,
    regions: [region],
    trustsOwnAccount: true,
    trustedAccounts: [],
    trustedPrincipals: [],
    accountKeys: [callerAccountKey],
    guardrails: noGuardrails,
    resource: key.arn,
  });
  const policy = keyPolicyOf(document, { key, guardrails: noGuardrails });
  const own = callers.filter(({ isOwn }) => isOwn);
  const answers = needs.map(({ what, actions }) => {
    const cases = actions.flatMap((action) =>
      own.map((caller) =>
        askCaller({
          policy,
          caller,
          action,
          organization: { members: 'any', orNone: true, unverified: true },
          carries: { ...carriedAbout(key), [callerAccountKey]: account },
          keyFacts: (name) => kmsKeyFacts(name, action, key),
        }),
      ),
    );
    return { what, answer: whetherLetIn(policy, cases) };
  });
  const failing =
    answers.find(({ answer }) => answer.answer === false) ??
    answers.find(({ answer }) => answer.answer === 'unknown');
  if (failing === undefined) return answers.at(-1)?.answer ?? { answer: false, witness: null };
  const [doubt] = doubts;
  if (failing.answer.answer === false && doubt !== undefined) return { answer: 'unknown', because: doubt };
  return { ...failing.answer, lacks: failing.what };
}
