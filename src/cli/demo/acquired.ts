import type { Database } from '../../model/databases.ts';
import { known, type Lookup } from '../../model/lookup.ts';
import type { NetworkAcl } from '../../model/network.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import type { Peering, Route } from '../../model/vpc.ts';
import { entry, group, port } from './network.ts';
import { account, virginia, vpcId } from './parts.ts';

// The VPC of a company that was bought, peered with the own one: routes and groups are right on both sides, and a
// network ACL still keeps the new owners out.

const acquiredVpcId = 'vpc-0f0000000000acc01';
const subnetId = 'subnet-0f0000000000acc01';
const peeringId = 'pcx-0f0000000000acc01';
const ranges = { own: '10.20.0.0/16', acquired: '10.30.0.0/16' };

const toPeering = (destination: string): Route => ({
  destination,
  target: { kind: 'peering', id: peeringId, instanceId: null },
  state: 'active',
  propagated: false,
});

/** The route to it, in the tables of the own VPC. */
export const routeToAcquired = toPeering(ranges.acquired);

const side = (vpc: string, range: string): Peering['requester'] => ({
  ...{ vpcId: vpc, account, region: virginia, cidrs: [range] },
  resolvesForPeer: true,
});
export const peering: Peering = {
  id: peeringId,
  status: 'active',
  requester: side(vpcId, ranges.own),
  accepter: side(acquiredVpcId, ranges.acquired),
};

const forCrm = {
  ...group('sg-0f0000000000acc01', 'crm-databases', {
    ingress: [port(1433, [{ kind: 'address', cidr: ranges.own }])],
    egress: [],
  }),
  vpcId: acquiredVpcId,
};

/** Rule 90 is from before the peering: no Windows port for anybody of the private ranges outside. */
const acl: NetworkAcl = {
  id: 'acl-0f0000000000acc01',
  vpcId: acquiredVpcId,
  subnetIds: [subnetId],
  entries: [
    { ...entry(false, 90, false), protocol: '6', cidr: '10.20.0.0/14', fromPort: 1433, toPort: 1434 },
    ...[true, false].flatMap((egress) => [entry(egress, 100, true), entry(egress, 32_767, false)]),
  ],
};

/** Not to be seen from the internet, and in one subnet alone. */
export const crmHost = `crm.c0ffee.${virginia}.rds.amazonaws.com`;
export const crmDatabase: Database = {
  type: 'AWS::RDS::DBInstance',
  id: 'crm',
  arn: `arn:aws:rds:${virginia}:${account}:db:crm`,
  names: [{ host: crmHost, port: 1433, role: 'instance' }],
  vpcId: acquiredVpcId,
  subnetIds: [subnetId],
  groupIds: [forCrm.id],
  privateAddresses: ['10.30.4.33'],
  publicAddresses: [],
  publiclyAccessible: false,
  status: 'available',
};

type Tables = Pick<
  RegionFacts,
  | 'vpcs'
  | 'subnets'
  | 'routeTables'
  | 'natGateways'
  | 'peerings'
  | 'vpcEndpoints'
  | 'securityGroups'
  | 'networkAcls'
>;

const here = <T>(value: T): Readonly<Record<string, Lookup<T>>> => ({ [acquiredVpcId]: known(value) });

/** The other VPC as EC2 tells of it. */
export const acquired: Tables = {
  vpcs: here({
    ...{ id: acquiredVpcId, account, cidrs: [ranges.acquired] },
    ...{ dnsSupport: known(true), dnsHostnames: known(true) },
  }),
  subnets: here([
    {
      ...{ id: subnetId, vpcId: acquiredVpcId, zone: `${virginia}a`, zoneId: null },
      cidrs: ['10.30.0.0/20'],
    },
  ]),
  routeTables: here([
    {
      ...{ id: 'rtb-0f0000000000acc01', vpcId: acquiredVpcId, main: true, subnetIds: [] },
      routes: [{ ...toPeering(ranges.acquired), target: { kind: 'local' } }, toPeering(ranges.own)],
    },
  ]),
  natGateways: here([]),
  peerings: here([peering]),
  vpcEndpoints: here([]),
  securityGroups: { [forCrm.id]: known(forCrm) },
  networkAcls: { [subnetId]: known(acl) },
};
