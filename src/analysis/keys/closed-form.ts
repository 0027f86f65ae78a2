import type { PolicyDocument, Statement } from '../policy/document.ts';
import { asksForTrustedCaller, bindsService, deniesStrangers } from './closing-conditions.ts';
import { isDeletedPrincipal, isTrusted, type Trusted } from './trusted.ts';

// Trying requests shows whom a key policy lets in; it cannot show that nobody else gets in. What stands here
// can: forms of a policy from which the answer follows for every request.

export interface Closure {
  /** Statements of which it does not follow that they let in trusted principals alone. */
  readonly open: readonly Statement[];
  /** What is taken for granted where it follows. */
  readonly assumes: readonly string[];
}

export function closureOf(document: PolicyDocument, trusted: Trusted): Closure {
  const { statements, version } = document;
  if (statements.some((statement) => deniesStrangers(statement, version, trusted)))
    return { open: [], assumes: [] };
  const proofs = statements
    .filter(hasEffect)
    .map((statement) => ({ statement, assumes: proof(statement, version, trusted) }));
  return {
    open: proofs.flatMap(({ statement, assumes }) => (assumes === null ? [statement] : [])),
    assumes: [...new Set(proofs.flatMap(({ assumes }) => assumes ?? []))],
  };
}

/** "If the Resource element is missing, the statement has no effect" (KMS Developer Guide, *Key policies*). */
const hasEffect = ({ effect, principals, actions, resources }: Statement): boolean =>
  effect === 'Allow' && principals !== null && actions !== null && resources !== null;

/** The assumptions under which a statement lets in trusted principals alone; null if that does not follow. */
function proof(
  statement: Statement,
  version: PolicyDocument['version'],
  trusted: Trusted,
): readonly string[] | null {
  const { principals, conditions } = statement;
  if (principals === null) return [];
  const asksForCaller = conditions.some((condition) =>
    asksForTrustedCaller(condition, statement, version, trusted),
  );
  const { any, negated, services } = principals;
  if ((any || negated) && !asksForCaller) return null;
  if (any || negated) return [];
  if (!asksForCaller && untrustedIdentities(statement, trusted).length > 0) return null;
  if (services.every((service) => isTrusted(service, trusted))) return [];
  const bindings = conditions.flatMap((condition) => {
    const assumes = bindsService(condition, statement, version, trusted);
    return assumes === null ? [] : [assumes];
  });
  // One binding is enough; the most certain one says what must be assumed.
  return bindings.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

/** Whom a statement names of AWS's identities that is not trusted and could come. */
export function untrustedIdentities({ principals }: Statement, trusted: Trusted): readonly string[] {
  if (principals === null) return [];
  const { aws, federated, canonicalUsers } = principals;
  return [...aws, ...federated, ...canonicalUsers].filter(
    (written) => !isTrusted(written, trusted) && !isDeletedPrincipal(written),
  );
}
