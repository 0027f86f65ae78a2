import type { AuthorizationQuestion, Leaf, Leaves } from './authorization-question.ts';
import type { PolicyRef } from './policy-set.ts';
import type { Statement } from './shape.ts';

export type Effect = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** Whether a statement applies to the request; undefined where that is not known yet. */
export type Applies = (statement: Statement, policy: PolicyRef) => boolean | undefined;

/**
 * Whether the request is allowed, in Kleene's three-valued logic: an answer given while some `applies` are
 * undefined is the answer however they turn out.
 */
export function isAllowed(question: AuthorizationQuestion, applies: Applies): boolean | undefined {
  const denied = anyApplies(question.denies, applies);
  if (denied === true) return false;
  const guarded = everyOne(question.guardrails, applies);
  if (guarded === false) return false;
  const granted = isGranted(question, applies);
  if (granted === false) return false;
  return denied === false && guarded === true && granted === true ? true : undefined;
}

function isGranted(question: AuthorizationQuestion, applies: Applies): boolean | undefined {
  const direct = anyApplies(question.direct, applies);
  if (direct === true) return true;
  const within = everyOne(question.limits, applies);
  if (within === false) return direct;
  const limited = anyApplies(question.limited, applies);
  const delegated = limited === true ? true : and(question.delegating, question.identity, applies);
  if (within === true && (limited === true || delegated === true)) return true;
  return direct === false && limited === false && delegated === false ? false : undefined;
}

function and(left: Leaves | null, right: Leaves | null, applies: Applies): boolean | undefined {
  const first = left === null ? true : anyApplies(left, applies);
  if (first === false) return false;
  const second = right === null ? true : anyApplies(right, applies);
  return second === false ? false : first === true && second === true ? true : undefined;
}

function anyApplies(leaves: Leaves, applies: Applies): boolean | undefined {
  let result: boolean | undefined = false;
  for (const { statement, policy } of leaves) {
    const answer = applies(statement, policy);
    if (answer === true) return true;
    if (answer === undefined) result = undefined;
  }
  return result;
}

function everyOne(lists: readonly Leaves[], applies: Applies): boolean | undefined {
  let result: boolean | undefined = true;
  for (const leaves of lists) {
    const answer = anyApplies(leaves, applies);
    if (answer === false) return false;
    if (answer === undefined) result = undefined;
  }
  return result;
}

interface Authorization {
  readonly allowed: boolean | undefined;
  /** Undefined where it is not known yet; a refusal may be known before it is known of which kind. */
  readonly effect: Effect | undefined;
  /** The Deny, or the Allow that grants; null for an implicit denial and for what a root user may by itself. */
  readonly decidedBy: Leaf | null;
}

/**
 * The whole answer. Where the resource's policy and an identity policy allow together, the resource's is
 * the one that decides.
 */
export function combine(
  question: AuthorizationQuestion,
  applies: (statement: Statement, policy: PolicyRef) => boolean,
): Authorization & { readonly effect: Effect };
export function combine(question: AuthorizationQuestion, applies: Applies): Authorization;
export function combine(question: AuthorizationQuestion, applies: Applies): Authorization {
  const applying = (leaves: Leaves | null): Leaf | null =>
    leaves?.find(({ statement, policy }) => applies(statement, policy) === true) ?? null;
  const allowed = isAllowed(question, applies);
  const deny = applying(question.denies);
  if (deny !== null) return { allowed, effect: 'explicitDeny', decidedBy: deny };
  if (allowed === true) {
    const { direct, limited, delegating, identity } = question;
    const decidedBy = applying(direct) ?? applying(limited) ?? applying(delegating) ?? applying(identity);
    return { allowed, effect: 'allowed', decidedBy };
  }
  const isSettled = allowed === false && anyApplies(question.denies, applies) === false;
  return { allowed, effect: isSettled ? 'implicitDeny' : undefined, decidedBy: null };
}
