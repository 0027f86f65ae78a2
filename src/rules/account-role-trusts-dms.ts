import { byGuardrail, describeRequest } from '../analysis/callers/describe.ts';
import { requestWitness, type Tried } from '../analysis/callers/tried.ts';
import { noGuardrails } from '../analysis/organization/guardrails.ts';
import { answersFor, usesOfAccountRole } from '../analysis/roles/account-role-use.ts';
import { lockedOutByEngine } from '../analysis/roles/old-engines.ts';
import { withTrustInForce } from '../analysis/roles/trust-in-force.ts';
import { remedyAgainst } from '../analysis/roles/trust-remediation.ts';
import { usersOf } from '../analysis/roles/users.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, unknown, type Verdict } from '../model/verdict.ts';

export const accountRoleTrustsDms = defineRule({
  id: 'account-role-trusts-dms',
  title: 'The roles that DMS looks for by name let in the services that use them',
  judgement:
    'Each service principal that the role’s use needs must be let in by the trust policy as a whole, its Deny statements included, with the source keys that DMS sends for this account’s own resources. Where this hangs on a key of which AWS does not document whether DMS sends it, the verdict is UNKNOWN.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R23', 'R24'],
  controls: [],
  rationale:
    'A role that its service cannot assume is as good as none: instances are not created, tasks do not log, loads into Redshift fail.',
  remediation:
    'Let the service principal named in the finding call sts:AssumeRole in the role’s trust policy, for this account.',
  sources: ['https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.APIRole'],
  judges: ['accountRoles'],
  needs: ['roles', 'instances', 'endpoints', 'tasks', 'organization', 'organizationPolicies'],

  judge: (role, around) =>
    withTrustInForce(role, around, ({ document, text, terms, place, assumes }) => {
      const { facts } = around;
      const uses = usesOfAccountRole(role.id, facts.endpoints);
      if ('status' in uses) return uses;
      const answers = uses.flatMap((use) => answersFor(document, use, facts.instances, place));
      const refused = (witness: Tried, because: string): Verdict =>
        nonCompliant(
          `${describeRequest(witness)} is refused${because}${byGuardrail(witness)}`,
          requestWitness(text, witness),
          {
            assumes,
            remediation: remedyAgainst(witness, {
              role,
              unread: facts.roles.unread,
              estate: facts,
              terms,
            }),
          },
        );
      for (const { answer } of answers) {
        if (answer.answer === 'refused') return refused(answer.witness, '');
      }
      const { users } = usersOf(role, facts.roles.unread, facts);
      const byName = users.filter(({ use }) => uses.includes(use));
      const lockedOut = lockedOutByEngine(document, byName, facts, place);
      if (lockedOut !== null) {
        const { witness, because } = lockedOut;
        return refused(witness, witness.guardrail === null ? `, as ${because}` : '');
      }
      for (const { service, answer, doubt } of answers) {
        if (answer.answer === 'undecided') {
          return unknown(
            `whether ${service} is let in is not decided: ${answer.because}`,
            place.guardrails === noGuardrails
              ? 'literal values in the trust policy'
              : 'a task, log stream or load that shows the role at work',
          );
        }
        if (answer.answer === 'hangs-on-keys') return doubt;
      }
      const [first] = answers;
      const names = answers.map(({ service }) => service).join(' and ');
      if (first?.answer.answer !== 'let-in') throw new Error('a role is asked for by no service');
      return compliant(`${names} may assume it for this account`, {
        witness: requestWitness(text, first.answer.witness),
        assumes,
      });
    }),
});
