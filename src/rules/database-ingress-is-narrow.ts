import { connectionsOf, networkOf, pathFacts, pathParameters } from '../analysis/network/connections.ts';
import { judgeDatabaseIngress } from '../analysis/network/databases-ingress.ts';
import { defineRule } from '../model/define-rule.ts';

export const databaseIngressIsNarrow = defineRule({
  id: 'database-ingress-is-narrow',
  title: 'Databases that admit the replication instance do not admit the whole internet with it',
  judgement:
    'The groups that admit the instance may not admit the whole internet on that port, in one range or in several that add up to it.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R39', 'R60'],
  controls: [],
  rationale:
    'People open the database’s port to everybody to get a migration going. The rule outlives the migration, and only a public address is then missing for strangers to try passwords.',
  remediation:
    'Let the port in from the security group of the replication instance (or from the address that it comes from), test the connection, and then remove the rules named in the finding.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  ],
  judges: ['instances', 'serverlessConfigs'],
  needs: pathFacts,
  parameters: pathParameters,

  judge: (resource, context) => judgeDatabaseIngress(connectionsOf(resource, context), networkOf(context)),
});
