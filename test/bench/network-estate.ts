import { complete } from '../../src/model/lookup.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import {
  ACCOUNT,
  accountWith,
  aNetworkInterface,
  anEndpoint,
  anInstance,
  aSubnetGroup,
  aTask,
  networkOf,
} from '../support/builders.ts';
import { planOf } from '../support/plan-builders.ts';
import { aDatabase } from '../support/vpc-builders.ts';
import { count, estate, vpcs } from './network-paths.ts';

const databases = 1000;
export const flows = 10;
const vpcOf = (index: number): number => vpcs[index % vpcs.length] ?? 1;
const endpointArn = (index: number): string => `arn:aws:dms:eu-west-1:${ACCOUNT}:endpoint:E${index}`;
const instanceArn = (index: number): string => `arn:aws:dms:eu-west-1:${ACCOUNT}:rep:R${index}`;
const addressOf = (vpc: number, subnet: number, index: number): string =>
  `10.${vpc}.${subnet}.${1 + (index % 250)}`;

/** Instances with ten flows each, to databases of their own VPC and of four that it is peered with. */
export function accountOf(instances: number): AccountFacts {
  const stands = count(instances, (index) => {
    const vpc = vpcOf(index);
    const subnet = (index >> 8) % 5;
    return { index, vpc, subnetId: `subnet-${vpc}-${subnet}`, address: addressOf(vpc, subnet, index) };
  });
  const { groups, acls, ...plan } = estate;
  return accountWith({
    instances: complete(
      stands.map(({ index, vpc, address }) =>
        anInstance({
          ...{ id: `instance-${index}`, arn: instanceArn(index), vpcId: `vpc-${vpc}`, multiAz: false },
          ...{ secondaryAvailabilityZone: null, securityGroups: [`sg-dms-${vpc}`] },
          ...{ privateAddresses: [address], subnetGroup: `private-${vpc}` },
        }),
      ),
    ),
    subnetGroups: complete(
      vpcs.map((vpc) =>
        aSubnetGroup({
          ...{ id: `private-${vpc}`, vpcId: `vpc-${vpc}` },
          subnets: count(5, (index) => ({ id: `subnet-${vpc}-${index}`, zone: 'a' })),
        }),
      ),
    ),
    endpoints: complete(
      count(databases, (index) =>
        anEndpoint({
          ...{ id: `endpoint-${index}`, arn: endpointArn(index), serverName: `db-${index}.internal` },
          credentials: 'stored',
        }),
      ),
    ),
    tasks: complete(
      stands.flatMap(({ index }) =>
        count(flows / 2, (task) => {
          const source = (index * 7 + task * 2) % databases;
          return aTask({
            ...{
              id: `task-${index}-${task}`,
              arn: `arn:aws:dms:eu-west-1:${ACCOUNT}:task:T${index}-${task}`,
            },
            ...{ instanceArn: instanceArn(index), sourceEndpointArn: endpointArn(source) },
            targetEndpointArn: endpointArn((source + 1) % databases),
          });
        }),
      ),
    ),
    ...networkOf({
      groups,
      acls,
      interfaces: stands.map(({ index, vpc, subnetId, address }) =>
        aNetworkInterface({
          ...{ id: `eni-${index}`, vpcId: `vpc-${vpc}`, subnetId, groupIds: [`sg-dms-${vpc}`] },
          privateAddresses: [address],
        }),
      ),
    }),
    ...planOf({
      ...plan,
      databases: count(databases, (index) => {
        const vpc = vpcOf(index);
        const subnet = 5 + ((index >> 8) % 4);
        return aDatabase({
          ...{ id: `db-${index}`, vpcId: `vpc-${vpc}`, subnetIds: [`subnet-${vpc}-${subnet}`] },
          ...{ groupIds: [`sg-db-${vpc}`], privateAddresses: [addressOf(vpc, subnet, index)] },
          names: [{ host: `db-${index}.internal`, port: 5432, role: 'instance' as const }],
        });
      }),
    }),
  });
}
