import type { Place } from '../callers/sources.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { type Fit, judgeFit } from './fit.ts';
import { sendersFor, sendsNoKey } from './sent-keys.ts';
import type { DmsEstate, RoleUser } from './users.ts';

/**
 * How DMS is locked out of a role on an engine that is known to send no source key, whatever the use; null: it
 * is not. (DMS User Guide, *Cross-service confused deputy prevention*)
 */
export function lockedOutByEngine(
  document: PolicyDocument,
  users: readonly RoleUser[],
  estate: DmsEstate,
  place: Place,
): Extract<Fit, { readonly answer: 'locked-out' }> | null {
  for (const user of users) {
    for (const sender of sendersFor(user, estate).filter(sendsNoKey)) {
      const fit = judgeFit(document, user, [sender], place);
      if (fit.answer === 'locked-out') return fit;
    }
  }
  return null;
}
