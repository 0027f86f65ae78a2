import { connectionsOf, pathFacts, pathParameters } from '../analysis/network/connections.ts';
import { judgePaths, stoppingHop } from '../analysis/network/path-verdict.ts';
import { throughVpc } from '../analysis/network/through-vpc.ts';
import { defineRule } from '../model/define-rule.ts';

export const instanceEgressReachesEndpoints = defineRule({
  id: 'instance-egress-reaches-endpoints',
  title: 'Security groups and network ACLs let the replication instance reach its sources and targets',
  judgement:
    'Every flow from where the instance stands, or may come to stand, must be let out by all of its security groups together and by the network ACL of its subnet, and the answers must come back in. Where people changed groups on the network interface, those count.',
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
  needs: pathFacts,
  parameters: pathParameters,

  judge(resource, context) {
    const parts = ['departure'] as const;
    const { connections, of } = throughVpc(resource, connectionsOf(resource, context), parts);
    return judgePaths(connections, {
      ...{ parts, of },
      stopped: (judged) => {
        const { flow, place } = judged.connection;
        return stoppingHop(judged)?.way === 'back'
          ? `answers to ${flow.name} cannot come back to ${place.name}`
          : `${flow.name} cannot leave ${place.name}`;
      },
      allowed: (flows) => `${flows === 1 ? 'its one flow' : `all ${flows} flows`} may leave`,
      absent: 'its endpoints are AWS services, which its engine reaches outside the VPC',
    });
  },
});
