import { redshiftUse } from '../analysis/roles/redshift.ts';
import { trustRemediation } from '../analysis/roles/trust-remediation.ts';
import { trustedIn } from '../analysis/roles/trust-terms.ts';
import type { DmsRole, Gathered } from '../model/account-view.ts';
import { awsManagedPolicyOf } from '../model/aws-managed-policies.ts';
import { defineRule } from '../model/define-rule.ts';
import { resourceKinds } from '../model/facts.ts';
import { choice } from '../model/parameters.ts';
import type { DmsResource } from '../model/resources.ts';
import { cannotRead, compliant, given, nonCompliant, notApplicable, type Verdict } from '../model/verdict.ts';

export const accountRoleExists = defineRule({
  id: 'account-role-exists',
  title: 'The roles that DMS looks for by name exist',
  judgement:
    'Each of dms-vpc-role and dms-cloudwatch-logs-role must exist under exactly this name, and dms-access-for-endpoint too where an endpoint has Redshift as its target; there is one finding for each that is absent, on the ARN that it would have. It does not apply to an account without DMS resources in the audited Regions, unless `require-roles` says `always`.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R13', 'R14'],
  controls: [],
  rationale:
    'DMS finds dms-vpc-role, dms-cloudwatch-logs-role and, for Redshift targets, dms-access-for-endpoint by these exact names. Without them instances cannot be created, tasks do not log, and loads into Redshift fail.',
  remediation:
    'Create the role with a trust for DMS that names this account as aws:SourceAccount, and attach its managed policy (AmazonDMSVPCManagementRole, AmazonDMSCloudWatchLogsRole or AmazonDMSRedshiftS3Role).',
  sources: ['https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.APIRole'],
  judges: ['accountRoles'],
  needs: [...resourceKinds, 'roles'],
  parameters: {
    'require-roles': choice('Whether an account without any DMS resource must have the roles.', [
      'when-used',
      'always',
    ]),
  },

  judge(role, { account, partition, facts, regions, settings, parameters }) {
    const listings = resourceKinds.map((kind): Gathered<DmsResource> => facts[kind]);
    if (parameters['require-roles'] === 'when-used' && listings.every(({ items }) => items.length === 0)) {
      const unread = listings.flatMap((listing) => listing.unread);
      return unread.length > 0
        ? cannotRead(unread)
        : notApplicable(`there is no DMS resource in ${regions.join(', ')}`);
    }
    return given(role.role, (found) => {
      if (found !== null) return compliant('it exists');
      const missing = (): Verdict => {
        const terms = { account, partition, regions, organization: undefined, ...trustedIn(settings) };
        const { unread } = facts.roles;
        return absent(role, trustRemediation({ role, unread, estate: facts, terms }));
      };
      if (role.id !== 'dms-access-for-endpoint') return missing();
      const redshift = redshiftUse(facts.endpoints);
      if (redshift.used === 'unknown') return cannotRead(redshift.unread);
      return redshift.used
        ? missing()
        : notApplicable(`no endpoint in ${regions.join(', ')} is a Redshift target`);
    });
  },
});

const absent = ({ id, arn }: DmsRole, trust: string): Verdict =>
  nonCompliant(
    'it does not exist',
    { kind: 'absence', type: 'AWS::IAM::Role', arn, call: 'iam:GetRole' },
    {
      remediation: `Attach the managed policy service-role/${awsManagedPolicyOf(id) ?? ''} to the new role. ${trust}`,
    },
  );
