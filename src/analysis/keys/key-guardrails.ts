import type { KmsKey } from '../../model/keys.ts';
import { unknown, type Verdict } from '../../model/verdict.ts';
import { accountOf } from '../callers/written-principal.ts';
import { bearingOn } from '../organization/bearing.ts';
import {
  type Around,
  guardrailsOver,
  noGuardrails,
  nothingOver,
  type Over,
  unreadOver,
} from '../organization/guardrails.ts';
import { notReportedByKms } from './judged-key.ts';
import { keyActions } from './key-actions.ts';

/**
 * What the organisation has over a key, as seen from an account: "RCPs do not apply to AWS managed keys", and
 * over a key of another account is what its own organisation says. Service control policies bear on users and
 * roles of the account alone, who are trusted. (Organizations User Guide, orgs_manage_policies_rcps)
 */
export function guardrailsOfKey({ arn, manager }: KmsKey, account: string, around: Around): Over | Verdict {
  if (manager === 'AWS') return nothingOver;
  const owner = accountOf(arn);
  if (owner !== account) {
    const because = `what the organization of account ${owner} has over the key is not read`;
    return unreadOver(around.settings, unknown(because, `a scan of account ${owner}`));
  }
  const over = guardrailsOver(around);
  if ('status' in over) return over;
  const { resourceControl } = bearingOn(over.guardrails, onKeys);
  if (resourceControl.length === 0) return { ...over, guardrails: noGuardrails };
  if (manager === null) return notReportedByKms('KeyManager');
  return { ...over, guardrails: { serviceControl: [], resourceControl } };
}

const onKeys = keyActions.map(({ action }) => action);
