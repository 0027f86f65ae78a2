import { describeRequest } from '../analysis/roles/describe.ts';
import { judgeGuard } from '../analysis/roles/guard.ts';
import { noOrganizationPolicies, requestWitness, withTrust } from '../analysis/roles/trust.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notApplicable, unknown } from '../model/verdict.ts';

const logsRole = 'dms-cloudwatch-logs-role';

export const roleTrustIsGuarded = defineRule({
  id: 'role-trust-is-guarded',
  title: 'DMS acts through a role for this account’s own migrations only',
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

  judge: (role, { account, partition, regions, settings }) =>
    withTrust(role, (document, text) => {
      const answer = judgeGuard(document, {
        account,
        partition,
        regions,
        trustedAccounts: settings.trustedAccounts,
        ownArns: role.uses.map(({ resource }) => resource.arn),
      });
      const assumes = noOrganizationPolicies;
      const severity = role.id === logsRole ? 'MEDIUM' : 'HIGH';
      const remediation =
        role.id === logsRole
          ? 'Set StringEquals aws:SourceAccount alone (conditions on this role are reported to have stopped logging), start a task and verify that a log stream appears.'
          : undefined;
      const failure = { assumes, severity, ...(remediation === undefined ? {} : { remediation }) } as const;
      switch (answer.answer) {
        case 'no-dms-principal':
          return notApplicable('its trust policy lets no DMS service principal in');
        case 'guarded':
          return compliant('DMS is let in for trusted accounts only', {
            witness: requestWitness(text, answer.letIn),
            assumes,
          });
        case 'open':
          return nonCompliant(
            `${describeRequest(answer.witness)} may assume it`,
            requestWitness(text, answer.witness),
            failure,
          );
        case 'unusable':
          return nonCompliant(
            `it is closed to everybody: ${describeRequest(answer.witness)} is refused`,
            requestWitness(text, answer.witness),
            failure,
          );
        case 'undecided':
          return unknown(answer.because, 'a literal account id as the value of aws:SourceAccount');
      }
    }),
});
