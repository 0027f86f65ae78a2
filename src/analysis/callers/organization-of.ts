import type { OrganizationFamily } from '../policy/decide/organization-dimension.ts';
import type { Place } from './sources.ts';

/** The organisations that an account may be in, as far as its own is known. */
export const organizationsOf = (organization: Place['organization']): OrganizationFamily['members'] =>
  organization === undefined ? 'any' : { of: organization === null ? [] : [organization] };
