import { describeRequest } from '../analysis/callers/describe.ts';
import { serviceDomain } from '../analysis/callers/service-principals.ts';
import type { Place } from '../analysis/callers/sources.ts';
import { requestWitness } from '../analysis/callers/tried.ts';
import { guardSupportedFrom, isAtLeast } from '../analysis/engine-version.ts';
import type { PolicyDocument } from '../analysis/policy/document.ts';
import { redshiftUse } from '../analysis/roles/redshift.ts';
import { noOrganizationPolicies, withTrust } from '../analysis/roles/trust.ts';
import { trustRemediation } from '../analysis/roles/trust-remediation.ts';
import { organizationIn, trustedIn } from '../analysis/roles/trust-terms.ts';
import { judgeUsability, type UsabilityAnswer } from '../analysis/roles/usability.ts';
import { isRedshiftServerless, type Use, useFacts } from '../analysis/roles/uses.ts';
import type { Gathered } from '../model/account-view.ts';
import { defineRule } from '../model/define-rule.ts';
import type { Endpoint, ReplicationInstance } from '../model/resources.ts';
import {
  cannotRead,
  compliant,
  nonCompliant,
  notApplicable,
  unknown,
  type Verdict,
} from '../model/verdict.ts';

export const accountRoleTrustsDms = defineRule({
  id: 'account-role-trusts-dms',
  title: 'The roles that DMS looks for by name let in the services that use them',
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
  needs: ['roles', 'instances', 'endpoints', 'tasks', 'organization'],

  judge: (role, { account, partition, regions, facts, settings }) =>
    withTrust(role, (document, text) => {
      const organization = organizationIn(facts.organization);
      const terms = { account, partition, regions, organization, ...trustedIn(settings) };
      const uses = usesOfAccountRole(role.id, facts.endpoints);
      if ('status' in uses) return uses;
      const answers = uses.flatMap((use) =>
        useFacts[use].services.map((service) => ({
          service: `${service}.${serviceDomain(partition)}`,
          answer: ask(document, use, service, { ...terms, instances: facts.instances }),
          doubt: doubtAbout(
            `${service}.${serviceDomain(partition)}`,
            service === 'dms' && useFacts[use].sourceAccount === 'always',
            facts.instances,
          ),
        })),
      );
      return worst(answers, text, () =>
        trustRemediation({ role, unread: facts.roles.unread, estate: facts, terms }),
      );
    }),
});

/** What the account has such a role for; a verdict where that is nothing, or not known. */
function usesOfAccountRole(name: string, endpoints: Gathered<Endpoint>): readonly Use[] | Verdict {
  if (name === 'dms-vpc-role') return ['vpc'];
  if (name === 'dms-cloudwatch-logs-role') return ['logs'];
  const redshift = redshiftUse(endpoints);
  if (redshift.used === 'unknown') return cannotRead(redshift.unread);
  if (!redshift.used) return notApplicable('no endpoint is a Redshift target, so nothing uses the role');
  // An unread endpoint may be of the other kind, which asks for one more service.
  const kinds = new Set(redshift.targets.map(isRedshiftServerless));
  if (kinds.size === 1 && endpoints.unread.length > 0) return cannotRead(endpoints.unread);
  return [...kinds].map((serverless) => (serverless ? 'redshift-serverless' : 'redshift'));
}

interface Surroundings extends Place {
  readonly instances: Gathered<ReplicationInstance>;
}

function ask(document: PolicyDocument, use: Use, service: string, around: Surroundings): UsabilityAnswer {
  const { account, partition, regions, organization, instances } = around;
  const facts = useFacts[use];
  // Only DMS documents what it sends, and only for engines that know how to.
  const documented = service === 'dms' && sendsSourceKeys(instances);
  return judgeUsability(document, {
    service: `${service}.${serviceDomain(partition)}`,
    account,
    partition,
    regions,
    organization,
    types: facts.sourceTypes,
    knownArns: use === 'vpc' ? instances.items.map(({ arn }) => arn) : [],
    sendsAccount: documented && facts.sourceAccount === 'always',
    sendsArn: documented && facts.sourceArn === 'always',
  });
}

/** Why it is not known that the service sends the source keys that the trust asks for. */
function doubtAbout(
  principal: string,
  documented: boolean,
  { items, unread }: Gathered<ReplicationInstance>,
): Verdict {
  const only = `it lets ${principal} in only with source keys, which`;
  if (!documented) {
    return unknown(
      `${only} AWS does not document for this use`,
      `a log stream or load that shows ${principal} at work`,
    );
  }
  if (unread.length > 0) return cannotRead(unread);
  const old = items.filter((instance) => !knowsSourceKeys(instance)).map(({ id }) => id);
  return unknown(
    `${only} engines before ${guardSupportedFrom} do not send: ${old.join(', ')}`,
    `engine ${guardSupportedFrom} or later on all replication instances`,
  );
}

const sendsSourceKeys = ({ items, unread }: Gathered<ReplicationInstance>): boolean =>
  unread.length === 0 && items.every(knowsSourceKeys);

const knowsSourceKeys = ({ engineVersion }: ReplicationInstance): boolean =>
  engineVersion !== null && isAtLeast(engineVersion, guardSupportedFrom) === true;

function worst(
  answers: readonly { readonly service: string; readonly answer: UsabilityAnswer; readonly doubt: Verdict }[],
  text: string,
  remediation: () => string,
): Verdict {
  const assumes = noOrganizationPolicies;
  for (const { answer } of answers) {
    if (answer.answer !== 'refused') continue;
    return nonCompliant(
      `${describeRequest(answer.witness)} is refused`,
      requestWitness(text, answer.witness),
      { assumes, remediation: remediation() },
    );
  }
  for (const { service, answer, doubt } of answers) {
    if (answer.answer === 'undecided') {
      return unknown(
        `whether ${service} is let in is not decided: ${answer.because}`,
        'literal values in the trust policy',
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
}
