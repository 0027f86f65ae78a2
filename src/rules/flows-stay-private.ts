import { connectionsOf, pathFacts, pathParameters } from '../analysis/network/connections.ts';
import { judgePrivacy } from '../analysis/network/private-flows.ts';
import { defineRule } from '../model/define-rule.ts';

export const flowsStayPrivate = defineRule({
  id: 'flows-stay-private',
  title: 'Connections to databases in AWS do not cross the internet',
  judgement: 'No flow to a database in AWS may cross the internet; without TLS that is HIGH.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R60'],
  controls: [],
  rationale:
    'A database that is reached at its public address must be open to the outside, and what it sends can be read on the way where TLS is off. Inside one VPC, over a peering or a transit gateway the same copy runs under the account’s own access control.',
  remediation:
    'Put the instance into the VPC of the database, or link both VPCs by a peering (with DNS resolution on for it) or a transit gateway (with DNS support on for both attachments) and route to it, so that the database’s name resolves to its private address; then make the database not publicly accessible.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html',
    'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
  ],
  judges: ['instances', 'serverlessConfigs'],
  needs: pathFacts,
  parameters: pathParameters,

  judge: (resource, context) => judgePrivacy(connectionsOf(resource, context)),
});
