import { pathFacts, pathParameters } from '../analysis/network/connections.ts';
import { judgeDurability } from '../analysis/network/durable.ts';
import { defineRule } from '../model/define-rule.ts';

export const databaseAdmitsDurably = defineRule({
  id: 'database-admits-durably',
  title: 'Databases admit the replication instance by more than its private address',
  judgement:
    'Admission must not hang on the instance’s private address alone: DMS gives it another one when it moves.',
  severity: 'LOW',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R38'],
  controls: [],
  rationale:
    'The private address of a replication instance can change, with a failover, a change of its class or maintenance. A rule that names it alone then shuts the instance out, in the middle of a migration.',
  remediation:
    'In a security group of the database, name the security group of the instance in place of its address, or, where groups cannot be named, the range of its subnets; in a network ACL likewise the range of its subnets.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  ],
  judges: ['instances', 'serverlessConfigs'],
  needs: pathFacts,
  parameters: pathParameters,

  judge: (resource, context) => judgeDurability(resource, context),
});
