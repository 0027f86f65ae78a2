import type { Around } from '../around.ts';
import type { Inputs } from '../calls.ts';

type Target = Pick<
  Inputs['ec2:CreateRoute'],
  | 'GatewayId'
  | 'NatGatewayId'
  | 'TransitGatewayId'
  | 'VpcPeeringConnectionId'
  | 'NetworkInterfaceId'
  | 'EgressOnlyInternetGatewayId'
>;

/** The field that names a target, by how its id begins (EC2 API, CreateRoute). */
const fields: readonly (readonly [prefix: string, as: (id: string) => Target])[] = [
  ['igw-', (GatewayId) => ({ GatewayId })],
  ['vgw-', (GatewayId) => ({ GatewayId })],
  ['nat-', (NatGatewayId) => ({ NatGatewayId })],
  ['tgw-', (TransitGatewayId) => ({ TransitGatewayId })],
  ['pcx-', (VpcPeeringConnectionId) => ({ VpcPeeringConnectionId })],
  ['eni-', (NetworkInterfaceId) => ({ NetworkInterfaceId })],
  ['eigw-', (EgressOnlyInternetGatewayId) => ({ EgressOnlyInternetGatewayId })],
];

const byId = (id: string): Target | null => fields.find(([prefix]) => id.startsWith(prefix))?.[1](id) ?? null;

/** What a route is to lead to; null: which one stays open, for there is none of its kind, or there are several. */
export function routeTarget(table: string, target: string | null, around: Around): Target | null {
  if (target === null) return null;
  const named = byId(target);
  if (named !== null) return named;
  const { facts, region, whole } = around;
  const tables = Object.values(whole.regions[region]?.routeTables ?? {}).flatMap((lookup) =>
    lookup.known ? lookup.value : [],
  );
  const vpc = tables.find(({ id }) => id === table)?.vpcId;
  if (vpc === undefined) return null;
  const ids =
    target === 'nat-gateway'
      ? natGateways(vpc, around)
      : tables
          .filter(({ vpcId }) => vpcId === vpc)
          .flatMap(({ routes }) => routes.map((route) => route.target))
          .flatMap((each) => (each.kind === target && each.kind !== 'local' ? [each.id] : []));
  const [id, ...others] = new Set(ids);
  return id === undefined || others.length > 0 || !facts.vpcs(region, vpc).known ? null : byId(id);
}

function natGateways(vpc: string, { facts, region }: Around): readonly string[] {
  const found = facts.natGateways(region, vpc);
  return found.known
    ? found.value
        .filter(({ state, connectivity }) => state === 'available' && connectivity === 'public')
        .map(({ id }) => id)
    : [];
}

export const nameOfRoute = (target: Target): string => Object.values(target).join();
