import { parsed } from '../analysis/parsed.ts';
import { ownPolicyOf } from '../analysis/permissions/baseline.ts';
import { actionsLacking } from '../analysis/permissions/baseline-actions.ts';
import { withRole } from '../analysis/permissions/role-holder.ts';
import { redshiftUse } from '../analysis/roles/redshift.ts';
import { defineRule } from '../model/define-rule.ts';
import { known } from '../model/lookup.ts';
import { cannotRead, compliant, given, nonCompliant, notApplicable, unknown } from '../model/verdict.ts';

export const accountRolePolicyIsCurrent = defineRule({
  id: 'account-role-policy-is-current',
  title: 'A custom policy in the place of a managed one names every action of its current version',
  judgement:
    'Judged where the AWS managed policy itself is not attached: a policy in its place must allow every action of the managed policy’s default version, which is read from AWS, not remembered.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R26'],
  controls: [],
  rationale:
    'AWS adds actions to its managed policies when DMS starts to need them. A copy does not follow, and breaks on the day that DMS uses the new action.',
  remediation:
    'Attach the managed policy named in the finding, or add the actions listed to the role’s own policy.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.APIRole',
    'https://docs.aws.amazon.com/dms/latest/userguide/security-iam-awsmanpol.html',
  ],
  judges: ['accountRoles'],
  needs: ['rolePermissions', 'awsManagedPolicies', 'endpoints'],

  judge: (role, { account, facts, settings }) =>
    withRole(role, { account, settings, facts: { ...facts, ...withoutOrganization } }, (held) => {
      const { name, carried } = ownPolicyOf(role, held);
      if (carried !== null) return notApplicable(`it carries ${name} itself`);
      if (role.id === 'dms-access-for-endpoint') {
        const redshift = redshiftUse(facts.endpoints);
        if (redshift.used === 'unknown') return cannotRead(redshift.unread);
        if (!redshift.used)
          return notApplicable('no endpoint is a Redshift target, so nothing uses the role');
      }
      return given(facts.awsManagedPolicy(name), (policy) => {
        if (policy === null) return unknown(`AWS has no policy ${name}`, `${name} in this partition of AWS`);
        const version = `${name} ${policy.versionId}`;
        const { document } = parsed(policy.document);
        if (document === null)
          return unknown(`${version} cannot be read`, `a default version of ${name} that IAM accepts`);
        const lacking = actionsLacking(document, held);
        return lacking.length > 0
          ? nonCompliant(`its own policy lacks ${lacking.join(', ')} of ${version}`, {
              kind: 'list',
              items: lacking,
            })
          : compliant(`its own policy names every action of ${version}`);
      });
    }),
});

/** What an organisation takes away is no part of the role's own policies. */
const withoutOrganization = { organization: known(null), organizationPolicies: known(null) };
