import { withHolder } from '../analysis/permissions/holder.ts';
import { withMigrant } from '../analysis/principals/migrant.ts';
import { judgePermissions } from '../analysis/principals/permissions.ts';
import { situationOf } from '../analysis/principals/situation.ts';
import { defineRule } from '../model/define-rule.ts';
import { resourceKinds } from '../model/facts.ts';
import { notApplicable } from '../model/verdict.ts';

export const principalHasPermissions = defineRule({
  id: 'principal-has-permissions',
  title: 'Those who migrate may do what the guide says they must',
  judgement:
    'Judged for the principals that the settings name: every action that AWS documents for the declared way of working (`console` or `cli`, with or without a Redshift target, with or without creating the roles) must be allowed; those that are missing are listed.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R15', 'R16', 'R17', 'R18', 'R19', 'R20', 'R21'],
  controls: [],
  rationale:
    'A permission that is missing shows only when a migration is under way: an instance is not created, a task does not start, a log cannot be read.',
  remediation:
    'Allow the missing actions to the role or user, or to a group of the user; remove what denies them. Access may be narrowed by tag.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.IAMPermissions',
  ],
  judges: ['principals'],
  needs: [...resourceKinds, 'roles', 'organization', 'organizationPolicies'],

  judge: (subject, { account, partition, regions, takenAt, facts, settings }) =>
    withMigrant(subject, ({ principal, named }) => {
      if (named === null) return notApplicable('the settings do not name it');
      const around = { facts, settings };
      return withHolder({ arn: principal.arn, account, policies: subject.policies }, around, (held) =>
        judgePermissions(
          held,
          named.uses,
          situationOf(named, { partition, account, regions, facts }),
          takenAt,
        ),
      );
    }),
});
