import type { DmsRole } from '../../model/account-view.ts';
import { type AwsManagedPolicyName, awsManagedPolicyOf } from '../../model/aws-managed-policies.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import { parsePolicy } from '../policy/document.ts';
import { takesResource } from '../services/actions.ts';
import { managedPolicies } from '../services/managed-policies.ts';
import { actionsIn } from './actions-in.ts';
import type { Held } from './holder.ts';
import { asAuthorized, type ResourcePlace, resourceMatching, resourcesOfTypes } from './representatives.ts';

/** The managed policy that AWS writes for a role. */
interface OwnPolicy {
  readonly name: AwsManagedPolicyName;
  /** Its text as the account has it, if the role carries it; else null. */
  readonly carried: PolicyDocument | null;
}

/** @throws Error where the role's name is none of those that DMS fixes. */
export function ownPolicyOf({ id }: DmsRole, { stored }: Held): OwnPolicy {
  const name = awsManagedPolicyOf(id);
  if (name === null) throw new Error(`${id} is no role with a fixed name`);
  const attached = stored.identity.find(({ name: arn }) => isManaged(arn, name));
  return { name, carried: attached?.document ?? null };
}

/** What AWS documents that a role with a fixed name must be allowed. */
export interface Baseline {
  /** The name of the managed policy. */
  readonly name: string;
  readonly document: PolicyDocument;
}

/** The managed policy's text as the account has it, if the role carries it; else as it was when this was made. */
export function baselineOf(role: DmsRole, held: Held): Baseline {
  const { name, carried } = ownPolicyOf(role, held);
  return { name, document: carried ?? shippedPolicy(name) };
}

/** The managed policy of a name as it was when this package was made. */
function shippedPolicy(name: AwsManagedPolicyName): PolicyDocument {
  const { document } = parsePolicy(JSON.stringify(managedPolicies[name].document));
  if (document === null) throw new Error(`${name} cannot be read`);
  return document;
}

/** Whether it is the policy of AWS, in whatever partition. */
const isManaged = (arn: string, name: string): boolean => {
  const [scheme, , service, , owner, path] = arn.split(':');
  return scheme === 'arn' && service === 'iam' && owner === 'aws' && path === `policy/service-role/${name}`;
};

/** One thing that a policy allows. */
export interface Need {
  readonly action: string;
  /** Null for an action that takes no resource. */
  readonly resource: string | null;
  readonly region: string;
}

/** What a policy allows, on resources that stand for all of the account's own in this Region. */
export function needsOf({ statements }: PolicyDocument, place: ResourcePlace): readonly Need[] {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) =>
      actionsIn(statement).flatMap((action) =>
        resourcesIn(statement, action, place).map((resource) => ({ action, resource, region: place.region })),
      ),
    );
}

function resourcesIn(
  { resources }: Statement,
  action: string,
  place: ResourcePlace,
): readonly (string | null)[] {
  if (takesResource(action) === false) return [null];
  const patterns = resources === null || resources.negated ? ['*'] : resources.patterns;
  return patterns.flatMap((pattern) => {
    if (pattern === '*') return resourcesOfTypes(action, place);
    const [scheme, , ...rest] = pattern.split(':');
    // The text that is shipped names the partition of AWS's commercial Regions.
    const own = [scheme, place.partition, ...rest].join(':');
    return [asAuthorized(action, resourceMatching(own, place))];
  });
}
