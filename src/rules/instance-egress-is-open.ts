import { judgeOpenness } from '../analysis/network/openness.ts';
import { defineRule } from '../model/define-rule.ts';

export const instanceEgressIsOpen = defineRule({
  id: 'instance-egress-is-open',
  title: 'Security groups of replication instances let all traffic out on all ports',
  judgement:
    'The letter of the guide: a security group must let all traffic leave on all ports. It contradicts instance-egress-is-narrow and is not in the set `all`.',
  severity: 'LOW',
  // The letter of the guide only: whoever narrows egress to the flows in use does better.
  profiles: ['documented'],
  conflictsWith: ['instance-egress-is-narrow'],
  requirements: ['R35'],
  controls: [],
  rationale:
    'The guide asks for a security group that lets all traffic leave on all ports, so that an instance reaches any source and target; where egress is narrowed on purpose this rule is best switched off.',
  remediation:
    'Add an outbound rule for all traffic to 0.0.0.0/0 to a security group of the instance, or judge by instance-egress-reaches-endpoints instead.',
  sources: ['https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html'],
  judges: ['instances', 'serverlessConfigs'],
  needs: ['networkInterfaces', 'securityGroups', 'prefixLists', 'subnetGroups'],

  judge: (resource, { region, facts }) => judgeOpenness(resource, { region, facts }),
});
