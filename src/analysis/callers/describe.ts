import { nameOf } from '../policy/principal.ts';
import { sourceAccountKey, sourceArnKey } from './source-keys.ts';
import type { Tried } from './tried.ts';

/** Who asks in a request, and for whom: `dms.amazonaws.com acting for account 999999999999`. */
export function describeRequest({ request: { principal, context } }: Tried): string {
  if (!('service' in principal)) return nameOf(principal);
  const account = context[sourceAccountKey];
  const arn = context[sourceArnKey];
  if (typeof account === 'string') return `${principal.service} acting for account ${account}`;
  if (typeof arn === 'string') return `${principal.service} acting for ${arn}`;
  return `${principal.service} acting for nobody in particular (no source key)`;
}
