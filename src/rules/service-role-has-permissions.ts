import { type Answer, answersTo, isGrantedNowhere } from '../analysis/permissions/demanded.ts';
import { documentedUses } from '../analysis/permissions/documented-uses.ts';
import type { Held } from '../analysis/permissions/holder.ts';
import { type Demand, withRolesOf } from '../analysis/permissions/roles-of.ts';
import { permissionWitness } from '../analysis/permissions/witness.ts';
import type { UseScope, WorkPlace } from '../analysis/permissions/work-place.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, unknown, type Verdict } from '../model/verdict.ts';

export const serviceRoleHasPermissions = defineRule({
  id: 'service-role-has-permissions',
  title: 'The roles that an endpoint or task names may do what DMS documents for their use',
  judgement:
    'What the role may effectively do must cover the documented actions on the very bucket, stream, tables, domain, cluster or secret that the resource names; resource and key policies count where they decide. A use for which AWS documents no list is not judged.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R08', 'R11'],
  controls: [],
  rationale:
    'DMS reads and writes buckets, streams, tables, domains and secrets with the role that the endpoint names. What the role may not do there fails while data is moving.',
  remediation:
    'Allow the role the actions listed, on the very resource that the finding names; take away the Deny or widen the boundary where one of them refuses.',
  sources: [...new Set(Object.values(documentedUses).map(({ source }) => source))],
  judges: ['endpoints', 'tasks', 'serverlessConfigs'],
  needs: ['roles', 'assessmentBuckets', 'rolePermissions', 'organization', 'organizationPolicies'],

  judge(resource, { account, partition, region, facts, settings }) {
    const scope = { account, partition, region };
    return withRolesOf(resource, { ...scope, facts, settings }, (demands, held) =>
      judgeRole(demands, held, scope),
    );
  },
});

function judgeRole(demands: readonly Demand[], held: Held, scope: UseScope): Verdict {
  const answers = answersTo(held, demands, scope);
  const role = held.holder.arn.split('/').at(-1) ?? '';
  const missing = answers.filter((answer) => isMissing(answer, held));
  const [first] = missing;
  if (first?.permission.answer === 'refused') {
    const places = [...new Set(missing.map(({ demand }) => demand.place.name))];
    return nonCompliant(
      `the role ${role} may not ${actionsOf(missing)} on ${places.join(', ')}`,
      permissionWitness(held, first.permission.witness),
      { assumes: [...held.assumes, ...places.map((name) => `no Allow in the policy of ${name}`)] },
    );
  }
  const open = answers.filter(({ permission }) => permission.answer !== 'allowed');
  if (open.length > 0) return undecided(role, open);
  const foreign = answers.find(({ demand }) => isForeign(demand.place, scope));
  if (foreign !== undefined) return ofAnother(foreign.demand.place);
  const [witness] = answers.flatMap(({ permission }) =>
    permission.answer === 'allowed' ? [permissionWitness(held, permission.witness)] : [],
  );
  return compliant(`the role ${role} may do what AWS documents ${purposes(demands)}`, {
    assumes: [...held.assumes, ...takenForGranted(demands)],
    ...(witness === undefined ? {} : { witness }),
  });
}

/** Where it is not known on what, a role that may do it nowhere may not do it there. */
const isMissing = ({ action, permission, demand }: Answer, held: Held): boolean =>
  permission.answer === 'refused' &&
  demand.place.isNeeded &&
  (demand.place.standsFor === null || isGrantedNowhere(held, action));

const isForeign = ({ owner }: WorkPlace, { account }: UseScope): boolean =>
  owner !== null && owner !== account;

const actionsOf = (answers: readonly Answer[]): string =>
  [...new Set(answers.map(({ action }) => action))].join(', ');

const purposes = (demands: readonly Demand[]): string =>
  [...new Set(demands.map(({ use }) => documentedUses[use].name))].join(' and ');

function undecided(role: string, open: readonly Answer[]): Verdict {
  const reasons = open.flatMap(({ permission, demand }) =>
    permission.answer === 'depends'
      ? [...permission.on, ...permission.doubts]
      : [demand.place.standsFor ?? demand.place.name],
  );
  return unknown(
    `whether the role ${role} may ${actionsOf(open)} hangs on: ${[...new Set(reasons)].join(', ')}`,
    'a policy of the role that allows it whatever that is',
  );
}

const ofAnother = ({ name, owner }: WorkPlace): Verdict =>
  unknown(
    `${name} is of account ${owner ?? ''}, whose policies must let the role in as well and are not read`,
    'the policy of the resource in that account',
  );

/** What resource policies say is not read. */
function takenForGranted(demands: readonly Demand[]): readonly string[] {
  const all = demands
    .filter(({ place }) => place.resource !== null)
    .flatMap(({ on, place }) => [
      ...(place.owner === null ? [`${place.name} is this account’s`] : []),
      ...(place.standsFor === null ? [] : [`no statement of the role singles out ${place.name}`]),
      on === 'key'
        ? `the policy of ${place.name} leaves it to IAM`
        : `no Deny in the policy of ${place.name}`,
    ]);
  return [...new Set(all)];
}
