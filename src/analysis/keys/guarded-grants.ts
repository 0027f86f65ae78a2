import type { KeyGrant } from '../../model/keys.ts';
import { inTheirWords } from '../callers/refused-by-guardrail.ts';
import type { Refused } from '../callers/tried.ts';
import { noGuardrails } from '../organization/guardrails.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { policyOfGrant } from '../policy/grants.ts';
import { isIdentity } from './grants.ts';
import { refusedTo } from './guarded-key.ts';
import { identities } from './identities.ts';
import type { KeyPolicyQuestion } from './key-question.ts';
import { isTrusted } from './trusted.ts';

/** A grant where an organisation has a say. */
interface GuardedGrant {
  /** The grant with the operations that it hands out all the same; null: there is none left. */
  readonly grant: KeyGrant | null;
  /** Of which operations it is not decided, as a sentence each. */
  readonly undecided: readonly string[];
  /** A request by the grant that the organisation refuses; null: there is none. */
  readonly guardedBy: Refused | null;
}

/**
 * What is left of a grant to a user or role that is not trusted. A grant is to its grantee what a key policy
 * would be that names it; under which encryption context it holds is not read.
 */
export function guardedGrant(grant: KeyGrant, question: KeyPolicyQuestion): GuardedGrant {
  const { grantee, operations } = grant;
  const isAsked = grantee !== null && isIdentity(grantee) && !isTrusted(grantee, question.trusted);
  if (!isAsked || question.guardrails === noGuardrails) return { grant, undecided: [], guardedBy: null };
  const document = policyOfGrant({ grantee, issuingAccount: null, operations, constraints: null });
  const candidates = identities(document, question);
  const judged = operations.map((operation) => ({
    operation,
    answers: candidates.map(({ judge }) => judge(`kms:${operation}`)),
  }));
  const isOpen = ({ answers }: (typeof judged)[number]): boolean =>
    answers.some(({ answer }) => answer === 'let-in');
  const open = judged.filter(isOpen).map(({ operation }) => operation);
  const undecided = judged
    .filter((each) => !isOpen(each))
    .flatMap(({ operation, answers }) =>
      answers.flatMap((each) =>
        each.answer === 'undecided' ? [`whether a grant lets ${grantee} call ${operation} ${each.why}`] : [],
      ),
    );
  return {
    grant: open.length === 0 ? null : { ...grant, operations: open },
    undecided: undecided.slice(0, 1),
    guardedBy: open.length === 0 ? refusedByOrganization(document, operations, question) : null,
  };
}

/** The first request by the grant that is let through by itself and refused by the organisation. */
function refusedByOrganization(
  document: PolicyDocument,
  operations: readonly string[],
  question: KeyPolicyQuestion,
): Refused | null {
  const { guardrails } = question;
  const alone = identities(inTheirWords(document, guardrails), { ...question, guardrails: noGuardrails });
  for (const operation of operations) {
    for (const { judge } of alone) {
      const answer = judge(`kms:${operation}`);
      const request = answer.answer === 'let-in' ? answer.by.witness.request : null;
      const refused = request === null ? null : refusedTo(document, request, question);
      if (refused !== null) return refused;
    }
  }
  return null;
}
