import { rolesNamedBy } from '../analysis/roles/named-by.ts';
import { namesNone } from '../analysis/roles/names-none.ts';
import { withRoleNamed } from '../analysis/roles/role-named.ts';
import { rolesNeeded } from '../analysis/roles/service-roles.ts';
import { defineRule } from '../model/define-rule.ts';
import { cannotRead, compliant, given, nonCompliant } from '../model/verdict.ts';

export const serviceRoleExists = defineRule({
  id: 'service-role-exists',
  title: 'A DMS resource that works through a role names one, and it exists',
  judgement:
    'A use that needs a role (S3, DynamoDB, Kinesis, OpenSearch and Neptune endpoints, secrets, assessments, Redshift with a bucket or key of its own) must name one, and that role must exist. A role of an account that is not audited is UNKNOWN.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R11'],
  controls: [],
  rationale:
    'DMS reaches S3, DynamoDB, Kinesis, OpenSearch, Neptune and Secrets Manager through a role that the resource names. Without it the connection fails, and a name that points nowhere is free for somebody else to take.',
  remediation:
    'Create the role, let DMS assume it for this account, give it the permissions that the DMS User Guide lists for the use, and name its ARN on the resource.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_service-with-iam.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html',
  ],
  judges: ['endpoints', 'tasks', 'serverlessConfigs', 'dataProviders', 'migrationProjects', 'dataMigrations'],
  needs: ['roles', 'assessmentBuckets'],

  judge(resource, { account, region, facts }) {
    const needed = rolesNeeded(resource);
    const unnamed = needed.find(({ isNamed }) => !isNamed);
    if (unnamed !== undefined) {
      const { what, field } = unnamed;
      return nonCompliant(`${what} needs a role, and ${field} names none`, {
        kind: 'value',
        field,
        value: null,
      });
    }
    const named = rolesNamedBy(resource, { region, facts });
    const verdicts = named.items.map(({ path, arn }) =>
      withRoleNamed({ path, arn }, { account, facts }, ({ role }) =>
        given(role, (value) =>
          value === null
            ? nonCompliant(`${path} names ${arn}, which does not exist`, {
                kind: 'absence',
                type: 'AWS::IAM::Role',
                arn,
                call: 'iam:GetRole',
              })
            : compliant(`${path} names ${arn}, which exists`),
        ),
      ),
    );
    const worst =
      verdicts.find(({ status }) => status === 'NON_COMPLIANT') ??
      verdicts.find(({ status }) => status === 'UNKNOWN') ??
      (named.unread.length > 0 ? cannotRead(named.unread) : verdicts[0]);
    return worst ?? namesNone(resource, 'nothing that it does takes a role of its own');
  },
});
