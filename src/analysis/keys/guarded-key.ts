import { inTheirWords } from '../callers/refused-by-guardrail.ts';
import { type Refused, refusedOf, triedIn } from '../callers/tried.ts';
import { noGuardrails } from '../organization/guardrails.ts';
import { readings } from '../policy/conditions.ts';
import type { PolicyDocument } from '../policy/document.ts';
import type { PolicyRequest } from '../policy/request.ts';
import { judgeKeyPolicy } from './key-policy.ts';
import { type KeyPolicyQuestion, keyPolicyOf } from './key-question.ts';

/** A stranger whom the key policy lets in and the organisation refuses; null: there is none. */
export function guardedKey(document: PolicyDocument, question: KeyPolicyQuestion): Refused | null {
  const { guardrails } = question;
  if (guardrails === noGuardrails) return null;
  const alone = { ...question, guardrails: noGuardrails };
  const { intruders } = judgeKeyPolicy(inTheirWords(document, guardrails), alone);
  for (const { witness } of intruders) {
    const refused = refusedTo(document, witness.request, question);
    if (refused !== null) return refused;
  }
  return null;
}

/** A request that the policy lets through, as the organisation refuses it; null: it does not. */
export function refusedTo(
  document: PolicyDocument,
  request: PolicyRequest,
  question: KeyPolicyQuestion,
): Refused | null {
  const policy = keyPolicyOf(document, question);
  const [refused = null] = readings.flatMap((reading) => refusedOf(triedIn(policy, reading)(request)) ?? []);
  return refused;
}
