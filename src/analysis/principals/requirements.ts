import type { DmsRole } from '../../model/account-view.ts';
import type { WayOfWorking } from '../../model/settings.ts';
import { serviceDomain } from '../callers/service-principals.ts';
import { takesResource } from '../services/actions.ts';
import { actionsOf, documentedActions, type Need, policyOfRole } from './documented-actions.ts';
import type { Wish } from './may.ts';
import type { Situation } from './situation.ts';
import { someResources } from './some-resource.ts';

/** An action that somebody who migrates must be able to do. */
export interface Requirement {
  /** As the guide prints it: `dms:*`. */
  readonly printed: string;
  readonly action: string;
  /** On what. */
  readonly wishes: readonly Wish[];
  /** One of them is enough. */
  readonly any: boolean;
}

/** What the guide asks for, in the way that somebody works and the situation that it works in. */
export const requirementsOf = (uses: WayOfWorking, situation: Situation): readonly Requirement[] =>
  documentedActions
    .filter(({ need }) => isNeeded(need, uses, situation))
    .flatMap(({ actions }) => actions)
    .flatMap((printed) =>
      actionsOf(printed).map((action) => ({
        printed,
        action,
        ...wishesFor(action, situation),
      })),
    );

function isNeeded(need: Need, uses: WayOfWorking, { rolesToCreate, redshift }: Situation): boolean {
  switch (need) {
    case 'migrating':
      return true;
    case 'choosing-keys':
      return uses === 'console';
    case 'creating-roles':
      return rolesToCreate.length > 0;
    case 'redshift':
      return redshift;
  }
}

function wishesFor(action: string, situation: Situation): Pick<Requirement, 'wishes' | 'any'> {
  const { fixedRoles, usedRoles, rolesToCreate, unread, partition } = situation;
  switch (action) {
    case 'iam:GetRole':
      return onRoles(action, [...new Set([...fixedRoles, ...usedRoles])], partition);
    case 'iam:CreateRole':
    case 'iam:AttachRolePolicy':
      return onRoles(action, rolesToCreate, partition);
    case 'iam:PassRole':
      // Every role that DMS resources name; where none does, some role that is DMS's.
      if (usedRoles.length > 0)
        return { wishes: usedRoles.map((role) => passing(role, partition)), any: false };
      return unread.length > 0
        ? { wishes: [], any: false }
        : { wishes: fixedRoles.map((role) => passing(role, partition)), any: true };
    default:
      return {
        wishes: situation.regions.flatMap((region) => inRegion(action, region, situation)),
        any: false,
      };
  }
}

function inRegion(action: string, region: string, { partition, account }: Situation): readonly Wish[] {
  const resources =
    takesResource(action) === true ? someResources(action, { partition, region, account }) : [null];
  return resources.map((resource) => ({ action, resource, region, keyFacts: chosenFreely }));
}

const onRoles = (
  action: string,
  roles: readonly DmsRole[],
  partition: string,
): Pick<Requirement, 'wishes' | 'any'> => ({
  wishes: roles.map(({ id, arn }) => ({
    action,
    resource: arn,
    region: regionOfIam[partition] ?? null,
    carries: action === 'iam:AttachRolePolicy' ? attaching(id, partition) : {},
    keyFacts: chosenFreely,
  })),
  any: false,
});

function attaching(role: string, partition: string): NonNullable<Wish['carries']> {
  const policy = policyOfRole[role];
  if (policy === undefined) return {};
  return { 'iam:policyarn': `arn:${partition}:iam::aws:policy/service-role/${policy}` };
}

const passing = ({ arn }: DmsRole, partition: string): Wish => ({
  action: 'iam:PassRole',
  resource: arn,
  // Which Region the check of PassRole shows is not documented.
  region: null,
  carries: { 'iam:passedtoservice': `dms.${serviceDomain(partition)}` },
  keyFacts: chosenFreely,
});

/**
 * Where the one endpoint of IAM stands, whatever Region is worked in.
 * (IAM User Guide, reference_policies_examples_aws_deny-requested-region; General Reference, iam-service)
 */
const regionOfIam: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/**
 * Access may be narrowed by tag (the guide's own note), and role creation by a boundary: whoever makes the
 * resource sees to both.
 */
const chosenFreely: NonNullable<Wish['keyFacts']> = (key) =>
  isTagKey(key) || key === 'iam:permissionsboundary'
    ? { presence: 'maybe', multivalued: false, values: { kind: 'open' } }
    : null;

const isTagKey = (key: string): boolean =>
  key.includes(':resourcetag/') || (key.startsWith('dms:') && key.includes('-tag/'));
