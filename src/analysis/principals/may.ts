import type { Held } from '../permissions/holder.ts';
import { type Deed, mayDo } from '../permissions/permission.ts';
import type { KeyFacts } from '../policy/decide/dimension.ts';
import type { PolicyRequest } from '../policy/request.ts';

/** Whether there is a way for somebody to do something. */
export type Way =
  /** Such a request is allowed; where others are not, `on` names what the caller must bring along. */
  | { readonly is: 'open'; readonly witness: PolicyRequest; readonly on: readonly string[] }
  | { readonly is: 'closed'; readonly witness: PolicyRequest }
  | { readonly is: 'unknown'; readonly because: string };

/** Something that a principal may want to do. */
export interface Wish extends Pick<Deed, 'action' | 'resource' | 'carries' | 'keyFacts'> {
  /** The Region that it asks; null: that is not known. */
  readonly region: string | null;
}

/** Whether a principal may, at a time and by all policies together, do something by a call of its own. */
export function wayTo(held: Held, wish: Wish, takenAt: string): Way {
  const { action, resource, region, carries, keyFacts } = wish;
  const { holder } = ruled(held, action);
  const permission = mayDo(holder, {
    action,
    resource,
    carries: {
      'aws:viaawsservice': 'false',
      'aws:currenttime': takenAt,
      'aws:epochtime': String(Date.parse(takenAt) / 1000),
      ...(region === null ? {} : { 'aws:requestedregion': region }),
      ...carries,
    },
    keyFacts: (key) => keyFacts?.(key) ?? ownName(holder.arn, key),
  });
  switch (permission.answer) {
    case 'allowed':
      return { is: 'open', witness: permission.witness, on: [] };
    case 'refused':
      return { is: 'closed', witness: permission.witness };
    case 'depends': {
      const { sometimes, on, doubts } = permission;
      if (sometimes !== null) return { is: 'open', witness: sometimes, on };
      const [doubt = on.join(', ')] = doubts;
      return { is: 'unknown', because: `it hangs on ${doubt}` };
    }
  }
}

/** Users bring their name, sessions of roles bring none. (IAM User Guide, reference_policies_variables) */
function ownName(arn: string, key: string): KeyFacts | null {
  if (key !== 'aws:username') return null;
  const [, name] = /:user\/(?:[^/]+\/)*([^/]+)$/.exec(arn) ?? [];
  return {
    presence: name === undefined ? 'never' : 'always',
    multivalued: false,
    values: { kind: 'listed', values: name === undefined ? [] : [name] },
  };
}

/** Services with no resource under resource control policies. (Organizations User Guide, orgs_manage_policies_rcps) */
const withoutResourceControl: ReadonlySet<string> = new Set(['cloudwatch', 'dms', 'ec2', 'iam', 'redshift']);

/** The principal under those policies alone that bear on an action. */
export function ruled(held: Held, action: string): Held {
  const [service = ''] = action.split(':', 1);
  if (!withoutResourceControl.has(service)) return held;
  const { holder, stored } = held;
  return {
    ...held,
    holder: { ...holder, policies: { ...holder.policies, resourceControl: [] } },
    stored: { ...stored, resourceControl: [] },
  };
}
