import { connectionsOf, pathFacts, pathParameters } from '../analysis/network/connections.ts';
import { configurationsOf, judgePaths, stoppingHop } from '../analysis/network/path-verdict.ts';
import { defineRule } from '../model/define-rule.ts';

export const instanceRoutesToEndpoints = defineRule({
  id: 'instance-routes-to-endpoints',
  title: 'Routes lead from the replication instance to its databases and back',
  judgement:
    'From the instance’s subnet the longest matching route must lead each flow to a target that works (local, peering, transit or virtual gateway, NAT, internet gateway with a public address), and back where the far side’s tables can be read. The verdict names the network configuration of the guide. The fix towards the internet is a NAT gateway, never a public instance.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R40', 'R41', 'R42', 'R44'],
  controls: [],
  rationale:
    'Security groups that admit a connection do not carry it: the route table of the subnet must lead to a target that works (the VPC itself, a peering, a transit or virtual private gateway, NAT, or an internet gateway for what has a public address), and the tables on the far side must lead the answers back.',
  remediation:
    'Mend the hop named in the finding: a route in that table to a target that leads to the database, or the target itself. Towards the internet the fix is a route to a NAT gateway in a public subnet, never PubliclyAccessible. ClassicLink was retired: move the database into a VPC.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html',
    'https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html',
  ],
  judges: ['instances', 'serverlessConfigs'],
  needs: pathFacts,
  parameters: pathParameters,

  judge: (resource, context) =>
    judgePaths(connectionsOf(resource, context), {
      parts: ['route'],
      of: ({ flow }) => flow.service === null,
      stopped: (judged) => {
        const { flow, place } = judged.connection;
        return stoppingHop(judged)?.way === 'back'
          ? `answers to ${flow.name} are not led back to ${place.name}`
          : `${flow.name} is not led there from ${place.name}`;
      },
      allowed: (flows, judged) =>
        `routes lead ${flows === 1 ? 'its one flow' : `all ${flows} flows`} there: ${configurationsOf(judged)}`,
      absent: 'no flow to a database comes as far as a route',
    }),
});
