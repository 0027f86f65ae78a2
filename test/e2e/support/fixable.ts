import {
  CreateEndpointCommand,
  CreateReplicationInstanceCommand,
  CreateReplicationSubnetGroupCommand,
  CreateReplicationTaskCommand,
} from '@aws-sdk/client-database-migration-service';
import type { FreshAccount } from './aws.ts';
import { planOf } from './plan/plan.ts';

/**
 * What a template of its own can mend: a database in a peered VPC that has no route back and lets nobody in, and the
 * roles of fixed names, none of which is there.
 */
export async function buildFixableEstate(fresh: FreshAccount): Promise<void> {
  const { dms } = fresh;
  const { vpc, subnet, peering, route, group, server, id } = planOf(fresh);
  await vpc('home', '10.1.0.0/16');
  await subnet('near-a', 'home', '10.1.0.0/24');
  await subnet('near-b', 'home', '10.1.1.0/24', 'b');
  await vpc('far', '10.2.0.0/16');
  await subnet('far-a', 'far', '10.2.0.0/24');
  await peering('bridge', 'home', 'far');
  await route('home-main', '10.2.0.0/16', { VpcPeeringConnectionId: 'bridge' });
  await group('asks', 'home', { egress: [{ port: 5432, peer: '10.2.0.0/16' }] });
  await group('closed-db', 'far', {});
  await server('clients-server', 'far-a', '10.2.0.10', 'closed-db');
  const ReplicationSubnetGroupIdentifier = 'near';
  await dms.send(
    new CreateReplicationSubnetGroupCommand({
      ReplicationSubnetGroupIdentifier,
      ReplicationSubnetGroupDescription: 'two zones',
      SubnetIds: [id('near-a'), id('near-b')],
    }),
  );
  const { ReplicationInstance } = await dms.send(
    new CreateReplicationInstanceCommand({
      ...{ ReplicationInstanceIdentifier: 'mover', ReplicationInstanceClass: 'dms.t3.medium' },
      ...{ ReplicationSubnetGroupIdentifier, VpcSecurityGroupIds: [id('asks')] },
      ...{ PubliclyAccessible: false, MultiAZ: false, EngineVersion: '3.5.4' },
    }),
  );
  const endpoint = async (name: string, EndpointType: 'source' | 'target', EngineName: string) => {
    const { Endpoint } = await dms.send(
      new CreateEndpointCommand({
        ...{ EndpointIdentifier: name, EndpointType, EngineName, SslMode: 'require' },
        ...{ ServerName: '10.2.0.10', Port: 5432, Username: 'somebody', Password: 'never-to-be-seen' },
      }),
    );
    return Endpoint?.EndpointArn ?? '';
  };
  const SourceEndpointArn = await endpoint('clients', 'source', 'postgres');
  const TargetEndpointArn = await endpoint('ledger', 'target', 'postgres');
  // No task uses it: that it is there is enough for DMS to need its role.
  await endpoint('warehouse', 'target', 'redshift');
  await dms.send(
    new CreateReplicationTaskCommand({
      ...{ ReplicationTaskIdentifier: 'move', SourceEndpointArn, TargetEndpointArn },
      ReplicationInstanceArn: ReplicationInstance?.ReplicationInstanceArn,
      ...{ MigrationType: 'cdc', TableMappings: '{}', ReplicationTaskSettings: '{}' },
    }),
  );
}
