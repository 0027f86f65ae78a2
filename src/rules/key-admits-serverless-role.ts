import { notReportedByKms, together, withKey } from '../analysis/keys/judged-key.ts';
import { withKeyPolicy } from '../analysis/keys/stored-policy.ts';
import { withHolder } from '../analysis/permissions/holder.ts';
import { encryptsReplication, judgeServerlessRole } from '../analysis/serverless/key-of-replication.ts';
import { defineRule } from '../model/define-rule.ts';
import { cannotRead, given, notApplicable, type Verdict } from '../model/verdict.ts';

export const keyAdmitsServerlessRole = defineRule({
  id: 'key-admits-serverless-role',
  title: 'The service-linked role of DMS Serverless may use the keys of serverless replications',
  judgement:
    'The policy of a customer key that a serverless replication names must let the service-linked role of DMS Serverless use it by way of DMS: that role’s own policy has no KMS action.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R28', 'R32'],
  controls: [],
  rationale:
    'AWSServiceRoleForDMSServerless encrypts what a replication stores, and its own policy, which nobody can edit, has no action of AWS KMS: where the key policy leaves it to IAM alone, the replication does not start.',
  remediation:
    'Name AWSServiceRoleForDMSServerless in the key policy with kms:DescribeKey, kms:CreateGrant, kms:Encrypt, kms:Decrypt and kms:GenerateDataKey*, if need be for kms:ViaService dms.<region>.amazonaws.com only.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/slr-services-sl.html',
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDMSServerlessServiceRolePolicy.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html#CHAP_Security.EncryptionKey',
    'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service',
  ],
  judges: ['keys'],
  needs: [
    'keyPolicies',
    'keyGrants',
    'serverlessRole',
    'rolePermissions',
    'organization',
    'organizationPolicies',
  ],

  judge: (key, { account, facts, settings }) =>
    withKey(key, (found) => {
      const unseen = facts.keys.unread.length === 0 ? [] : [cannotRead(facts.keys.unread)];
      const none = 'no serverless replication is encrypted with it';
      if (!encryptsReplication(key)) return together([notApplicable(none), ...unseen]);
      if (found.manager === null) return notReportedByKms('KeyManager');
      if (found.manager === 'AWS') return notApplicable('AWS manages it, and lets DMS use it');
      const judged = facts.serverlessRole.items.map(
        ({ id, arn, role }): Verdict =>
          given(role, (present) => {
            if (present === null) return notApplicable(`the role ${id} does not exist`);
            return withKeyPolicy(found, account, (policy) =>
              withHolder({ arn, account, policies: facts.policiesOf(id) }, { facts, settings }, (held) =>
                judgeServerlessRole(held, policy),
              ),
            );
          }),
      );
      return together(judged);
    }),
});
