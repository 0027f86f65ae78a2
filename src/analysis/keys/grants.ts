import type { Severity } from '../../model/finding.ts';
import type { KeyGrant } from '../../model/keys.ts';
import { withoutDomain } from '../callers/service-principals.ts';
import { isDeletedPrincipal, isTrusted, type Trusted } from './trusted.ts';

/** A grant to somebody who is not trusted. */
interface StrangeGrant {
  readonly severity: Severity;
  readonly because: string;
  readonly grant: KeyGrant;
}

interface Grants {
  /** The heaviest first. */
  readonly strange: readonly StrangeGrant[];
  /** Ids of grants of which it is not known to whom they are. */
  readonly unclear: readonly string[];
}

/**
 * Whom grants let use a key, whatever its policy says. A grant to a service is AWS acting for the account
 * that made it (KMS Developer Guide, *Grants in AWS KMS*).
 */
export function judgeGrants(grants: readonly KeyGrant[], trusted: Trusted): Grants {
  const named = grants.flatMap((grant) =>
    grant.grantee === null ? [] : [{ grant, grantee: grant.grantee }],
  );
  const strange = named.filter(({ grantee }) => !isService(grantee) && !isTrusted(grantee, trusted));
  const foreign = strange.filter(({ grantee }) => isIdentity(grantee));
  const deleted = strange.filter(({ grantee }) => isDeletedPrincipal(grantee));
  return {
    strange: [
      ...foreign.map(({ grant, grantee }) => ({
        severity: 'HIGH' as const,
        because: `a grant lets ${grantee} call ${grant.operations.join(', ')}`,
        grant,
      })),
      ...deleted.map(({ grant, grantee }) => ({
        severity: 'LOW' as const,
        because: `a grant is left to ${grantee}, a principal that is deleted`,
        grant,
      })),
    ],
    unclear: [
      ...grants.filter(({ grantee }) => grantee === null),
      ...strange
        .filter(({ grantee }) => !isIdentity(grantee) && !isDeletedPrincipal(grantee))
        .map(({ grant }) => grant),
    ].map(({ id }) => id),
  };
}

const isService = (grantee: string): boolean => !grantee.includes(':') && withoutDomain(grantee) !== null;

/** Whether a grant is to a user, a role, a root, a session or an account. */
export const isIdentity = (grantee: string): boolean =>
  /^arn:[^:]+:(iam|sts)::\d{12}:.|^\d{12}$/.test(grantee);
