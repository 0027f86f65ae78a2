import type { KmsKey } from '../../model/keys.ts';
import { type GuardedPolicy, policiesOn } from '../callers/guarded-policy.ts';
import { accountOf } from '../callers/written-principal.ts';
import type { Guardrails } from '../organization/guardrails.ts';
import { type Case, decide } from '../policy/decide/decide.ts';
import type { Context, Dimension, KeyFacts } from '../policy/decide/dimension.ts';
import type { PolicyDocument } from '../policy/document.ts';
import type { RequestPrincipal } from '../policy/request.ts';
import { carriedAbout } from './kms-keys.ts';
import type { Trusted } from './trusted.ts';

/** Where a key policy stands, and who is trusted there. */
export interface KeyPolicyQuestion {
  readonly key: KmsKey;
  /** The audited account. */
  readonly account: string;
  readonly partition: string;
  readonly trusted: Trusted;
  /** What the organisation of the key's account has over it, as far as it bears on keys. */
  readonly guardrails: Guardrails;
}

/** A question about every request of one principal to do one thing with a key. */
export interface KeyQuestion {
  readonly policy: GuardedPolicy;
  readonly key: KmsKey;
  readonly principal: RequestPrincipal;
  readonly action: string;
  /** What each such request tells of who asks, by key in lower case. */
  readonly carries: Context;
  readonly dimensions: readonly Dimension[];
  /** What is known of any other condition key. */
  readonly keyFacts: (name: string) => KeyFacts;
}

/** A key policy, as the policy of its key. */
export const keyPolicyOf = (
  document: PolicyDocument,
  { key, guardrails }: Pick<KeyPolicyQuestion, 'key' | 'guardrails'>,
): GuardedPolicy => ({
  kind: 'key',
  document,
  account: accountOf(key.arn),
  resource: key.arn,
  guardrails,
});

/**
 * What a key policy and the organisation say to every such request. The caller's own policies allow it all: whoever
 * administers a foreign account sees to that.
 *
 * The key is taken to be of the caller's account. So KMS refuses no call for coming from elsewhere, and a
 * policy that gives a foreign account what KMS never takes from one shows; the policy's words are read alike
 * in both places.
 */
export function askKeyPolicy(question: KeyQuestion): readonly Case[] {
  const { policy, key, principal, action, carries, dimensions, keyFacts } = question;
  const { document } = policy;
  const account = accountOf('aws' in principal ? principal.aws : key.arn);
  return decide({
    policies: {
      ...policiesOn(policy, { principal, action }),
      resource: { kind: 'key', document, account },
    },
    principal,
    action,
    resource: key.arn,
    fixed: { ...carriedAbout(key), ...carries },
    dimensions,
    keyFacts,
  });
}
