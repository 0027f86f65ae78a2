import { describeRequest } from '../analysis/callers/describe.ts';
import { requestWitness } from '../analysis/callers/tried.ts';
import { judgeFit } from '../analysis/roles/fit.ts';
import { identifierIn } from '../analysis/roles/identifier.ts';
import { sendersFor } from '../analysis/roles/sent-keys.ts';
import { noOrganizationPolicies, withTrust } from '../analysis/roles/trust.ts';
import { trustRemediation } from '../analysis/roles/trust-remediation.ts';
import { organizationIn, trustedIn } from '../analysis/roles/trust-terms.ts';
import { usersOf } from '../analysis/roles/users.ts';
import { defineRule } from '../model/define-rule.ts';
import { cannotRead, compliant, nonCompliant, notApplicable, unknown } from '../model/verdict.ts';

export const roleTrustFitsUse = defineRule({
  id: 'role-trust-fits-use',
  title: 'A trust lets in every DMS resource that uses the role',
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
  needs: ['instances', 'endpoints', 'tasks', 'organization'],

  judge: (role, { account, partition, regions, facts, settings }) =>
    withTrust(role, (document, text) => {
      const organization = organizationIn(facts.organization);
      const terms = { account, partition, regions, organization, ...trustedIn(settings) };
      const { users, unread } = usersOf(role, facts.roles.unread, facts);
      const judged = users.map((user) => ({
        user,
        fit: judgeFit(document, user, sendersFor(user, facts), terms),
      }));
      const assumes = noOrganizationPolicies;
      for (const { user, fit } of judged) {
        if (fit.answer !== 'locked-out') continue;
        const because = identifierIn(document, user.resource) ?? fit.because;
        return nonCompliant(
          `${user.resource.arn} (${user.resource.id}) is locked out: ${describeRequest(fit.witness)} is refused, as ${because}`,
          requestWitness(text, fit.witness),
          {
            assumes,
            remediation: trustRemediation({ role, unread: facts.roles.unread, estate: facts, terms }),
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
