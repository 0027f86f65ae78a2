import { coversAction } from '../analysis/callers/covers-action.ts';
import { actionsIn } from '../analysis/permissions/actions-in.ts';
import { baselineOf } from '../analysis/permissions/baseline.ts';
import type { Held } from '../analysis/permissions/holder.ts';
import { withRole } from '../analysis/permissions/role-holder.ts';
import type { PolicyDocument } from '../analysis/policy/document.ts';
import { redshiftUse } from '../analysis/roles/redshift.ts';
import { defineRule } from '../model/define-rule.ts';
import { known } from '../model/lookup.ts';
import { cannotRead, compliant, nonCompliant, notApplicable } from '../model/verdict.ts';

export const accountRolePolicyIsCurrent = defineRule({
  id: 'account-role-policy-is-current',
  title: 'A custom policy in the place of a managed one names every action of its current version',
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
  needs: ['rolePermissions', 'endpoints'],

  judge: (role, { account, facts, settings }) =>
    withRole(role, { account, settings, facts: { ...facts, ...withoutOrganization } }, (held) => {
      const baseline = baselineOf(role, held);
      const { name, shipped } = baseline;
      if (shipped === null) return notApplicable(`it carries ${name} itself`);
      if (role.id === 'dms-access-for-endpoint') {
        const redshift = redshiftUse(facts.endpoints);
        if (redshift.used === 'unknown') return cannotRead(redshift.unread);
        if (!redshift.used)
          return notApplicable('no endpoint is a Redshift target, so nothing uses the role');
      }
      const version = `${name} ${shipped.versionId} of ${shipped.updated}`;
      const assumes = [`AWS has not changed ${name} since ${shipped.versionId}`];
      const missing = actionsOf(baseline.document).filter((action) => !grants(held, action));
      return missing.length > 0
        ? nonCompliant(
            `its own policy lacks ${missing.join(', ')} of ${version}`,
            { kind: 'list', items: missing },
            { assumes },
          )
        : compliant(`its own policy names every action of ${version}`, { assumes });
    }),
});

/** What an organisation takes away is no part of the role's own policies. */
const withoutOrganization = { organization: known(null), organizationPolicies: known(null) };

const allowsOf = ({ statements }: PolicyDocument) => statements.filter(({ effect }) => effect === 'Allow');

const actionsOf = (document: PolicyDocument): readonly string[] => [
  ...new Set(allowsOf(document).flatMap(actionsIn)),
];

const grants = ({ holder }: Held, action: string): boolean =>
  holder.policies.identity.some((document) =>
    allowsOf(document).some(({ actions }) => coversAction(actions, action)),
  );
