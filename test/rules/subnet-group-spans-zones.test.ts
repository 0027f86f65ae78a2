import type { SubnetGroup } from '../../src/model/resources.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { subnetGroupSpansZones } from '../../src/rules/subnet-group-spans-zones.ts';
import { accountWith, aSubnetGroup, listed } from '../support/builders.ts';
import { planOf } from '../support/plan-builders.ts';
import { testRule } from '../support/test-rule.ts';

const over = (group: Partial<SubnetGroup>): AccountFacts =>
  accountWith({ subnetGroups: listed(aSubnetGroup(group)) });
const inZones = (...zones: readonly (string | null)[]): AccountFacts =>
  over({ subnets: zones.map((zone, index) => ({ id: `subnet-${index + 1}`, zone })) });

testRule(subnetGroupSpansZones, {
  compliant: [
    { name: 'two zones', account: inZones('a', 'b'), because: 'its subnets are in a, b' },
    {
      name: 'two of three subnets in one zone',
      account: inZones('a', 'a', 'b'),
      because: 'its subnets are in a, b',
    },
    {
      name: 'two zones and one not reported',
      account: inZones('a', null, 'b'),
      because: 'its subnets are in a, b',
    },
  ],
  nonCompliant: [
    { name: 'one subnet', account: inZones('a'), because: 'all its subnets are in a', severity: 'LOW' },
    { name: 'two subnets in one zone', account: inZones('a', 'a'), because: 'all its subnets are in a' },
    {
      name: 'one subnet, beside one of its VPC in another zone',
      account: accountWith({
        subnetGroups: listed(aSubnetGroup({ subnets: [{ id: 'subnet-1', zone: 'eu-west-1a' }] })),
        ...planOf(),
      }),
      because: 'all its subnets are in eu-west-1a',
    },
  ],
  notApplicable: [
    {
      name: 'a zero-ETL integration',
      account: over({ readOnly: true }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    {
      name: 'nothing there',
      account: accountWith({}),
      because: 'no AWS::DMS::ReplicationSubnetGroup in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'a zone not reported',
      account: inZones('a', null),
      because: 'DMS does not report SubnetAvailabilityZone of subnet-2',
    },
    { name: 'no subnet reported', account: inZones(), because: 'DMS does not report Subnets' },
  ],
});
