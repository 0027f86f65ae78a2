import {
  CreateEndpointCommand,
  type CreateEndpointCommandInput,
  CreateReplicationInstanceCommand,
  CreateReplicationSubnetGroupCommand,
  CreateReplicationTaskCommand,
} from '@aws-sdk/client-database-migration-service';
import { CreateDBInstanceCommand, CreateDBSubnetGroupCommand, RDSClient } from '@aws-sdk/client-rds';
import { type FreshAccount, region } from '../aws.ts';
import type { Plan } from './plan.ts';
import { makePlan, type PlanOptions, shopAddress } from './plan-network.ts';

/** Instances in the subnets and with the group of a name, and what their tasks read and write. */
const instances = {
  well: { subnets: 'near', group: 'asks', publicly: false },
  public: { subnets: 'front', group: 'asks', publicly: true },
  ill: { subnets: 'ill', group: 'narrow', publicly: false },
  fenced: { subnets: 'fenced', group: 'asks', publicly: false },
  transit: { subnets: 'hub', group: 'roams', publicly: false },
} as const;

type Name = keyof typeof instances;

const tasks: Readonly<Record<Name, readonly (readonly [source: string, target: string])[]>> = {
  well: [
    ['sales', 'ledger'],
    ['clients', 'lake'],
    ['payroll', 'shop'],
    ['branch', 'feed'],
  ],
  public: [['foreign', 'shop']],
  ill: [
    ['reports', 'lake'],
    ['walled', 'feed'],
    ['closed', 'lake'],
    ['deaf', 'lake'],
    ['gone', 'lake'],
    ['stuck', 'lake'],
    ['foreign', 'lake'],
  ],
  fenced: [
    ['sales', 'ledger'],
    ['clients', 'ledger'],
  ],
  transit: [['warehouse', 'neighbour']],
};

/** A network with every way to connect that DMS describes, sound and broken, and instances that use it. */
export async function buildPlanEstate(fresh: FreshAccount, options: PlanOptions): Promise<Plan> {
  const plan = await makePlan(fresh, options);
  const ledger = await makeLedger(fresh, plan);
  const arns = await makeEndpoints(fresh, ledger);
  await makeInstances(fresh, plan, arns);
  return plan;
}

/** What the settings tell of names that only people know. */
export const planSettings = `endpoint-addresses:
  - host: shop.example.com
    addresses: [${shopAddress}]
  - host: foreign.example.com
    addresses: [93.184.216.34]
`;

/** A database of RDS; its host. */
async function makeLedger({ credentials }: FreshAccount, { id }: Plan): Promise<string> {
  const rds = new RDSClient({ region, credentials });
  const DBSubnetGroupName = 'data';
  const SubnetIds = [id('data-a'), id('data-b')];
  const DBSubnetGroupDescription = 'two zones';
  await rds.send(new CreateDBSubnetGroupCommand({ DBSubnetGroupName, DBSubnetGroupDescription, SubnetIds }));
  const { DBInstance } = await rds.send(
    new CreateDBInstanceCommand({
      ...{ DBInstanceIdentifier: 'ledger', DBInstanceClass: 'db.t3.medium', Engine: 'postgres' },
      ...{ MasterUsername: 'somebody', MasterUserPassword: 'never-to-be-seen', AllocatedStorage: 20 },
      ...{ DBSubnetGroupName, VpcSecurityGroupIds: [id('sales-db')], AvailabilityZone: `${region}a` },
      PubliclyAccessible: false,
    }),
  );
  return DBInstance?.Endpoint?.Address ?? '';
}

type Arns = ReadonlyMap<string, string>;

async function makeEndpoints({ dms, account }: FreshAccount, ledgerHost: string): Promise<Arns> {
  const arns = new Map<string, string>();
  const endpoint = async (
    EndpointIdentifier: string,
    EndpointType: 'source' | 'target',
    more: Partial<CreateEndpointCommandInput>,
  ): Promise<void> => {
    const input = { EndpointIdentifier, EndpointType, EngineName: 'postgres', Port: 5432, ...more };
    const { Endpoint } = await dms.send(new CreateEndpointCommand(input));
    arns.set(EndpointIdentifier, Endpoint?.EndpointArn ?? '');
  };
  const ServiceAccessRoleArn = `arn:aws:iam::${account}:role/writer`;
  await endpoint('sales', 'source', { ServerName: '10.1.4.10' });
  await endpoint('ledger', 'target', { ServerName: ledgerHost });
  await endpoint('clients', 'source', { ServerName: '10.2.0.10' });
  await endpoint('payroll', 'source', { ServerName: '192.168.5.10' });
  await endpoint('branch', 'source', { ServerName: '10.6.5.10' });
  await endpoint('shop', 'target', { ServerName: 'shop.example.com' });
  // No task uses it; by its private address the database is found.
  await endpoint('shop-inside', 'source', { ServerName: '10.9.0.10' });
  await endpoint('lake', 'target', {
    ...{ EngineName: 's3', Port: undefined },
    S3Settings: { ServiceAccessRoleArn, BucketName: 'lake' },
  });
  await endpoint('feed', 'target', {
    ...{ EngineName: 'kinesis', Port: undefined },
    KinesisSettings: { ServiceAccessRoleArn, StreamArn: `arn:aws:kinesis:${region}:${account}:stream/s` },
  });
  await endpoint('foreign', 'source', { ServerName: 'foreign.example.com' });
  await endpoint('reports', 'source', { ServerName: '10.1.4.10', EngineName: 'mysql', Port: 3306 });
  await endpoint('walled', 'source', { ServerName: '10.1.5.10' });
  await endpoint('closed', 'source', { ServerName: '10.1.7.11' });
  await endpoint('deaf', 'source', { ServerName: '10.2.1.10' });
  await endpoint('gone', 'source', { ServerName: '10.3.0.10' });
  await endpoint('stuck', 'source', { ServerName: '10.6.5.11' });
  await endpoint('warehouse', 'source', { ServerName: '10.8.0.10' });
  await endpoint('neighbour', 'target', { ServerName: '10.7.0.50' });
  return arns;
}

async function makeInstances({ dms }: FreshAccount, { id }: Plan, arns: Arns): Promise<void> {
  for (const [name, { subnets, group, publicly }] of Object.entries(instances)) {
    await dms.send(
      new CreateReplicationSubnetGroupCommand({
        ReplicationSubnetGroupIdentifier: subnets,
        ReplicationSubnetGroupDescription: subnets,
        SubnetIds: [id(`${subnets}-a`), id(`${subnets}-b`)],
      }),
    );
    const { ReplicationInstance } = await dms.send(
      new CreateReplicationInstanceCommand({
        ...{ ReplicationInstanceIdentifier: name, ReplicationInstanceClass: 'dms.t3.medium' },
        ...{ ReplicationSubnetGroupIdentifier: subnets, VpcSecurityGroupIds: [id(group)] },
        ...{ PubliclyAccessible: publicly, MultiAZ: false, EngineVersion: '3.5.4' },
      }),
    );
    for (const [source, target] of tasks[name as Name]) {
      await dms.send(
        new CreateReplicationTaskCommand({
          ReplicationTaskIdentifier: `${name}-${source}`,
          SourceEndpointArn: arns.get(source),
          TargetEndpointArn: arns.get(target),
          ReplicationInstanceArn: ReplicationInstance?.ReplicationInstanceArn,
          ...{ MigrationType: 'cdc', TableMappings: '{}', ReplicationTaskSettings: '{}' },
        }),
      );
    }
  }
}
