import { describeRequest } from '../analysis/callers/describe.ts';
import { requestWitness } from '../analysis/callers/tried.ts';
import { judgeFit } from '../analysis/roles/fit.ts';
import { identifierIn } from '../analysis/roles/identifier.ts';
import { sendersFor } from '../analysis/roles/sent-keys.ts';
import { withTrustInForce } from '../analysis/roles/trust-in-force.ts';
import { remedyAgainst } from '../analysis/roles/trust-remediation.ts';
import { usersOf } from '../analysis/roles/users.ts';
import { defineRule } from '../model/define-rule.ts';
import { cannotRead, compliant, nonCompliant, notApplicable, unknown } from '../model/verdict.ts';

export const roleTrustFitsUse = defineRule({
  id: 'role-trust-fits-use',
  title: 'A trust lets in every DMS resource that uses the role',
  judgement:
    'Every DMS resource that uses the role today must be let in with its own ARN as the source. A failure names the resource that would be locked out, and says so where the trust holds a resource’s identifier in place of the id in its ARN.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R54', 'R55', 'R56'],
  controls: [],
  rationale:
    'A condition that one resource does not meet stops that resource: an instance is not created, an endpoint cannot write. It shows at the next start of a task, long after the change.',
  remediation:
    'Name in aws:SourceArn the types of the resources that use the role (rep for dms-vpc-role, endpoint for the roles of endpoints, task and assessment-run for assessments), with a wildcard or the generated ids that end their ARNs, and upgrade instances older than 3.4.7 first.',
  sources: ['https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html'],
  judges: ['roles'],
  needs: ['instances', 'endpoints', 'tasks', 'organization', 'organizationPolicies'],

  judge: (role, around) =>
    withTrustInForce(role, around, ({ document, text, terms, place, assumes }) => {
      const { facts } = around;
      const { users, unread } = usersOf(role, facts.roles.unread, facts);
      const judged = users.map((user) => ({
        user,
        fit: judgeFit(document, user, sendersFor(user, facts), place),
      }));
      for (const { user, fit } of judged) {
        if (fit.answer !== 'locked-out') continue;
        const isByTrust = fit.witness.guardrail === null;
        const because = (isByTrust ? identifierIn(document, user.resource) : null) ?? fit.because;
        return nonCompliant(
          `${user.resource.arn} (${user.resource.id}) is locked out: ${describeRequest(fit.witness)} is refused, as ${because}`,
          requestWitness(text, fit.witness),
          {
            assumes,
            remediation: remedyAgainst(fit.witness, {
              role,
              unread: facts.roles.unread,
              estate: facts,
              terms,
            }),
          },
        );
      }
      if (unread.length > 0) return cannotRead(unread);
      for (const { user, fit } of judged) {
        if (fit.answer !== 'undecided') continue;
        return unknown(
          `whether it lets ${user.resource.arn} in is not decided: ${fit.because}`,
          'a task, log stream or load that shows the role at work',
        );
      }
      const [first] = judged.flatMap(({ fit }) => (fit.answer === 'let-in' ? [fit] : []));
      if (first === undefined) return notApplicable('no DMS resource uses it');
      return compliant(`every DMS resource that uses it is let in, ${users.length} in all`, {
        witness: requestWitness(text, first.witness),
        assumes,
      });
    }),
});
