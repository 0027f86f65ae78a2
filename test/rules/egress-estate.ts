import type { AclEntry, GroupRule } from '../../src/model/network.ts';
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

const target = 'arn:aws:dms:eu-west-1:111111111111:endpoint:ENDPOINT2';
export const archive = anEndpoint({
  id: 'archive',
  arn: target,
  engine: 's3',
  serverName: null,
  port: null,
  credentials: 'none',
});
const single = anInstance({ multiAz: false, secondaryAvailabilityZone: null });
export const toBoth = aTask();
export const toItself = aTask({ targetEndpointArn: toBoth.sourceEndpointArn });

/** One instance without a standby whose task has one endpoint, db.internal:5432 unless it is told otherwise. */
export const over = (region: Partial<RegionFacts>): AccountFacts =>
  accountWith({
    instances: listed(single),
    tasks: listed(toItself),
    endpoints: listed(anEndpoint()),
    subnetGroups: listed(aSubnetGroup()),
    ...networkOf(),
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
