import { networkFrom } from '../../src/analysis/network/network.ts';
import { reach } from '../../src/analysis/network/paths.ts';
import { tcp } from '../../src/analysis/network/service.ts';
import type { AclEntry, GroupRule } from '../../src/model/network.ts';
import {
  aDestination,
  aRoute,
  aSide,
  aSource,
  aVpc,
  type Estate,
  factsOf,
  local,
  nothing,
  to,
} from '../analysis/network/estate.ts';
import { aNetworkAcl, anAclEntry, aSecurityGroup, cidr, members, tcpOf } from '../support/builders.ts';

// 1,000 instances × 10 flows, in five VPCs that are peered, over groups of 60 rules and ACLs of 40 entries.

const instances = 1000;
const flows = 10;
export const vpcs = [1, 2, 3, 4, 5];
export const count = <T>(length: number, item: (index: number) => T): readonly T[] =>
  Array.from({ length }, (_, index) => item(index));

const rules = (last: GroupRule): readonly GroupRule[] => [
  ...count(59, (index) => tcpOf(1000 + index, cidr(`10.${index}.0.0/16`))),
  last,
];
const entries: readonly AclEntry[] = [true, false].flatMap((egress) => [
  ...count(19, (index) =>
    anAclEntry({ egress, number: index + 1, allow: false, protocol: '6', fromPort: index, toPort: index }),
  ),
  anAclEntry({ egress, number: 100 }),
]);

const side = (vpc: number) => ({
  ...{ vpcId: `vpc-${vpc}`, account: '1', region: 'eu-west-1', cidrs: [`10.${vpc}.0.0/16`] },
  resolvesForPeer: true,
});

export const estate: Estate = {
  ...nothing,
  vpcs: vpcs.map((vpc) => aVpc(`vpc-${vpc}`, `10.${vpc}.0.0/16`)),
  subnets: vpcs.flatMap((vpc) =>
    count(10, (index) => ({
      ...{ id: `subnet-${vpc}-${index}`, vpcId: `vpc-${vpc}`, zone: 'a', zoneId: null },
      cidrs: [`10.${vpc}.${index}.0/24`],
    })),
  ),
  routeTables: vpcs.map((vpc) => ({
    ...{ id: `rtb-${vpc}`, vpcId: `vpc-${vpc}`, main: true, subnetIds: [] },
    routes: [
      aRoute(`10.${vpc}.0.0/16`, local),
      ...vpcs
        .filter((other) => other !== vpc)
        .map((other) => aRoute(`10.${other}.0.0/16`, to('peering', peeringOf(vpc, other)))),
    ],
  })),
  peerings: vpcs.flatMap((vpc) =>
    vpcs
      .filter((other) => other > vpc)
      .map((other) => ({
        ...{ id: peeringOf(vpc, other), status: 'active', requester: side(vpc), accepter: side(other) },
      })),
  ),
  groups: vpcs.flatMap((vpc) => [
    aSecurityGroup({ id: `sg-dms-${vpc}`, egress: rules(tcpOf(5432, cidr('10.0.0.0/8'))) }),
    aSecurityGroup({
      id: `sg-db-${vpc}`,
      ingress: rules(tcpOf(5432, ...vpcs.map((each) => members(`sg-dms-${each}`)))),
    }),
  ]),
  acls: vpcs.map((vpc) =>
    aNetworkAcl({ id: `acl-${vpc}`, subnetIds: count(10, (index) => `subnet-${vpc}-${index}`), entries }),
  ),
};

function peeringOf(one: number, other: number): string {
  return `pcx-${Math.min(one, other)}-${Math.max(one, other)}`;
}

/** Milliseconds for all flows, and how many of them are allowed. */
export function benchPaths(): {
  readonly milliseconds: number;
  readonly flows: number;
  readonly allowed: number;
} {
  const facts = factsOf(estate);
  const begun = performance.now();
  const network = networkFrom(facts, { ephemeralPorts: null });
  let allowed = 0;
  for (let instance = 0; instance < instances; instance++) {
    const vpc = 1 + (instance % 5);
    const source = aSource({
      ...{ vpcId: `vpc-${vpc}`, subnets: [`subnet-${vpc}-0`], groups: [[`sg-dms-${vpc}`]] },
      addresses: [`10.${vpc}.0.${instance % 250}`],
    });
    for (let flow = 0; flow < flows; flow++) {
      const far = 1 + ((instance + flow) % 5);
      const destination = aDestination(`10.${far}.${1 + (flow % 9)}.${instance % 250}`, {
        services: tcp(5432),
        sides: [aSide({ vpcId: `vpc-${far}`, subnetIds: [], groupIds: [`sg-db-${far}`] })],
      });
      if (reach(source, destination, network).outcome === 'allowed') allowed += 1;
    }
  }
  return { milliseconds: performance.now() - begun, flows: instances * flows, allowed };
}
