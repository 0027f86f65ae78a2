import {
  endpointsWriting,
  judgeEndpointRole,
  keyActionsOfEndpoints,
  roleOf,
} from '../analysis/keys/endpoint-use.ts';
import { together, withKey } from '../analysis/keys/judged-key.ts';
import { withKeyPolicy } from '../analysis/keys/stored-policy.ts';
import { withRole } from '../analysis/permissions/role-holder.ts';
import { defineRule } from '../model/define-rule.ts';
import { choice } from '../model/parameters.ts';
import { cannotRead, notApplicable } from '../model/verdict.ts';

export const keyAdmitsEndpointRole = defineRule({
  id: 'key-admits-endpoint-role',
  title: 'The roles of S3 and Redshift targets may use the key of what they write',
  judgement:
    'The role of an S3 or Redshift target must be able to GenerateDataKey and Decrypt with the target’s key, by way of S3 and with its encryption context; across accounts both sides must allow it. With `actions: documented` the longer list that the guide prints is judged.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R08', 'R09'],
  controls: [],
  rationale:
    'S3 encrypts each object with a data key that it asks for in the name of the endpoint’s role: where the key does not let the role in, the migration stops at the first row.',
  remediation:
    'Name the role in the key policy with kms:GenerateDataKey* and kms:Decrypt, or let the key policy leave it to IAM and allow both to the role; across accounts do both.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Redshift.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  ],
  judges: ['keys'],
  needs: ['keyPolicies', 'keyGrants', 'roles', 'rolePermissions', 'organization', 'organizationPolicies'],
  parameters: {
    actions: choice('What the role must be allowed: what DMS needs, or all that its guide prints.', [
      'needed',
      'documented',
    ]),
  },

  judge: (key, { account, facts, settings, parameters }) =>
    withKey(key, (found) => {
      const { needed, documented } = keyActionsOfEndpoints;
      const around = { account, facts, settings };
      const judged = (actions: readonly string[]) =>
        endpointsWriting(key).map((endpoint) => {
          const role = roleOf(endpoint, account, facts.roles);
          if ('status' in role) return role;
          return withKeyPolicy(found, account, (policy) =>
            withRole(role, around, (held) => judgeEndpointRole(held, endpoint, policy, actions)),
          );
        });
      // An endpoint that was not listed, or names the key by an alias that was not read, may be one more.
      const { unread } = facts.keys;
      const unseen = unread.length === 0 ? [] : [cannotRead(unread)];
      const verdicts = [...judged(needed), ...unseen];
      if (verdicts.length === 0) return notApplicable('no S3 or Redshift target encrypts with it');
      const verdict = together(verdicts);
      if (parameters.actions === 'needed' || verdict.status !== 'COMPLIANT') return verdict;
      const more = together(judged(documented));
      return more.status === 'NON_COMPLIANT' ? { ...more, severity: 'LOW' } : more;
    }),
});
