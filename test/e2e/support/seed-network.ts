import type { SeededResource, SeedFacts, Status, Verdicts } from './seed.ts';

export interface SeededGroup {
  readonly region: string;
  readonly id: string;
  readonly kind: string;
  readonly ingress_world_ssh: boolean;
}

/** What the groups of an instance or a serverless replication make of its way in, and of its flows. */
export function networkVerdicts(resource: SeededResource, facts: SeedFacts): Verdicts {
  const { kind, region, name } = resource;
  if (kind !== 'replication-instance' && kind !== 'replication-config') return {};
  const inRegion = facts.resources.filter((other) => other.region === region);
  const groups = groupsOf(resource, facts);
  if (groups === null)
    return { 'instance-ingress-is-closed': 'UNKNOWN', 'instance-egress-reaches-endpoints': 'UNKNOWN' };
  if (kind === 'replication-config') return verdictsOf(groups, [indexIn(name)], inRegion);
  const instances = inRegion.filter((other) => other.kind === kind);
  const tasks = inRegion
    .filter((other) => other.kind === 'task')
    .flatMap((_, index) => (instances[index % instances.length] === resource ? [index] : []));
  return verdictsOf(groups, tasks, inRegion);
}

/** Whether its groups let everything out; null: nothing of it leaves through groups. Halves of all addresses are all. */
export function opennessOf(resource: SeededResource, facts: SeedFacts): Status | null {
  if (resource.kind !== 'replication-instance' && resource.kind !== 'replication-config') return null;
  const groups = groupsOf(resource, facts);
  if (groups === null) return 'UNKNOWN';
  return groups.some(({ kind }) => kind === 'open-all' || kind === 'half-open')
    ? 'COMPLIANT'
    : 'NON_COMPLIANT';
}

/** null: the first serverless replication names no group, so nobody can tell which one it will have. */
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

function verdictsOf(
  groups: readonly SeededGroup[],
  tasks: readonly number[],
  resources: readonly SeededResource[],
): Verdicts {
  const kinds = groups.map(({ kind }) => kind);
  const flows = tasks.flatMap((task) =>
    ['source', 'target'].map((type) => {
      const endpoints = resources.filter(
        ({ kind, checks }) => kind === 'endpoint' && checks['type'] === type,
      );
      return flowOutcome(portOf(endpoints[task % endpoints.length]), kinds);
    }),
  );
  const worst = (['NON_COMPLIANT', 'UNKNOWN', 'COMPLIANT'] as const).find((status) => flows.includes(status));
  return {
    'instance-ingress-is-closed': groups.some((group) => group.ingress_world_ssh)
      ? 'NON_COMPLIANT'
      : 'COMPLIANT',
    'instance-egress-reaches-endpoints': worst ?? 'NOT_APPLICABLE',
  };
}

const ports: Readonly<Record<string, number>> = {
  s3: 443,
  kinesis: 443,
  redshift: 5439,
  redis: 6379,
  kafka: 9092,
  mongodb: 27_017,
};
const portOf = (endpoint: SeededResource | undefined): number =>
  ports[String(endpoint?.checks['engine'])] ?? 5432;

/** Names are not resolved, so a flow is certain only where the groups let it go to every address, or to none. */
function flowOutcome(port: number, kinds: readonly string[]): Status {
  const anywhere = ['open-all', 'half-open', 'open-range'].some((kind) => kinds.includes(kind));
  if (anywhere || (kinds.includes('open-port') && port === 443)) return 'COMPLIANT';
  const somewhere =
    (kinds.includes('scoped') && [5432, 443].includes(port)) ||
    (kinds.some((kind) => kind.startsWith('prefixlist')) && port === 3306) ||
    (kinds.includes('sgref') && port === 1521);
  return somewhere ? 'UNKNOWN' : 'NON_COMPLIANT';
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
