import { connectionsOf, pathFacts, pathParameters } from '../analysis/network/connections.ts';
import { judgePaths } from '../analysis/network/path-verdict.ts';
import { throughVpc } from '../analysis/network/through-vpc.ts';
import { defineRule } from '../model/define-rule.ts';

export const natHostAdmitsInstance = defineRule({
  id: 'nat-host-admits-instance',
  title: 'NAT hosts let the replication instance send through them',
  judgement:
    'An EC2 instance that routes lead to must let the flow in and out by its groups, and must forward: its source/destination check is off.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R41', 'R46'],
  controls: [],
  rationale:
    'Where an EC2 instance bridges to a VPN tunnel or to the internet, its own security group must let the replication instance in and the connection out again, and EC2 drops what is not meant for it until its source/destination check is off.',
  remediation:
    'In a security group of the NAT host let the port of the flow in from the security group or the private address of the replication instance, and out to the database; turn off the source/destination check of its network interface.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html',
  ],
  judges: ['instances', 'serverlessConfigs'],
  needs: pathFacts,
  parameters: pathParameters,

  judge(resource, context) {
    const parts = ['nat-host'] as const;
    const { connections, of } = throughVpc(resource, connectionsOf(resource, context), parts);
    return judgePaths(connections, {
      ...{ parts, of },
      stopped: ({ connection: { flow, place }, shown }) => {
        const host = shown?.path.hops.find(({ kind }) => kind === 'nat-host')?.ids.join(', ');
        return `${host ?? 'the NAT host'} does not pass on ${flow.name} from ${place.name}`;
      },
      allowed: (flows) =>
        `its NAT host passes on ${flows === 1 ? 'the one flow' : `all ${flows} flows`} that go${flows === 1 ? 'es' : ''} through it`,
      absent: 'no flow goes through a NAT host',
    });
  },
});
