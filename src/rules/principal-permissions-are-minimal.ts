import { withHolder } from '../analysis/permissions/holder.ts';
import { judgeExtras } from '../analysis/principals/extras.ts';
import { withMigrant } from '../analysis/principals/migrant.ts';
import { migratesToRedshift, rolesAreMade } from '../analysis/principals/situation.ts';
import { accountRoleNames } from '../model/account-view.ts';
import { defineRule } from '../model/define-rule.ts';

export const principalPermissionsAreMinimal = defineRule({
  id: 'principal-permissions-are-minimal',
  title: 'Those who migrate keep no permission that only setting up DMS or Redshift takes',
  judgement:
    'The actions iam:CreateRole and iam:AttachRolePolicy are reported once the DMS roles exist, Redshift actions where nothing migrates to Redshift.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R17', 'R21'],
  controls: [],
  rationale:
    'Whoever may create roles and attach policies to them may give itself any right in the account. The guide asks for it only until the roles of DMS exist, and for the actions of Redshift only with a Redshift target.',
  remediation:
    'Take iam:CreateRole and iam:AttachRolePolicy away now that the roles exist, and the actions of Redshift where it is no target; or declare creates-roles or redshift-target for this principal in the settings.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.IAMPermissions',
  ],
  judges: ['principals'],
  needs: ['roles', 'endpoints', 'organization', 'organizationPolicies'],

  judge: (subject, { account, partition, regions, takenAt, facts, settings }) =>
    withMigrant(subject, ({ principal, named }) =>
      withHolder({ arn: principal.arn, account, policies: subject.policies }, { facts, settings }, (held) => {
        const redshift = migratesToRedshift(named, facts);
        return judgeExtras(
          held,
          [
            {
              need: 'creating-roles',
              isOver: rolesAreMade(named, redshift, facts),
              because:
                named?.createsRoles === false
                  ? 'the settings say that it creates no roles'
                  : 'the roles that DMS looks for exist',
              resources: accountRoleNames.map((name) => `arn:${partition}:iam::${account}:role/${name}`),
            },
            {
              need: 'redshift',
              isOver: redshift.is === 'unknown' ? redshift : { is: !redshift.is },
              because: 'it does not migrate to Redshift',
              resources: [],
            },
          ],
          regions.map((region) => ({ partition, region, account })),
          takenAt,
        );
      }),
    ),
});
