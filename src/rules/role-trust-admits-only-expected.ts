import { describeRequest, thanksToGuardrail } from '../analysis/callers/describe.ts';
import { requestWitness } from '../analysis/callers/tried.ts';
import { type AdmissionQuestion, judgeAdmission } from '../analysis/roles/admission.ts';
import { withTrustInForce } from '../analysis/roles/trust-in-force.ts';
import { useFacts, usesOf } from '../analysis/roles/uses.ts';
import { defineRule } from '../model/define-rule.ts';
import { cannotRead, compliant, nonCompliant, unknown } from '../model/verdict.ts';

/** Services that some use of a role asks for besides DMS itself. */
const servicesOfSomeUse = new Set(Object.values(useFacts).flatMap(({ services }) => services));

export const roleTrustAdmitsOnlyExpected = defineRule({
  id: 'role-trust-admits-only-expected',
  title: 'Nobody but the services that need it may assume a DMS role',
  judgement:
    'Nobody but the service principals that the role’s uses need, and `trusted-principals`, may assume the role: anybody at all is CRITICAL, another account HIGH, the own account’s root or roles and other services MEDIUM.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'A DMS role reads secrets and writes buckets. Each further principal in its trust holds these rights too, unseen by those who set up the migration.',
  remediation:
    'Remove the principal from the trust policy, or name it under trusted-principals in the settings if it is meant to be there.',
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html'],
  judges: ['roles'],
  needs: ['organization', 'organizationPolicies'],

  judge: (role, around) =>
    withTrustInForce(role, around, ({ document, text, place, assumes }) => {
      const { facts, settings } = around;
      const { account, partition, regions, organization, guardrails, resource } = place;
      const question: AdmissionQuestion = {
        account,
        partition,
        regions,
        organization,
        guardrails,
        resource,
        expectedServices: [...usesOf(role)].flatMap((use) => useFacts[use].services),
        trustedPrincipals: settings.trustedPrincipals,
      };
      const { intruders, undecided, guardedBy } = judgeAdmission(document, question);
      const { unread } = facts.roles;
      // A use that was not read may be the one that needs this service.
      const certain = intruders.filter(
        ({ service }) => unread.length === 0 || service === null || !servicesOfSomeUse.has(service),
      );
      const [worst] = certain;
      if (worst !== undefined) {
        return nonCompliant(
          `${describeRequest(worst.witness)} may assume it`,
          requestWitness(text, worst.witness),
          {
            severity: worst.severity,
            assumes,
          },
        );
      }
      if (intruders.length > 0) return cannotRead(unread);
      if (undecided.length > 0) {
        return unknown(
          `whether ${undecided.join(', ')} may assume it is not decided`,
          'a trust policy that does not name it, or trusted-principals in the settings',
        );
      }
      return compliant(
        `only principals that its use expects may assume it${thanksToGuardrail(guardedBy, 'its trust policy')}`,
        {
          assumes,
          ...(guardedBy === null ? {} : { witness: requestWitness(text, guardedBy) }),
        },
      );
    }),
});
