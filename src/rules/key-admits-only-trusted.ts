import { withKey } from '../analysis/keys/judged-key.ts';
import { judgeAccess } from '../analysis/keys/key-access.ts';
import { trustedBy } from '../analysis/keys/trusted.ts';
import { noOrganizationPolicies } from '../analysis/roles/trust.ts';
import { defineRule } from '../model/define-rule.ts';
import { cannotRead, compliant, nonCompliant, unknown } from '../model/verdict.ts';

export const keyAdmitsOnlyTrusted = defineRule({
  id: 'key-admits-only-trusted',
  title: 'Only trusted principals may use or administer the keys of DMS resources',
  severity: 'CRITICAL',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R08'],
  controls: [],
  rationale:
    'A key policy is the only guard of a key: whom it lets in, or a grant does, can decrypt what DMS stores and migrates.',
  remediation:
    'Name accounts and roles in the key policy in place of "*", or ask for kms:CallerAccount; what is meant to be there goes under trusted-accounts or trusted-principals in the settings.',
  sources: [
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html',
  ],
  judges: ['keys'],
  needs: ['keyPolicies', 'keyGrants'],

  judge: (key, { account, partition, settings }) =>
    withKey(key, (found) => {
      const trusted = trustedBy(account, settings);
      const { openings, doubts, assumes } = judgeAccess(found, { account, partition, trusted });
      const [worst] = openings;
      if (worst !== undefined) {
        const { because, witness, severity, remediation } = worst;
        return nonCompliant(because, witness, {
          severity,
          assumes: noOrganizationPolicies,
          ...(remediation === null ? {} : { remediation }),
        });
      }
      const unread = doubts.flatMap((doubt) => doubt.unread ?? []);
      if (unread.length > 0) return cannotRead(unread);
      const [doubt] = doubts.filter((each) => each.unread === null);
      if (doubt !== undefined) return unknown(doubt.because, doubt.settledBy);
      return compliant('only trusted principals may use or administer it', {
        assumes: [...noOrganizationPolicies, ...assumes],
      });
    }),
});
