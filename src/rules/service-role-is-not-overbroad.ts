import { grantedElsewhere } from '../analysis/permissions/granted-elsewhere.ts';
import type { Held } from '../analysis/permissions/holder.ts';
import { type Demand, withRolesOf } from '../analysis/permissions/roles-of.ts';
import { permissionWitness } from '../analysis/permissions/witness.ts';
import type { UseScope } from '../analysis/permissions/work-place.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notApplicable, unknown, type Verdict } from '../model/verdict.ts';

export const serviceRoleIsNotOverbroad = defineRule({
  id: 'service-role-is-not-overbroad',
  title: 'The roles that an endpoint or task names reach no resource but those they are for',
  judgement:
    'Where the bucket, stream, table, domain or secret is known, the role may not do its work on every resource there is.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'A role for one bucket that may write to all of them lets whoever may make an endpoint reach every bucket of the account by way of DMS.',
  remediation:
    'Name the bucket, stream, domain or secret in the Resource of the statement that gives the witness its right, in the place of the wildcard.',
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html'],
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
  const role = held.holder.arn.split('/').at(-1) ?? '';
  const { witness, undecided, asked } = grantedElsewhere(held, demands, scope);
  if (asked.length === 0) return notApplicable(`which resources the role ${role} is for is not read`);
  if (witness !== null)
    return nonCompliant(
      `the role ${role} may ${witness.action} on ${String(witness.resource)}, which nothing of DMS names`,
      permissionWitness(held, witness),
      { assumes: held.assumes },
    );
  return undecided.length > 0
    ? unknown(
        `whether the role ${role} reaches more than ${asked.join(', ')} hangs on: ${undecided.join(', ')}`,
        'policies of the role without conditions',
      )
    : compliant(`the role ${role} reaches nothing but ${asked.join(', ')}`, { assumes: held.assumes });
}
