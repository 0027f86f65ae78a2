import { coversAction } from '../callers/covers-action.ts';
import { isDmsService, serviceDomain } from '../callers/service-principals.ts';
import { once } from '../once.ts';
import { parsePolicy, type Statement } from '../policy/document.ts';
import { nameOfStatement } from './dms-statements.ts';
import { isRefused, keptOf } from './trust-keeping.ts';
import type { TrustNeed } from './trust-needs.ts';
import { answersTo, documentOf, guardOf, lockedOut } from './trust-soundness.ts';
import { lettingIn, withoutServices, writtenPolicy } from './trust-statements.ts';
import type { TrustTerms } from './trust-terms.ts';

/** Why there is no trust policy that keeps what is right in the present one and corrects the rest. */
export type Unmendable =
  /** A Deny keeps DMS out together with others. */
  | 'denied'
  /** A part is wrong, or may be, that cannot be taken out without what else its statement says. */
  | 'unclear';

/** A trust policy that is ready to take the place of the present one. */
export type MendedTrust =
  | {
      readonly document: string;
      /** The Deny statements that it does without, or that are about fewer services in it. */
      readonly takenOut: readonly string[];
    }
  | { readonly document: null; readonly because: Unmendable };

/**
 * A trust policy for this very role: it lets in what the role's uses need, for this account, and keeps what is
 * right in the present one. A Deny stays, unless it surely keeps a service from what needs the role.
 */
export function trustDocument(
  present: string | null,
  needs: readonly TrustNeed[],
  terms: TrustTerms,
): MendedTrust {
  const users = terms.users.map(({ use, resource }) => [use, resource.arn]);
  const asked = JSON.stringify([present, needs, { ...terms, users }]);
  if (printed.size >= mostPrinted) printed.clear();
  return once(printed, asked, () => mended(present, needs, terms));
}

/** Several rules print the same document for a role, and it takes a dozen judgements to make one. */
const printed = new Map<string, MendedTrust>();
const mostPrinted = 500;

const unmendable = (because: Unmendable): MendedTrust => ({ document: null, because });

function mended(present: string | null, needs: readonly TrustNeed[], terms: TrustTerms): MendedTrust {
  const required = needs.length > 0 || writesDms(present) ? needs : [anyUse(terms)];
  const kept = present === null ? [] : keptOf(parsePolicy(present), required, terms);
  if (kept === null) return unmendable('unclear');
  const allows = kept.filter(({ effect }) => effect === 'Allow');
  const letting = [...allows, ...lettingIn(missingIn(allows, required, terms), [terms.account])];
  const denies = kept
    .filter(({ effect }) => effect === 'Deny')
    .map((deny) => ({ deny, left: withoutLockOut(deny, letting, required, terms) }));
  const left = denies.flatMap((each) => (each.left === 'none' ? [] : [each.left]));
  if (left.includes('denied')) return unmendable('denied');
  const whole = [...letting, ...left.filter((each) => each !== 'denied')];
  // What is made from the needs of all users alone keeps none of them out.
  if (kept.length > 0 && lockedOut(whole, required, terms).length > 0) return unmendable('denied');
  const document = writtenPolicy(documentOf(whole.toSorted((a, b) => a.index - b.index)));
  if (isRefused(document) || guardOf(whole, terms) === 'open') return unmendable('unclear');
  const takenOut = denies.filter((each) => each.left !== each.deny);
  return { document, takenOut: takenOut.map(({ deny }) => nameOfStatement(deny)) };
}

const writesDms = (present: string | null): boolean =>
  present !== null &&
  parsePolicy(present).document?.statements.some((each) => servicesFor(each).some(isDmsService)) === true;

/** Where nothing is known of the use, DMS itself for any resource of the account. */
const anyUse = ({ partition }: TrustTerms): TrustNeed => ({
  service: `dms.${serviceDomain(partition)}`,
  source: { arns: [] },
});

/** The services that a statement lets assume the role. */
const servicesFor = ({ effect, principals, actions }: Statement): readonly string[] =>
  effect === 'Allow' && principals?.negated === false && coversAction(actions, 'sts:AssumeRole')
    ? principals.services
    : [];

/** What no statement is there for; a statement that may be met, and may not, is there. */
function missingIn(
  allows: readonly Statement[],
  needs: readonly TrustNeed[],
  terms: TrustTerms,
): readonly TrustNeed[] {
  const named = new Set(allows.flatMap(servicesFor));
  return needs.filter(
    (need) => !named.has(need.service) || answersTo(need, allows, terms).includes('refused'),
  );
}

/** A Deny without the services that it surely keeps out; denied: it keeps them out with others. */
function withoutLockOut(
  deny: Statement,
  letting: readonly Statement[],
  needs: readonly TrustNeed[],
  terms: TrustTerms,
): Statement | 'none' | 'denied' {
  const services = lockedOut([...letting, deny], needs, terms);
  if (services.length === 0) return deny;
  if (deny.principals?.any !== false || deny.principals.negated) return 'denied';
  return withoutServices(deny, services) ?? 'none';
}
