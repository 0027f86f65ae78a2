import { describeFault, judgeConsistency } from '../analysis/roles/consistency.ts';
import { withTrust } from '../analysis/roles/trust.ts';
import { trustRemediation } from '../analysis/roles/trust-remediation.ts';
import { trustedIn } from '../analysis/roles/trust-terms.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notApplicable, unknown } from '../model/verdict.ts';

export const roleTrustIsConsistent = defineRule({
  id: 'role-trust-is-consistent',
  title: 'The source account and the source ARN that a trust asks DMS for belong together',
  judgement:
    'No Allow statement that DMS can match may name one account in aws:SourceAccount and another in aws:SourceArn, or a source ARN that no DMS resource can have.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R50'],
  controls: [],
  rationale:
    'Both conditions of a statement must hold. If they name different accounts, or an ARN that no DMS resource has, DMS cannot use what the statement grants, and whoever reads it takes the role for protected and working.',
  remediation:
    'Name this account both in aws:SourceAccount and in aws:SourceArn, and write the ARN as DMS does: arn:aws:dms:REGION:ACCOUNT:TYPE:ID, with rep, endpoint or task as the type and a colon before the id.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html',
  ],
  judges: ['roles'],
  needs: ['instances', 'endpoints', 'tasks'],

  judge: (role, { account, partition, regions, facts, settings }) =>
    withTrust(role, (document) => {
      const terms = { account, partition, regions, organization: undefined, ...trustedIn(settings) };
      const { isAboutDms, faults, undecided } = judgeConsistency(document, terms);
      if (!isAboutDms) return notApplicable('its trust policy lets no DMS service principal in');
      const [fault] = faults.map(describeFault);
      if (fault !== undefined) {
        return nonCompliant(
          fault,
          { kind: 'list', items: faults.map(describeFault) },
          { remediation: trustRemediation({ role, unread: facts.roles.unread, estate: facts, terms }) },
        );
      }
      const [doubt] = undecided;
      if (doubt !== undefined) return unknown(doubt, 'literal values of aws:SourceAccount and aws:SourceArn');
      return compliant('what it asks of the source fits together');
    }),
});
