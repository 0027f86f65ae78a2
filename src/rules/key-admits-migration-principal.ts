import { together, withKey } from '../analysis/keys/judged-key.ts';
import { judgeMigrant } from '../analysis/keys/migrant-use.ts';
import { withKeyPolicy } from '../analysis/keys/stored-policy.ts';
import { withHolder } from '../analysis/permissions/holder.ts';
import { withPrincipal } from '../analysis/principals/migrant.ts';
import { defineRule } from '../model/define-rule.ts';
import { notApplicable } from '../model/verdict.ts';

export const keyAdmitsMigrationPrincipal = defineRule({
  id: 'key-admits-migration-principal',
  title: 'Those who migrate may give the keys of DMS resources to DMS',
  judgement:
    'Judged for the principals that the settings name, for requests by way of DMS: DescribeKey and CreateGrant by the key policy, or these with Encrypt and ReEncrypt by the key policy and their own policies together; of the key aws/dms DescribeKey alone. kms:ListAliases counts for console users, and no key policy can grant it.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R09', 'R31', 'R32'],
  controls: [],
  rationale:
    'DMS takes a key in the name of whoever creates the instance or endpoint: where the key does not let that principal in, the creation fails.',
  remediation:
    'Make the role or user a key user in the key policy (kms:DescribeKey and kms:CreateGrant), or let the key policy leave it to IAM and allow it kms:ListAliases, kms:DescribeKey, kms:CreateGrant, kms:Encrypt and kms:ReEncrypt* there.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html#CHAP_Security.EncryptionKey',
    'https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html',
  ],
  judges: ['keys'],
  needs: ['keyPolicies', 'keyGrants', 'principals', 'organization', 'organizationPolicies'],

  judge: (key, { account, facts, settings }) =>
    withKey(key, (found) => {
      const named = facts.principals.items.flatMap((subject) =>
        subject.named === null ? [] : [{ subject, uses: subject.named.uses }],
      );
      if (named.length === 0) return notApplicable('the settings name no role or user that migrates');
      return withKeyPolicy(found, account, (policy) =>
        together(
          named.map(({ subject, uses }) =>
            withPrincipal(subject, ({ arn }) =>
              withHolder({ arn, account, policies: subject.policies }, { facts, settings }, (held) =>
                judgeMigrant(held, policy, uses),
              ),
            ),
          ),
        ),
      );
    }),
});
