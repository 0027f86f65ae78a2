import type { RequestWitness } from '../../model/finding.ts';
import { compliant, nonCompliant, notApplicable, type Verdict } from '../../model/verdict.ts';
import { hasGatewayEndpoints } from './aws-services.ts';
import { undecided } from './doubt.ts';
import { reasonOf } from './hop-text.ts';
import { describeOpenings } from './openings.ts';
import type { ServiceConnections } from './service-connections.ts';
import {
  endpointsOn,
  isPublic,
  outcomeOf,
  type ServiceOutcome,
  type ServiceScope,
} from './service-outcome.ts';
import { shownPath } from './shown-path.ts';

/** What the names of AWS services would have to say for a verdict on public addresses not to hold. */
const assumption = 'no private hosted zone leads the names of AWS services elsewhere';

const everyPart = ['departure', 'route', 'nat-host', 'arrival'] as const;

/** Whether each AWS service can be reached, and lets in what DMS asks of it; the worst decides. */
export function judgeServices({ connections, doubts }: ServiceConnections, scope: ServiceScope): Verdict {
  if (connections.length === 0 && doubts.length === 0)
    return notApplicable('no task of it uses an AWS service that is reached at its own name');
  const judged = connections.map((connection) => outcomeOf(connection, scope));
  const paths = judged.flatMap(({ shown, outcome, connection: { use } }) =>
    shown === null ? [] : [shownPath(shown, { endpoint: use.user.id, parts: everyPart, judged: outcome })],
  );
  const witness = { kind: 'path', paths, notes: [] } as const;
  const assumes = connections.some(isPublic) ? [assumption] : [];
  const stopped = judged.filter(({ outcome }) => outcome === 'stopped');
  const [first] = stopped;
  if (first !== undefined) {
    const more = new Set(stopped.map(({ connection }) => connection.use)).size - 1;
    const others = more > 0 ? `; ${more} other${more > 1 ? 's' : ''} neither` : '';
    const because = `${sentenceOf(first)}${others}`;
    const remediation = remedyOf(first);
    const evidence: RequestWitness | typeof witness = first.refusal?.witness ?? witness;
    return nonCompliant(because, evidence, { assumes, ...(remediation === null ? {} : { remediation }) });
  }
  const unsure = [...judged.flatMap((each) => each.doubts), ...doubts];
  if (unsure.length > 0) return undecided(unsure);
  return compliant(`it reaches ${reachedBy(judged, scope)}`, { witness, assumes });
}

function sentenceOf({ connection: { use, place }, shown, refusal }: ServiceOutcome): string {
  if (refusal !== null) return `${use.name} does not let it in: ${refusal.because}`;
  const hop = shown?.hops.find(({ outcome }) => outcome === 'stopped');
  return `${use.name} cannot be reached from ${place.name}: ${hop === undefined ? 'it is stopped' : reasonOf(hop)}`;
}

/** The groups and ACLs to open; where the way is missing, the VPC endpoint that would be one. */
function remedyOf({ connection, shown, refusal }: ServiceOutcome): string | null {
  if (refusal !== null) return null;
  const hops = shown?.hops.filter(({ outcome }) => outcome === 'stopped') ?? [];
  const isOpenable = hops.every(
    ({ kind, opens }) => opens !== null && (kind === 'security-groups' || kind === 'network-acl'),
  );
  if (isOpenable) return describeOpenings(hops.flatMap(({ opens }) => opens ?? []));
  const { use, place } = connection;
  const where = place.vpcId ?? 'its VPC';
  const [table] = hops.flatMap(({ kind, ids }) => (kind === 'route-table' ? ids : []));
  return hasGatewayEndpoints(use.service)
    ? `Create a gateway endpoint for ${use.service.name} in ${where} and add it to ${table ?? 'the route table of the subnet'}.`
    : `Create an interface endpoint for ${use.service.name} with private DNS in ${where}, with a security group that admits tcp 443 from the instance.`;
}

/** `Amazon S3 by vpce-1, AWS Secrets Manager by NAT gateway`. */
function reachedBy(judged: readonly ServiceOutcome[], { network }: ServiceScope): string {
  const ways = judged.map(({ connection, shown }) => {
    const ids = shown === null ? [] : endpointsOn(shown, connection, network).map(({ id }) => id);
    const by = ids.length > 0 ? ids.join(', ') : shown?.configuration;
    return `${connection.use.service.name} by ${by ?? 'a way of its own'}`;
  });
  return [...new Set(ways)].join(', ');
}
