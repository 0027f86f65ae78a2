import { thanksToGuardrail } from '../analysis/callers/describe.ts';
import { requestWitness } from '../analysis/callers/tried.ts';
import { withKey } from '../analysis/keys/judged-key.ts';
import { judgeAccess } from '../analysis/keys/key-access.ts';
import { guardrailsOfKey } from '../analysis/keys/key-guardrails.ts';
import { trustedBy } from '../analysis/keys/trusted.ts';
import { defineRule } from '../model/define-rule.ts';
import { cannotRead, compliant, nonCompliant, unknown } from '../model/verdict.ts';

export const keyAdmitsOnlyTrusted = defineRule({
  id: 'key-admits-only-trusted',
  title: 'Only trusted principals may use or administer the keys of DMS resources',
  judgement:
    'Decided over every request: nobody outside `trusted-accounts` and the trusted organisation may use or administer the key by its policy or a grant. Anybody at all is CRITICAL, another account HIGH, a service principal that nothing binds to this account MEDIUM, a grant to a deleted principal LOW.',
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
  needs: ['keyPolicies', 'keyGrants', 'organization', 'organizationPolicies'],

  judge: (key, { account, partition, facts, settings }) =>
    withKey(key, (found) => {
      const over = guardrailsOfKey(found, account, { facts, settings });
      if ('status' in over) return over;
      const { guardrails } = over;
      const trusted = trustedBy(account, settings);
      const access = judgeAccess(found, { account, partition, trusted, guardrails });
      const { openings, doubts, guardedBy } = access;
      const [worst] = openings;
      if (worst !== undefined) {
        const { because, witness, severity, remediation } = worst;
        return nonCompliant(because, witness, {
          severity,
          assumes: over.assumes,
          ...(remediation === null ? {} : { remediation }),
        });
      }
      const unread = doubts.flatMap((doubt) => doubt.unread ?? []);
      if (unread.length > 0) return cannotRead(unread);
      const [doubt] = doubts.filter((each) => each.unread === null);
      if (doubt !== undefined) return unknown(doubt.because, doubt.settledBy);
      return compliant(
        `only trusted principals may use or administer it${thanksToGuardrail(guardedBy, 'its key policy or a grant')}`,
        {
          assumes: [...over.assumes, ...access.assumes],
          ...(guardedBy === null ? {} : { witness: requestWitness(guardedBy.guardrail.text, guardedBy) }),
        },
      );
    }),
});
