import { connectionsOf, pathFacts, pathParameters } from '../analysis/network/connections.ts';
import { judgeDataMigration } from '../analysis/network/data-migrations.ts';
import { judgeAdmission } from '../analysis/network/databases.ts';
import { defineRule } from '../model/define-rule.ts';

export const databaseAdmitsInstance = defineRule({
  id: 'database-admits-instance',
  title: 'Databases admit the replication instance',
  judgement:
    'For databases that were found in AWS: their groups and network ACLs must admit the address that really arrives there (the instance’s group or private address, its public address, or the NAT gateway’s). A flow that leaves AWS is not judged here. A running data migration is judged from the addresses that it reports.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R37', 'R38', 'R39', 'R43'],
  controls: [],
  rationale:
    'A connection comes to the database from a security group, a private address, a public one or that of a NAT gateway, as the network between them makes it. Where the database’s security groups or the network ACL of its subnet do not admit just that, every task that uses it fails.',
  remediation:
    'In a security group of the database, let the port of the flow in from the security group of the instance, or, where groups cannot be named (another Region, NAT, most transit gateways), from the address that the finding shows; in the network ACL of its subnet let the port in and tcp 1024–65535 out.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/dm-network.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
  ],
  judges: ['instances', 'serverlessConfigs', 'dataMigrations'],
  needs: [...pathFacts, 'migrationProjects', 'dataProviders', 'instanceProfiles'],
  parameters: pathParameters,

  judge(resource, context) {
    if (resource.type === 'AWS::DMS::DataMigration') return judgeDataMigration(resource, context);
    return judgeAdmission(connectionsOf(resource, context));
  },
});
