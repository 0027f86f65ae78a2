import type { KeyFacts } from '../policy/decide/dimension.ts';
import { isMultivalued } from './multivalued-keys.ts';

const open = { kind: 'open' } as const;
const listed = (...values: readonly string[]) => ({ kind: 'listed', values }) as const;

/**
 * What is known of a condition key in requests of a service that assumes a role, besides the keys that tell
 * for whom it acts. Where AWS does not say whether a service sends a key, it is unverified: a verdict must
 * then be the same whichever way it is. (IAM User Guide, reference_policies_condition-keys)
 */
export function serviceKeyFacts(key: string, roleAccount: string): KeyFacts {
  switch (key) {
    case 'aws:currenttime':
    case 'aws:epochtime':
      return { presence: 'always', multivalued: false, values: { kind: 'date' } };
    case 'aws:securetransport':
      return { presence: 'unverified', multivalued: false, values: listed('true') };
    case 'aws:resourceaccount':
      return { presence: 'unverified', multivalued: false, values: listed(roleAccount) };
    case 'aws:principalorgid':
    case 'aws:principalorgpaths':
      // "included … only if the principal is a member of an organization"; a service is in none.
      return { presence: 'never', multivalued: isMultivalued(key), values: open };
    default:
      return { presence: 'unverified', multivalued: isMultivalued(key), values: open };
  }
}
