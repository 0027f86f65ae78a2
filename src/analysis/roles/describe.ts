import type { Tried } from './service-requests.ts';
import { sourceAccountKey, sourceArnKey } from './sources.ts';

/** Who asks in a request, and for whom: `dms.amazonaws.com acting for account 999999999999`. */
export function describeRequest({ request: { principal, context } }: Tried): string {
  if ('aws' in principal) return principal.aws;
  const account = context[sourceAccountKey];
  const arn = context[sourceArnKey];
  if (typeof account === 'string') return `${principal.service} acting for account ${account}`;
  if (typeof arn === 'string') return `${principal.service} acting for ${arn}`;
  return `${principal.service} acting for nobody in particular (no source key)`;
}
