import { judgeEgress } from '../analysis/network/egress.ts';
import { defineRule } from '../model/define-rule.ts';
import { notApplicable } from '../model/verdict.ts';

export const instanceEgressReachesEndpoints = defineRule({
  id: 'instance-egress-reaches-endpoints',
  title: 'Security groups and network ACLs let the replication instance reach its sources and targets',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R35', 'R36', 'R37', 'R40'],
  controls: [],
  rationale:
    'A connection needs an outbound rule of a security group, a network ACL that lets it out of the subnet, and one that lets the answers back in; without any of them every task on the instance fails.',
  remediation:
    'Let the flow named in the finding out: an outbound rule on its port in a security group of the instance; in the network ACL of its subnet an outbound rule on that port and an inbound one for tcp 1024–65535.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html',
  ],
  judges: ['instances', 'serverlessConfigs'],
  needs: [
    'tasks',
    'endpoints',
    'networkInterfaces',
    'securityGroups',
    'prefixLists',
    'networkAcls',
    'subnetGroups',
  ],

  judge: (resource, { region, facts }) =>
    resource.type === 'AWS::DMS::ReplicationConfig' && resource.readOnly
      ? notApplicable('it belongs to a zero-ETL integration, which sets it up')
      : judgeEgress(resource, { region, facts }),
});
