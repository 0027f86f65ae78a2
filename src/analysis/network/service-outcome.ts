import type { VpcEndpoint } from '../../model/vpc.ts';
import { mapPer, once } from '../once.ts';
import { type Doubt, open } from './doubt.ts';
import { type Admission, admission, type PolicyScope } from './endpoint-policy.ts';
import { isAvailable } from './locate-service.ts';
import type { Network } from './network.ts';
import type { Outcome, Path } from './path.ts';
import type { ServiceConnection } from './service-connections.ts';
import { type RequestScope, requestsOf } from './service-requests.ts';
import type { ServiceUse } from './services.ts';

export interface ServiceScope extends Omit<RequestScope, 'facts'> {
  readonly network: Network;
  readonly facts: RequestScope['facts'] & PolicyScope['facts'];
  /** A serverless replication, which has no public address. */
  readonly serverless: boolean;
}

/** What becomes of the requests to a service. */
export interface ServiceOutcome {
  readonly connection: ServiceConnection;
  readonly outcome: Outcome;
  readonly shown: Path | null;
  readonly doubts: readonly Doubt[];
  /** The refusal of an endpoint's policy. */
  readonly refusal: Refusal | null;
}

type Refusal = Extract<Admission, { readonly answer: 'refused' }>;

/** Whether it is looked for at public addresses, so that names may lead elsewhere. */
export const isPublic = ({ endpoints }: ServiceConnection): boolean => endpoints.length === 0;

/** VPC endpoints that a path goes by: a gateway on it, or an interface at its end. */
export function endpointsOn(
  { hops, end }: Path,
  { endpoints, place: { vpcId } }: ServiceConnection,
  network: Network,
): readonly VpcEndpoint[] {
  const ids = hops.flatMap((hop) => (hop.kind === 'vpc-endpoint' ? hop.ids : []));
  const listed = hops.flatMap(({ vpc }) => vpc ?? []);
  const gateways = [...new Set([vpcId ?? '', ...listed])].flatMap((vpc) => {
    const lookup = ids.length === 0 ? null : network.facts.vpcEndpointsOf(vpc);
    return lookup?.known === true ? lookup.value.filter(({ id }) => ids.includes(id)) : [];
  });
  return [...gateways, ...(end === 'database' ? endpoints : [])];
}

/** What all of its paths say, when the policies of endpoints on them are asked too. */
export function outcomeOf(connection: ServiceConnection, scope: ServiceScope): ServiceOutcome {
  const { use, reachability, destination } = connection;
  const paths = reachability.paths.map((path) => ({ path, ...onPath(path, connection, scope) }));
  const [first] = paths;
  const agreed = first !== undefined && paths.every(({ outcome }) => outcome === first.outcome);
  const outcome = agreed ? first.outcome : 'unknown';
  const shown = paths.find((each) => each.outcome === outcome)?.path ?? first?.path ?? null;
  const refusals = paths.flatMap(({ refusal }) => refusal ?? []);
  const [refusal = null] = outcome === 'stopped' ? refusals : [];
  const judged = { connection, shown, refusal };
  // A policy that refuses is one of an endpoint that is asked for certain, but for an odd zone.
  if (outcome === 'stopped' && refusal === null && isPublic(connection) && connection.mayBeElsewhere()) {
    const elsewhere = open(
      `${use.name} is not reached at its public addresses, and whether a private hosted zone leads its name to an endpoint in another network is not known`,
      `a VPC endpoint for ${use.service.name} in the VPC of the instance`,
    );
    return { ...judged, outcome: 'unknown', refusal: null, doubts: [elsewhere] };
  }
  if (outcome !== 'unknown') return { ...judged, outcome, doubts: [] };
  const own = paths.flatMap((each) => each.doubts);
  const found = own.length > 0 ? own : destination.doubts;
  const hangs = open(
    `whether ${use.name} is reached hangs on which of its addresses and ways is taken`,
    `one VPC endpoint for ${use.service.name} that its name leads to`,
  );
  return { ...judged, outcome, doubts: found.length > 0 ? found : [hangs] };
}

const asked = mapPer<ServiceUse, string, Admission>();

/** What an endpoint's policy says to a use, the same from each place where the instance may stand. */
const admissionTo = (endpoint: VpcEndpoint, use: ServiceUse, scope: ServiceScope): Admission =>
  once(asked(use), endpoint.id, () => admission(endpoint, requestsOf(use, scope), scope));

interface OnPath {
  readonly outcome: Outcome;
  readonly doubts: readonly Doubt[];
  readonly refusal: Refusal | null;
}

const unsure = (...doubts: readonly Doubt[]): OnPath => ({ outcome: 'unknown', doubts, refusal: null });

function onPath(path: Path, connection: ServiceConnection, scope: ServiceScope): OnPath {
  const { use } = connection;
  if (path.outcome === 'unknown') return unsure(...path.hops.flatMap(({ doubts }) => doubts));
  if (path.outcome === 'stopped') return { outcome: 'stopped', doubts: [], refusal: null };
  if (path.end !== 'database' && path.configuration === 'VPN or Direct Connect') {
    const gateway = path.hops.findLast(({ kind }) => kind.endsWith('-gateway'))?.ids.join(', ');
    const why = `whether the network behind ${gateway ?? 'the gateway'} leads on to ${use.name} is not known`;
    return unsure(open(why, `a VPC endpoint for ${use.service.name}`));
  }
  const isTranslated = path.hops.some(({ kind }) => kind === 'nat-gateway' || kind === 'nat-host');
  if (scope.serverless && isTranslated) {
    const why = `a serverless replication reaches ${use.name} by NAT alone, for which AWS documents a VPC endpoint`;
    return unsure(open(why, `a VPC endpoint for ${use.service.name}`));
  }
  const endpoints = endpointsOn(path, connection, scope.network);
  const [idle] = endpoints.filter(({ state }) => !isAvailable(state));
  if (idle !== undefined)
    return unsure(open(`the state of ${idle.id} is ${idle.state ?? 'not reported'}`, `${idle.id} available`));
  const answers = endpoints.map((endpoint) => admissionTo(endpoint, use, scope));
  const doubts = answers.flatMap((each) => (each.answer === 'unknown' ? each.doubts : []));
  const [refusal] = answers.flatMap((each) => (each.answer === 'refused' ? [each] : []));
  if (refusal === undefined)
    return doubts.length > 0 ? unsure(...doubts) : { outcome: 'allowed', doubts, refusal: null };
  if (answers.every(({ answer }) => answer === 'refused')) return { outcome: 'stopped', doubts: [], refusal };
  return unsure(
    ...doubts,
    open(
      `${refusal.because}, and it is not known whether it is asked`,
      `one VPC endpoint for ${use.service.name}`,
    ),
  );
}
