import type { SeededResource, SeedFacts, Status, Verdicts } from './seed.ts';

export interface SeededGroup {
  readonly region: string;
  readonly id: string;
  readonly kind: string;
  readonly ingress_world_ssh: boolean;
}

/** What the network around an instance or a serverless replication makes of its way in, and of its flows. */
export function networkVerdicts(resource: SeededResource, facts: SeedFacts): Verdicts {
  const { kind } = resource;
  if (kind !== 'replication-instance' && kind !== 'replication-config') return {};
  const groups = groupsOf(resource, facts);
  return {
    'instance-ingress-is-closed': good(groups?.some((group) => group.ingress_world_ssh) !== true),
    ...verdictsOnFlows(resource, endpointsOf(resource, facts), groups),
  };
}

const good = (holds: boolean): Status => (holds ? 'COMPLIANT' : 'NON_COMPLIANT');

/** Whether its groups let everything out; null: nothing of it leaves through groups. Halves of all addresses are all. */
export function opennessOf(resource: SeededResource, facts: SeedFacts): Status | null {
  if (resource.kind !== 'replication-instance' && resource.kind !== 'replication-config') return null;
  const groups = groupsOf(resource, facts);
  return good(groups === null || groups.some(({ kind }) => kind === 'open-all' || kind === 'half-open'));
}

/**
 * Whether they let out no more than is needed. What all kinds but IPv6, which no instance has, let out goes further:
 * `scoped` to port 443 in the VPC, where no service is.
 */
export function narrownessOf(resource: SeededResource, facts: SeedFacts): Status | null {
  if (resource.kind !== 'replication-instance' && resource.kind !== 'replication-config') return null;
  if (endpointsOf(resource, facts).length === 0) return 'NOT_APPLICABLE';
  const groups = groupsOf(resource, facts);
  // The stand-in reports no settings of a serverless replication, which may name a bucket that it writes to.
  if (groups !== null && resource.kind === 'replication-config') return 'UNKNOWN';
  return good(groups?.every(({ kind }) => kind === 'open-v6' || kind === 'none') === true);
}

/** null: it names none, so that the default one of the VPC is in force, which lets all out and nobody in. */
function groupsOf(
  { kind, region, name, checks }: SeededResource,
  { sgs }: SeedFacts,
): readonly SeededGroup[] | null {
  const groups = sgs.filter((group) => group.region === region);
  if (kind === 'replication-config') return indexIn(name) === 0 ? null : groups.slice(0, 1);
  const ids = checks['sgs'] as readonly string[];
  return groups.filter(({ id }) => ids.includes(id));
}

const indexIn = (name: string): number => Number(name.split('-').at(-1));

/** The tasks of the instances of a Region, as the seed spreads them: by instance, the endpoints of each. */
function endpointsOf(resource: SeededResource, { resources }: SeedFacts): readonly SeededResource[] {
  const inRegion = resources.filter(({ region }) => region === resource.region);
  const instances = inRegion.filter(({ kind }) => kind === 'replication-instance');
  const tasks =
    resource.kind === 'replication-config'
      ? [indexIn(resource.name)]
      : inRegion
          .filter(({ kind }) => kind === 'task')
          .flatMap((_, index) => (instances[index % instances.length] === resource ? [index] : []));
  return tasks.flatMap((task) =>
    ['source', 'target'].flatMap((type) => {
      const endpoints = inRegion.filter(({ kind, checks }) => kind === 'endpoint' && checks['type'] === type);
      return endpoints[task % endpoints.length] ?? [];
    }),
  );
}

/** The endpoints that tasks on instances use; serverless replications are tested by nobody. */
export const endpointsOnInstances = (facts: SeedFacts): ReadonlySet<SeededResource> =>
  new Set(
    facts.resources
      .filter(({ kind }) => kind === 'replication-instance')
      .flatMap((instance) => endpointsOf(instance, facts)),
  );

const none = 'NOT_APPLICABLE';

/** The source of every task is a database of a name that nothing resolves, so that much hangs on where it is. */
function verdictsOnFlows(
  { checks }: SeededResource,
  endpoints: readonly SeededResource[],
  groups: readonly SeededGroup[] | null,
): Verdicts {
  const kinds = groups?.map(({ kind }) => kind) ?? ['open-all'];
  const flows = endpoints.map((endpoint) => leaving(endpoint, kinds));
  const worst = (['NON_COMPLIANT', 'UNKNOWN', 'COMPLIANT'] as const).find((status) => flows.includes(status));
  const onPlace: Status = endpoints.length === 0 ? none : 'UNKNOWN';
  // The table of the public subnets leads to a VPC endpoint whose type the stand-in does not tell.
  const isPublic = checks['public'] === true;
  const usesServices = endpoints.some((endpoint) => isService(endpoint) || asksServices(endpoint));
  return {
    'instance-egress-reaches-endpoints': worst ?? none,
    'instance-routes-to-endpoints': onPlace,
    'database-admits-instance': onPlace,
    'database-admits-durably': onPlace,
    'database-ingress-is-narrow': onPlace,
    'flows-stay-private': onPlace,
    // No other subnet has a route to anything beyond the VPC.
    'nat-host-admits-instance': isPublic ? onPlace : none,
    // Over the internet gateway, if the groups let it out; no other subnet leads there.
    'instance-reaches-services': usesServices
      ? isPublic && letsOutTo443(kinds)
        ? 'UNKNOWN'
        : 'NON_COMPLIANT'
      : none,
  };
}

const engineOf = ({ checks }: SeededResource): string => String(checks['engine']);

/** Engines that are AWS services, at addresses of the internet. */
const isService = (endpoint: SeededResource): boolean => ['s3', 'kinesis'].includes(engineOf(endpoint));

/** Secrets Manager for its credentials, S3 for staging. */
const asksServices = (endpoint: SeededResource): boolean =>
  endpoint.checks['secret'] === 'secretsmanager' || engineOf(endpoint) === 'redshift';

const ports: Readonly<Record<string, number>> = {
  redshift: 5439,
  redis: 6379,
  kafka: 9092,
  mongodb: 27_017,
};

const anywhere = ['open-all', 'half-open', 'open-range'];
const letsOutTo443 = (kinds: readonly string[]): boolean =>
  [...anywhere, 'open-port'].some((kind) => kinds.includes(kind));

/** A flow is certain where the groups let it go to every address that it may have, or to none. */
function leaving(endpoint: SeededResource, kinds: readonly string[]): Status {
  if (isService(endpoint)) return good(letsOutTo443(kinds));
  if (anywhere.some((kind) => kinds.includes(kind))) return 'COMPLIANT';
  const port = ports[engineOf(endpoint)] ?? 5432;
  return kinds.includes('scoped') && port === 5432 ? 'UNKNOWN' : 'NON_COMPLIANT';
}

/** How many prefix lists the groups of a Region's instances name: a narrow one, a wide one, or both. */
export function prefixListsInUse(region: string, { resources, sgs }: SeedFacts): number {
  const ids = resources
    .filter((resource) => resource.region === region && resource.kind === 'replication-instance')
    .flatMap(({ checks }) => checks['sgs'] as readonly string[]);
  const kinds = sgs
    .filter(({ id, kind }) => ids.includes(id) && kind.startsWith('prefixlist'))
    .map(({ kind }) => kind);
  return new Set(kinds).size;
}
