import { defineRule } from '../model/define-rule.ts';
import { cannotRead, compliant, given, nonCompliant, notApplicable } from '../model/verdict.ts';

export const serverlessRoleExists = defineRule({
  id: 'serverless-role-exists',
  title: 'The service-linked role of DMS Serverless exists where serverless replications do',
  judgement:
    'Where a serverless replication exists, the service-linked role AWSServiceRoleForDMSServerless must exist. The DMS guide’s sentence that DMS has no service-linked roles is older than DMS Serverless.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R59'],
  controls: [],
  rationale:
    'DMS Serverless makes and runs its instances with AWSServiceRoleForDMSServerless; “If you delete a role while you have replications in your account, the replication results in a failure.” That DMS has no service-linked roles, as a page of its guide still says, is out of date since Serverless came.',
  remediation:
    'Create the role again with: aws iam create-service-linked-role --aws-service-name dms.amazonaws.com (DMS does so when a replication is created, if whoever creates it may call iam:CreateServiceLinkedRole).',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/slr-services-sl.html',
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDMSServerlessServiceRolePolicy.html',
  ],
  judges: ['serverlessRole'],
  needs: ['serverlessConfigs'],

  judge({ role, arn }, { facts, regions }) {
    const { items, unread } = facts.serverlessConfigs;
    // A zero-ETL integration sees to its own replications.
    if (items.every(({ readOnly }) => readOnly)) {
      return unread.length > 0
        ? cannotRead(unread)
        : notApplicable(`there is no serverless replication in ${regions.join(', ')}`);
    }
    return given(role, (found) =>
      found === null
        ? nonCompliant('it does not exist', {
            kind: 'absence',
            type: 'AWS::IAM::Role',
            arn,
            call: 'iam:GetRole',
          })
        : compliant('it exists'),
    );
  },
});
