import { judgeIngress } from '../analysis/network/ingress.ts';
import { defineRule } from '../model/define-rule.ts';

export const instanceIngressIsClosed = defineRule({
  id: 'instance-ingress-is-closed',
  title: 'Security groups of replication instances do not let the whole internet in',
  judgement:
    'No rules of its groups, taken together, may admit the whole internet to anything, written as one range, as halves or by prefix lists.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'Nothing needs to connect to a replication instance. A rule for the whole internet, written as one range or as several that add up to it, waits only for the instance to get a public address.',
  remediation:
    'Remove the rules named in the finding from the security groups; the instance opens its connections itself and needs no inbound rule.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  ],
  judges: ['instances', 'serverlessConfigs'],
  needs: ['networkInterfaces', 'securityGroups', 'prefixLists', 'subnetGroups'],

  judge: (resource, { region, facts }) => judgeIngress(resource, { region, facts }),
});
