import { coversAction } from '../callers/covers-action.ts';
import { serviceDomain } from '../callers/service-principals.ts';
import type { Context } from '../policy/decide/dimension.ts';
import { expandActions } from '../services/actions.ts';
import type { Held } from './holder.ts';
import { type Deed, mayDo, type Permission } from './permission.ts';
import type { Demand } from './roles-of.ts';
import { sessionKeyFacts } from './session-keys.ts';
import type { UseScope, WorkPlace } from './work-place.ts';

/** One documented action on one thing, and whether the role may do it. */
export interface Answer {
  readonly action: string;
  readonly demand: Demand;
  readonly permission: Permission;
}

/** Puts each documented action to all policies of the role. */
export const answersTo = (held: Held, demands: readonly Demand[], scope: UseScope): readonly Answer[] =>
  demands.flatMap((demand) =>
    demand.actions
      .flatMap((action) =>
        action.includes('*') ? expandActions([action], action.split(':')[0] ?? '') : [action],
      )
      .map((action) => ({ action, demand, permission: permissionTo(held, action, demand.place, scope) })),
  );

/** Resource control policies are those of the account that the resource is in. (Organizations User Guide, *RCPs*) */
export function permissionTo(
  { holder }: Held,
  action: string,
  place: WorkPlace,
  scope: UseScope,
): Permission {
  const isForeign = place.owner !== null && place.owner !== scope.account;
  const policies = isForeign ? { ...holder.policies, resourceControl: [] } : holder.policies;
  return mayDo({ ...holder, policies }, deedOn(action, place, scope));
}

function deedOn(action: string, place: WorkPlace, scope: UseScope): Deed {
  const owner = place.owner ?? scope.account;
  return {
    action,
    resource: place.resource,
    carries: {
      'aws:resourceaccount': owner,
      ...(place.through === null ? {} : throughService(place.through, place, scope)),
    },
    keyFacts: sessionKeyFacts({ account: owner, region: place.region }),
  };
}

/** What Secrets Manager and S3 ask of KMS they ask with the role's credentials. (KMS Developer Guide, `kms:ViaService`) */
function throughService(
  service: string,
  { region }: WorkPlace,
  { account, partition, ...scope }: UseScope,
): Context {
  const domain = serviceDomain(partition);
  const name = `${service}.${domain}`;
  return {
    'kms:viaservice': `${service}.${region ?? scope.region}.${domain}`,
    'kms:calleraccount': account,
    'aws:viaawsservice': 'true',
    'aws:calledvia': [name],
    'aws:calledviafirst': name,
    'aws:calledvialast': name,
  };
}

/** Whether no identity policy allows the action on anything, so that it does not matter on what it is. */
export const isGrantedNowhere = ({ holder }: Held, action: string): boolean =>
  !holder.policies.identity.some(({ statements }) =>
    statements.some(({ effect, actions }) => effect === 'Allow' && coversAction(actions, action)),
  );
