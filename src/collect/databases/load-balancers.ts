import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Database } from '../../model/databases.ts';
import type { Listing } from '../../model/lookup.ts';
import { objects, oneOf, required, text, texts } from '../fields.ts';
import { askByName, type DatabaseSource } from './ask-for.ts';
import { nameOf } from './name-of.ts';

/** Load balancers by name, one at a time: a question with several fails for one that is not there. */
export const readLoadBalancers = (
  names: readonly string[],
  source: DatabaseSource,
): Promise<Listing<Database>> =>
  askByName<LoadBalancer, Database>(names, source, {
    call: 'elasticloadbalancing:DescribeLoadBalancers',
    absent: /^LoadBalancerNotFound(Exception)?$/,
    read: async (name) => (await source.clients.elasticloadbalancing(source.region)).named(name),
    map: toLoadBalancer,
  });

/** Elastic Load Balancing API, LoadBalancer. What stands behind it is another matter. */
function toLoadBalancer(raw: LoadBalancer): Database {
  const zones = objects(raw.AvailabilityZones);
  const addresses = zones.flatMap(({ LoadBalancerAddresses }) => objects(LoadBalancerAddresses));
  const scheme = oneOf(['internet-facing', 'internal'], raw.Scheme);
  return {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    id: required(raw.LoadBalancerName, 'LoadBalancerName'),
    arn: text(raw.LoadBalancerArn),
    names: nameOf(raw.DNSName, null, null),
    vpcId: text(raw.VpcId),
    subnetIds: texts(zones.map(({ SubnetId }) => SubnetId)),
    groupIds: texts(raw.SecurityGroups),
    privateAddresses: texts(addresses.map(({ PrivateIPv4Address }) => PrivateIPv4Address)),
    publicAddresses: texts(addresses.map(({ IpAddress }) => IpAddress)),
    publiclyAccessible: scheme === null ? null : scheme === 'internet-facing',
    status: text(raw.State?.Code),
  };
}
