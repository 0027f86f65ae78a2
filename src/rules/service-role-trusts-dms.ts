import { describeRequest } from '../analysis/callers/describe.ts';
import { requestWitness } from '../analysis/callers/tried.ts';
import { type NamedRole, rolesNamedBy } from '../analysis/roles/named-by.ts';
import { namesNone } from '../analysis/roles/names-none.ts';
import { withRoleNamed } from '../analysis/roles/role-named.ts';
import { withTrustInForce } from '../analysis/roles/trust-in-force.ts';
import { remedyAgainst } from '../analysis/roles/trust-remediation.ts';
import { judgeUse } from '../analysis/roles/usable-for.ts';
import type { DmsRole } from '../model/account-view.ts';
import { defineRule } from '../model/define-rule.ts';
import { cannotRead, compliant, nonCompliant, unknown, type Verdict } from '../model/verdict.ts';

export const serviceRoleTrustsDms = defineRule({
  id: 'service-role-trusts-dms',
  title: 'The role that a DMS resource names lets in the services that work for that resource',
  judgement:
    'The role that a resource names must let in every service principal that this use needs, with this resource as the source.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R11'],
  controls: [],
  rationale:
    'A role that the services behind a resource cannot assume is as good as none: the connection fails, and a secret is read by the principal of the Region, which a trust made for DMS in general leaves out.',
  remediation:
    'Let the service principal named in the finding call sts:AssumeRole in the role’s trust policy, for this account and this resource.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_service-with-iam.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html',
  ],
  judges: ['endpoints', 'tasks', 'serverlessConfigs', 'dataProviders', 'migrationProjects', 'dataMigrations'],
  needs: ['roles', 'assessmentBuckets', 'instances', 'organization', 'organizationPolicies'],

  judge(resource, around) {
    const { region, facts } = around;
    const named = rolesNamedBy(resource, { region, facts });
    const judge = (reference: NamedRole, role: DmsRole): Verdict => {
      const { path, arn } = reference;
      return withTrustInForce(role, around, ({ document, text, terms, place, assumes }) => {
        const fits = judgeUse(document, { region, resource, reference }, place, facts);
        for (const fit of fits) {
          if (fit.answer !== 'locked-out') continue;
          return nonCompliant(
            `${describeRequest(fit.witness)} may not assume ${arn} of ${path}: ${fit.because}`,
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
        for (const fit of fits) {
          if (fit.answer !== 'undecided') continue;
          return unknown(
            `whether ${arn} of ${path} can be assumed is not decided: ${fit.because}`,
            'a connection test or task that shows the role at work',
          );
        }
        const [first] = fits;
        if (first?.answer !== 'let-in') throw new Error('a use of a role asks for no principal');
        return compliant(`${arn} of ${path} can be assumed for it`, {
          witness: requestWitness(text, first.witness),
          assumes,
        });
      });
    };
    const verdicts = named.items.map((reference) =>
      withRoleNamed(reference, around, (role) => judge(reference, role)),
    );
    const unread = named.unread.length > 0 ? [cannotRead(named.unread)] : [];
    return worstOf([...verdicts, ...unread]) ?? namesNone(resource);
  },
});

const worstOf = (verdicts: readonly Verdict[]): Verdict | undefined =>
  (['NON_COMPLIANT', 'UNKNOWN', 'COMPLIANT', 'NOT_APPLICABLE'] as const)
    .map((wanted) => verdicts.find(({ status }) => status === wanted))
    .find((verdict) => verdict !== undefined);
