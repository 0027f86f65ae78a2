import {
  type Certificate,
  type Connection,
  DatabaseMigrationServiceClient,
  type DatabaseMigrationServiceClientConfig,
  type DataMigration,
  type DataProvider,
  DescribeCertificatesCommand,
  DescribeConnectionsCommand,
  DescribeDataMigrationsCommand,
  DescribeDataProvidersCommand,
  DescribeEndpointsCommand,
  DescribeEventSubscriptionsCommand,
  DescribeInstanceProfilesCommand,
  DescribeMigrationProjectsCommand,
  DescribeReplicationConfigsCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationSubnetGroupsCommand,
  DescribeReplicationsCommand,
  DescribeReplicationTaskAssessmentRunsCommand,
  DescribeReplicationTasksCommand,
  type Endpoint,
  type EventSubscription,
  type InstanceProfile,
  ListTagsForResourceCommand,
  type MigrationProject,
  type Replication,
  type ReplicationConfig,
  type ReplicationInstance,
  type ReplicationSubnetGroup,
  type ReplicationTask,
  type ReplicationTaskAssessmentRun,
  type Tag,
} from '@aws-sdk/client-database-migration-service';
import type { ResourceKind } from '../../model/resources.ts';
import type { Page } from '../page-through.ts';
import { type OnOperation, telling } from './operations.ts';

/** Each kind of DMS resource as the API returns it. */
export interface RawOf {
  readonly instances: ReplicationInstance;
  readonly endpoints: Endpoint;
  readonly tasks: ReplicationTask;
  readonly serverlessConfigs: ReplicationConfig;
  readonly subnetGroups: ReplicationSubnetGroup;
  readonly instanceProfiles: InstanceProfile;
  readonly dataProviders: DataProvider;
  readonly migrationProjects: MigrationProject;
  readonly dataMigrations: DataMigration;
  readonly certificates: Certificate;
  readonly eventSubscriptions: EventSubscription;
}

/** The calls of DMS that collection makes; all of them read. */
export interface Dms {
  readonly list: { readonly [K in ResourceKind]: (marker: string | undefined) => Promise<Page<RawOf[K]>> };
  /** ListTagsForResource of many resources at once. */
  readonly tagsOfAll: (arns: readonly string[]) => Promise<readonly Tag[] | undefined>;
  readonly tagsOf: (arn: string) => Promise<readonly Tag[] | undefined>;
  readonly connections: (marker: string | undefined) => Promise<Page<Connection>>;
  readonly assessmentRuns: (marker: string | undefined) => Promise<Page<ReplicationTaskAssessmentRun>>;
  readonly replications: (marker: string | undefined) => Promise<Page<Replication>>;
}

export function openDms(config: DatabaseMigrationServiceClientConfig, onOperation: OnOperation): Dms {
  const client = new DatabaseMigrationServiceClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    list: listsOf(client),
    tagsOfAll: async (arns) =>
      (await client.send(new ListTagsForResourceCommand({ ResourceArnList: [...arns] }))).TagList,
    tagsOf: async (arn) => (await client.send(new ListTagsForResourceCommand({ ResourceArn: arn }))).TagList,
    connections: async (marker) => {
      const answer = await client.send(new DescribeConnectionsCommand(from(marker)));
      return { items: answer.Connections, marker: answer.Marker };
    },
    assessmentRuns: async (marker) => {
      const answer = await client.send(new DescribeReplicationTaskAssessmentRunsCommand(from(marker)));
      return { items: answer.ReplicationTaskAssessmentRuns, marker: answer.Marker };
    },
    replications: async (marker) => {
      const answer = await client.send(new DescribeReplicationsCommand(from(marker)));
      return { items: answer.Replications, marker: answer.Marker };
    },
  };
}

/** The most that the Describe calls give at once (DMS API: 20 to 100; DescribeCertificates gives 10 unasked). */
const from = (marker: string | undefined) => ({ MaxRecords: 100, Marker: marker });

function listsOf(client: DatabaseMigrationServiceClient): Dms['list'] {
  return {
    instances: async (marker) => {
      const answer = await client.send(new DescribeReplicationInstancesCommand(from(marker)));
      return { items: answer.ReplicationInstances, marker: answer.Marker };
    },
    endpoints: async (marker) => {
      const answer = await client.send(new DescribeEndpointsCommand(from(marker)));
      return { items: answer.Endpoints, marker: answer.Marker };
    },
    tasks: async (marker) => {
      const answer = await client.send(new DescribeReplicationTasksCommand(from(marker)));
      return { items: answer.ReplicationTasks, marker: answer.Marker };
    },
    serverlessConfigs: async (marker) => {
      const answer = await client.send(new DescribeReplicationConfigsCommand(from(marker)));
      return { items: answer.ReplicationConfigs, marker: answer.Marker };
    },
    subnetGroups: async (marker) => {
      const answer = await client.send(new DescribeReplicationSubnetGroupsCommand(from(marker)));
      return { items: answer.ReplicationSubnetGroups, marker: answer.Marker };
    },
    instanceProfiles: async (marker) => {
      const answer = await client.send(new DescribeInstanceProfilesCommand(from(marker)));
      return { items: answer.InstanceProfiles, marker: answer.Marker };
    },
    dataProviders: async (marker) => {
      const answer = await client.send(new DescribeDataProvidersCommand(from(marker)));
      return { items: answer.DataProviders, marker: answer.Marker };
    },
    migrationProjects: async (marker) => {
      const answer = await client.send(new DescribeMigrationProjectsCommand(from(marker)));
      return { items: answer.MigrationProjects, marker: answer.Marker };
    },
    dataMigrations: async (marker) => {
      const answer = await client.send(new DescribeDataMigrationsCommand(from(marker)));
      return { items: answer.DataMigrations, marker: answer.Marker };
    },
    certificates: async (marker) => {
      const answer = await client.send(new DescribeCertificatesCommand(from(marker)));
      return { items: answer.Certificates, marker: answer.Marker };
    },
    eventSubscriptions: async (marker) => {
      const answer = await client.send(new DescribeEventSubscriptionsCommand(from(marker)));
      return { items: answer.EventSubscriptionsList, marker: answer.Marker };
    },
  };
}
