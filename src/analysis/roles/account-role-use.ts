import type { Gathered } from '../../model/account-view.ts';
import type { Endpoint, ReplicationInstance } from '../../model/resources.ts';
import { cannotRead, notApplicable, unknown, type Verdict } from '../../model/verdict.ts';
import { serviceDomain } from '../callers/service-principals.ts';
import type { Place } from '../callers/sources.ts';
import { guardSupportedFrom, isAtLeast } from '../engine-version.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { redshiftUse } from './redshift.ts';
import { judgeUsability, type UsabilityAnswer } from './usability.ts';
import { isRedshiftServerless, type Use, useFacts } from './uses.ts';

/** What the account has such a role for; a verdict where that is nothing, or not known. */
export function usesOfAccountRole(name: string, endpoints: Gathered<Endpoint>): readonly Use[] | Verdict {
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

/** How one service that a use needs fares. */
interface ServiceAnswer {
  /** The service principal. */
  readonly service: string;
  readonly answer: UsabilityAnswer;
  /** The verdict where it hangs on source keys: why it is not known that the service sends them. */
  readonly doubt: Verdict;
}

/** Whether each service that a use needs can assume the role for this account. */
export const answersFor = (
  document: PolicyDocument,
  use: Use,
  instances: Gathered<ReplicationInstance>,
  place: Place,
): readonly ServiceAnswer[] =>
  useFacts[use].services.map((name): ServiceAnswer => {
    const { sourceAccount, sourceArn, sourceTypes } = useFacts[use];
    const { account, partition, regions, organization, guardrails, resource } = place;
    const service = `${name}.${serviceDomain(partition)}`;
    // Only DMS documents what it sends, and only for engines that know how to.
    const documented = name === 'dms' && sendsSourceKeys(instances);
    const answer = judgeUsability(document, {
      service,
      account,
      partition,
      regions,
      organization,
      guardrails,
      resource,
      types: sourceTypes,
      knownArns: use === 'vpc' ? instances.items.map(({ arn }) => arn) : [],
      sendsAccount: documented && sourceAccount === 'always',
      sendsArn: documented && sourceArn === 'always',
    });
    return {
      service,
      answer,
      doubt: doubtAbout(service, name === 'dms' && sourceAccount === 'always', instances),
    };
  });

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
