import { parsePolicy } from '../policy/document.ts';
import type { PolicySet, ResourcePolicy } from '../policy/policy-set.ts';

/**
 * A resource's policy by itself. The caller's own policies allow it all: whoever administers a foreign account
 * sees to that; a service has none.
 */
export const policyAlone = (resource: ResourcePolicy): PolicySet => ({
  identity,
  resource,
  boundary: null,
  session: [],
  serviceControl: [],
  resourceControl: [],
  grants: [],
});

const { document: everything } = parsePolicy(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
  }),
);
if (everything === null) throw new Error('a policy that allows everything is a policy');
const identity = [everything];
