import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notReported } from '../model/verdict.ts';

export const subnetGroupSpansZones = defineRule({
  id: 'subnet-group-spans-zones',
  title: 'Replication subnet groups have subnets in two Availability Zones or more',
  judgement: 'The group must have subnets in two Availability Zones or more.',
  severity: 'LOW',
  profiles: ['recommended', 'documented', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'An instance can only have its standby, or be made anew after a zone fails, where its group has a subnet.',
  remediation: 'Modify the subnet group: add a subnet of the same VPC in another Availability Zone.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html',
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateReplicationSubnetGroup.html',
  ],
  judges: ['subnetGroups'],

  judge({ subnets }) {
    const call = 'dms:DescribeReplicationSubnetGroups';
    if (subnets.length === 0) return notReported(call, 'Subnets');
    const zones = [...new Set(subnets.map(({ zone }) => zone))].filter((zone) => zone !== null);
    const items = subnets.map(({ id, zone }) => `${id} in ${zone ?? 'a zone that is not reported'}`);
    const witness = { kind: 'list', items } as const;
    if (zones.length > 1) return compliant(`its subnets are in ${zones.join(', ')}`, { witness });
    const untold = subnets.find(({ zone }) => zone === null);
    return untold === undefined
      ? nonCompliant(`all its subnets are in ${zones.join(', ')}`, witness)
      : notReported(call, `SubnetAvailabilityZone of ${untold.id}`);
  },
});
