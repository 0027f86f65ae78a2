import type { AclEntry, GroupRule } from '../../src/model/network.ts';
import type { ReplicationInstance } from '../../src/model/resources.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import {
  accountWith,
  aNetworkAcl,
  anAclEntry,
  anEndpoint,
  anInstance,
  aSecurityGroup,
  aSubnetGroup,
  aTask,
  cidr,
  listed,
  networkOf,
} from '../support/builders.ts';
import { planOf } from '../support/plan-builders.ts';

const target = 'arn:aws:dms:eu-west-1:111111111111:endpoint:ENDPOINT2';
export const archive = anEndpoint({
  id: 'archive',
  arn: target,
  engine: 's3',
  serverName: null,
  port: null,
  credentials: 'none',
});
/** An instance without a standby. */
export const single = (its: Partial<ReplicationInstance> = {}): ReplicationInstance =>
  anInstance({ multiAz: false, secondaryAvailabilityZone: null, ...its });
export const toBoth = aTask();
export const toItself = aTask({ targetEndpointArn: toBoth.sourceEndpointArn });

/** One instance without a standby whose task has one endpoint, db.internal:5432 unless it is told otherwise. */
export const over = (region: Partial<RegionFacts>): AccountFacts =>
  accountWith({
    instances: listed(single()),
    tasks: listed(toItself),
    endpoints: listed(anEndpoint()),
    subnetGroups: listed(aSubnetGroup()),
    ...networkOf(),
    ...planOf(),
    ...region,
  });
export const letting = (...egress: readonly GroupRule[]): Partial<RegionFacts> =>
  networkOf({ groups: [aSecurityGroup({ egress })] });
export const withAcl = (...entries: readonly AclEntry[]): Partial<RegionFacts> =>
  networkOf({ acls: [aNetworkAcl({ entries })] });
export const back = anAclEntry({ egress: false });
export const out = anAclEntry();
export const everywhere = cidr('0.0.0.0/0');
export const flow = 'tcp 5432 to db.internal (endpoint-1)';
