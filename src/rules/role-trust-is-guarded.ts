import { byGuardrail, describeRequest, thanksToGuardrail } from '../analysis/callers/describe.ts';
import { requestWitness, type Tried } from '../analysis/callers/tried.ts';
import { judgeGuard } from '../analysis/roles/guard.ts';
import { withTrustInForce } from '../analysis/roles/trust-in-force.ts';
import { remedyAgainst } from '../analysis/roles/trust-remediation.ts';
import { defineRule } from '../model/define-rule.ts';
import {
  cannotRead,
  compliant,
  nonCompliant,
  notApplicable,
  unknown,
  type Verdict,
} from '../model/verdict.ts';

const logsRole = 'dms-cloudwatch-logs-role';

export const roleTrustIsGuarded = defineRule({
  id: 'role-trust-is-guarded',
  title: 'DMS acts through a role for this account’s own migrations only',
  judgement:
    'Decided over every request, not by the look of the conditions: no DMS service principal that acts for an account outside `trusted-accounts` and the trusted organisation, or that sends no source key at all, may be let in. A failure shows such a request. A policy that shuts out everybody, the account’s own DMS included, fails as well.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R48', 'R49', 'R51'],
  controls: [],
  rationale:
    'DMS works for every AWS customer. A trust that does not say for which account it may act lets a stranger make DMS use the role on the stranger’s behalf (the confused deputy).',
  remediation:
    'Add to each statement that lets DMS in: StringEquals aws:SourceAccount with this account’s id, and where the resources are known ArnLike aws:SourceArn with this account’s id in it. Upgrade replication instances older than 3.4.7 first.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  judges: ['roles'],
  needs: ['instances', 'endpoints', 'tasks', 'organization', 'organizationPolicies'],

  judge: (role, around) =>
    withTrustInForce(role, around, ({ document, text, terms, place, assumes }) => {
      const { facts } = around;
      const knownArns = role.uses.map(({ resource }) => resource.arn);
      const answer = judgeGuard(document, { ...place, knownArns });
      const failed = (because: string, witness: Tried): Verdict =>
        nonCompliant(because, requestWitness(text, witness), {
          assumes,
          severity: role.id === logsRole ? 'MEDIUM' : 'HIGH',
          remediation: remedyAgainst(witness, { role, unread: facts.roles.unread, estate: facts, terms }),
        });
      switch (answer.answer) {
        case 'no-dms-principal':
          return notApplicable('its trust policy lets no DMS service principal in');
        case 'guarded':
          if (!facts.organization.known && answer.assumes.length > 0) {
            // What it assumes of an organisation that was not read, a reading may contradict.
            const outside = judgeGuard(document, { ...place, knownArns, organization: null });
            if (outside.answer !== 'guarded') return cannotRead([facts.organization.unread]);
          }
          return compliant(
            `DMS is let in for trusted accounts only${thanksToGuardrail(answer.guardedBy, 'its trust policy')}`,
            {
              witness: requestWitness(text, answer.guardedBy ?? answer.letIn),
              assumes: [...assumes, ...answer.assumes],
            },
          );
        case 'open':
          return failed(`${describeRequest(answer.witness)} may assume it`, answer.witness);
        case 'unusable':
          return failed(
            `it is closed to everybody: ${describeRequest(answer.witness)} is refused${byGuardrail(answer.witness)}`,
            answer.witness,
          );
        case 'undecided':
          return unknown(answer.because, 'a literal account id as the value of aws:SourceAccount');
      }
    }),
});
