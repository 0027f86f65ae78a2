import type { EngineSettings } from '../../model/engine-settings.ts';
import { known, type Lookup } from '../../model/lookup.ts';
import type {
  DataProvider,
  Endpoint,
  ReplicationConfig,
  ReplicationInstance,
  SubnetGroup,
  TaskLogging,
} from '../../model/resources.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import type { Inputs } from '../calls.ts';
import { loggingIn } from '../task-settings.ts';
import { inListing } from './edit.ts';
import { spansZones } from './spans-zones.ts';

type Applied<K extends keyof Inputs> = (facts: RegionFacts, input: Inputs[K]) => RegionFacts;

export const modifyReplicationInstance: Applied<'dms:ModifyReplicationInstance'> = (facts, input) => ({
  ...facts,
  instances: inListing(
    facts.instances,
    ({ arn }) => arn === input.ReplicationInstanceArn,
    (instance) => ({
      ...instance,
      engineVersion: input.EngineVersion ?? instance.engineVersion,
      autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? instance.autoMinorVersionUpgrade,
      ...(input.MultiAZ === true && instance.multiAz !== true && spansZones(groupOf(instance, facts)) === true
        ? { multiAz: true, secondaryAvailabilityZone: otherZone(instance, facts) }
        : {}),
    }),
  ),
});

/** The zone of the standby, where its subnets leave one alone. */
function otherZone(instance: ReplicationInstance, facts: RegionFacts): string | null {
  const { availabilityZone } = instance;
  const zones = new Set(groupOf(instance, facts)?.subnets.map(({ zone }) => zone));
  if (availabilityZone === null || !zones.delete(availabilityZone)) return null;
  const [zone = null, ...more] = zones;
  return more.length === 0 ? zone : null;
}

const groupOf = (
  { subnetGroup }: ReplicationInstance | ReplicationConfig,
  { subnetGroups }: RegionFacts,
): SubnetGroup | undefined => subnetGroups.items.find(({ id }) => id === subnetGroup);

export const modifyReplicationConfig: Applied<'dms:ModifyReplicationConfig'> = (facts, input) => ({
  ...facts,
  serverlessConfigs: inListing(
    facts.serverlessConfigs,
    ({ arn }) => arn === input.ReplicationConfigArn,
    (config) => ({
      ...config,
      ...(input.ComputeConfig?.MultiAZ === true && spansZones(groupOf(config, facts)) === true
        ? { multiAz: true }
        : {}),
      logging: withLogging(config.logging, input.ReplicationSettings),
    }),
  ),
});

export const modifyReplicationTask: Applied<'dms:ModifyReplicationTask'> = (facts, input) => ({
  ...facts,
  tasks: inListing(
    facts.tasks,
    ({ arn }) => arn === input.ReplicationTaskArn,
    (task) => ({ ...task, logging: withLogging(task.logging, input.ReplicationTaskSettings) }),
  ),
});

function withLogging(logging: Lookup<TaskLogging>, settings: string | undefined): Lookup<TaskLogging> {
  if (settings === undefined || !logging.known) return logging;
  const { enabled, severities } = loggingIn(settings);
  return known({
    enabled: enabled ?? logging.value.enabled,
    severities: Object.fromEntries([
      ...Object.entries(logging.value.severities),
      ...Object.entries(severities),
    ]),
  });
}

export const modifyDataMigration: Applied<'dms:ModifyDataMigration'> = (facts, input) => ({
  ...facts,
  dataMigrations: inListing(
    facts.dataMigrations,
    ({ arn }) => arn === input.DataMigrationIdentifier,
    (migration) => ({ ...migration, cloudwatchLogsEnabled: input.EnableCloudwatchLogs }),
  ),
});

export const modifyEndpoint: Applied<'dms:ModifyEndpoint'> = (facts, input) => ({
  ...facts,
  endpoints: inListing(
    facts.endpoints,
    ({ arn }) => arn === input.EndpointArn,
    (endpoint) => modified(endpoint, input),
  ),
});

function modified(endpoint: Endpoint, input: Inputs['dms:ModifyEndpoint']): Endpoint {
  const { KafkaSettings, RedisSettings, NeptuneSettings, S3Settings } = input;
  const groups = Object.entries({ KafkaSettings, RedisSettings, NeptuneSettings, S3Settings });
  const present: Readonly<Record<string, object | undefined>> = endpoint.settings;
  const settings: EngineSettings = {
    ...endpoint.settings,
    ...Object.fromEntries(
      groups.flatMap(([name, given]) =>
        given === undefined ? [] : [[name, { ...present[name], ...given }]],
      ),
    ),
  };
  return {
    ...endpoint,
    settings,
    sslMode: input.SslMode ?? endpoint.sslMode,
    certificateArn: input.CertificateArn ?? endpoint.certificateArn,
  };
}

export const modifyDataProvider: Applied<'dms:ModifyDataProvider'> = (facts, input) => ({
  ...facts,
  dataProviders: inListing(
    facts.dataProviders,
    ({ arn }) => arn === input.DataProviderIdentifier,
    (provider) => Object.values(input.Settings).reduce<DataProvider>(withProviderSettings, provider),
  ),
});

function withProviderSettings(
  provider: DataProvider,
  settings: Inputs['dms:ModifyDataProvider']['Settings'][string],
): DataProvider {
  const mode = modes.find((each) => each === settings['SslMode']);
  const certificate = settings['CertificateArn'];
  return {
    ...provider,
    sslMode: mode ?? provider.sslMode,
    certificateArn: typeof certificate === 'string' ? certificate : provider.certificateArn,
  };
}

const modes = ['none', 'require', 'verify-ca', 'verify-full'] as const;

export const modifyInstanceProfile: Applied<'dms:ModifyInstanceProfile'> = (facts, input) => ({
  ...facts,
  instanceProfiles: inListing(
    facts.instanceProfiles,
    ({ arn }) => arn === input.InstanceProfileIdentifier,
    (profile) => ({ ...profile, publiclyAccessible: input.PubliclyAccessible }),
  ),
});

export const modifyEventSubscription: Applied<'dms:ModifyEventSubscription'> = (facts, input) => ({
  ...facts,
  eventSubscriptions: inListing(
    facts.eventSubscriptions,
    ({ id }) => id === input.SubscriptionName,
    (subscription) => ({ ...subscription, enabled: input.Enabled }),
  ),
});

export const modifySubnetGroup: Applied<'dms:ModifyReplicationSubnetGroup'> = (facts, input) => ({
  ...facts,
  subnetGroups: inListing(
    facts.subnetGroups,
    ({ id }) => id === input.ReplicationSubnetGroupIdentifier,
    (group) => ({ ...group, subnets: input.SubnetIds.map((id) => subnetIn(id, group, facts)) }),
  ),
});

function subnetIn(
  id: string,
  { vpcId, subnets }: SubnetGroup,
  facts: RegionFacts,
): SubnetGroup['subnets'][number] {
  const own = subnets.find((each) => each.id === id);
  const ofVpc = vpcId === null || !Object.hasOwn(facts.subnets, vpcId) ? undefined : facts.subnets[vpcId];
  const zone = ofVpc?.known === true ? ofVpc.value.find((each) => each.id === id)?.zone : undefined;
  return own ?? { id, zone: zone ?? null };
}
