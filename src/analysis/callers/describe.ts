import { nameOf } from '../policy/principal.ts';
import { sourceAccountKey, sourceArnKey, sourceOrganizationKeys } from './source-keys.ts';
import type { Refused, Tried } from './tried.ts';

/** Who asks in a request, and for whom: `dms.amazonaws.com acting for account 999999999999`. */
export function describeRequest({ request: { principal, context } }: Tried): string {
  if (!('service' in principal)) return nameOf(principal) + organizationIn(context['aws:principalorgid']);
  const account = context[sourceAccountKey];
  const arn = context[sourceArnKey];
  if (typeof account === 'string') {
    const organization = organizationIn(context[sourceOrganizationKeys[0]]);
    return `${principal.service} acting for account ${account}${organization}`;
  }
  if (typeof arn === 'string') return `${principal.service} acting for ${arn}`;
  return `${principal.service} acting for nobody in particular (no source key)`;
}

const organizationIn = (id: unknown): string => (typeof id === 'string' ? ` of organization ${id}` : '');

/** The policy of the organisation that refuses a request, and where in it; null: the resource's own decides. */
export function describeGuardrail({ guardrail, decision }: Tried): string | null {
  if (guardrail === null) return null;
  const { type, name, sid } = guardrail;
  const where =
    decision.statement === null
      ? 'no statement allows it'
      : [`Statement[${decision.statement}]`, ...(sid === null || sid === '' ? [] : [sid])].join(' ');
  return `${type} ${name} (${where})`;
}

/** As the end of a sentence on a refusal: by what, where that is a policy of the organisation. */
export function byGuardrail(refusal: Tried): string {
  const guardrail = describeGuardrail(refusal);
  return guardrail === null ? '' : ` by the ${guardrail}`;
}

/** As the end of a sentence on who is let in: whom a policy lets in besides and the organisation refuses. */
export const thanksToGuardrail = (refusal: Refused | null, policy: string): string =>
  refusal === null
    ? ''
    : `: ${describeRequest(refusal)}, whom ${policy} lets in, is refused${byGuardrail(refusal)}`;
