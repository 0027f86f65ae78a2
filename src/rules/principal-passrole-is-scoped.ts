import { withHolder } from '../analysis/permissions/holder.ts';
import { permissionWitness } from '../analysis/permissions/witness.ts';
import { ruled } from '../analysis/principals/may.ts';
import { withMigrant } from '../analysis/principals/migrant.ts';
import { judgePassing } from '../analysis/principals/passable-roles.ts';
import { defineRule } from '../model/define-rule.ts';
import { cannotRead, compliant, nonCompliant, unknown } from '../model/verdict.ts';

export const principalPassroleIsScoped = defineRule({
  id: 'principal-passrole-is-scoped',
  title: 'Those who migrate can hand DMS no role but its own',
  judgement:
    'The action iam:PassRole, with iam:PassedToService absent or naming DMS, may reach roles that DMS uses and no others. HIGH for principals that the settings name, MEDIUM for those that were found.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'Whoever passes a role to DMS acts with that role’s rights through an endpoint. With iam:PassRole on all roles, a migration opens whatever the strongest of them opens.',
  remediation:
    'Name the roles that DMS is meant to use as the Resource of iam:PassRole, and set StringEquals iam:PassedToService to dms.amazonaws.com.',
  sources: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.IAMPermissions',
  ],
  judges: ['principals'],
  needs: ['roles', 'organization', 'organizationPolicies'],

  judge: (subject, { account, partition, regions, takenAt, facts, settings }) =>
    withMigrant(subject, ({ principal, named }) =>
      withHolder({ arn: principal.arn, account, policies: subject.policies }, { facts, settings }, (held) => {
        const { roles, principals } = facts;
        const answer = judgePassing(held, { account, partition, regions, takenAt, roles, principals });
        const { assumes } = held;
        switch (answer.answer) {
          case 'scoped':
            return compliant('it can pass no role to DMS but those that DMS uses', { assumes });
          case 'reaches':
            return nonCompliant(
              answer.isAny
                ? 'it can pass DMS roles of any name, not those of DMS alone'
                : `it can pass DMS ${answer.role}, which is no role of DMS`,
              permissionWitness(ruled(held, 'iam:PassRole'), answer.witness),
              { severity: named === null ? 'MEDIUM' : 'HIGH', assumes },
            );
          case 'unread':
            return cannotRead(answer.unread);
          case 'undecided':
            return unknown(
              `whether it can pass other roles to DMS is not decided: ${answer.because}`,
              'iam:PassRole on role ARNs alone, without conditions on what is not known',
            );
        }
      }),
    ),
});
