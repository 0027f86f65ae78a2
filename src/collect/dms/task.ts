import type {
  ReplicationConfig as RawConfig,
  ReplicationTask as RawTask,
} from '@aws-sdk/client-database-migration-service';
import type { ReplicationConfig, ReplicationTask } from '../../model/resources.ts';
import { dateText, flag, required, text, texts, word } from '../fields.ts';
import { references } from '../references.ts';
import { taskLogging } from './task-logging.ts';
import { timeTravelBucket } from './time-travel-bucket.ts';

/** DMS API, ReplicationTask. `TaskData`, table mappings and messages stay behind. */
export function toReplicationTask(raw: RawTask): ReplicationTask {
  const arn = required(raw.ReplicationTaskArn, 'ReplicationTaskArn');
  return {
    type: 'AWS::DMS::ReplicationTask',
    id: required(raw.ReplicationTaskIdentifier, 'ReplicationTaskIdentifier'),
    arn,
    ...references(raw),
    status: text(raw.Status),
    instanceArn: text(raw.ReplicationInstanceArn),
    sourceEndpointArn: text(raw.SourceEndpointArn),
    targetEndpointArn: text(raw.TargetEndpointArn),
    migrationType: word(raw.MigrationType),
    logging: taskLogging('tasks', arn, raw.ReplicationTaskSettings),
    startedAt: dateText(raw.ReplicationTaskStats?.StartDate),
    timeTravelBucket: timeTravelBucket(raw.ReplicationTaskSettings),
  };
}

/** DMS API, ReplicationConfig: DMS Serverless. */
export function toReplicationConfig(raw: RawConfig): ReplicationConfig {
  const arn = required(raw.ReplicationConfigArn, 'ReplicationConfigArn');
  const compute = raw.ComputeConfig;
  return {
    type: 'AWS::DMS::ReplicationConfig',
    id: required(raw.ReplicationConfigIdentifier, 'ReplicationConfigIdentifier'),
    arn,
    ...references(raw),
    sourceEndpointArn: text(raw.SourceEndpointArn),
    targetEndpointArn: text(raw.TargetEndpointArn),
    migrationType: word(raw.ReplicationType),
    multiAz: flag(compute?.MultiAZ),
    kmsKeyId: text(compute?.KmsKeyId),
    subnetGroup: text(compute?.ReplicationSubnetGroupId),
    securityGroups: texts(compute?.VpcSecurityGroupIds),
    logging: taskLogging('serverlessConfigs', arn, raw.ReplicationSettings),
    timeTravelBucket: timeTravelBucket(raw.ReplicationSettings),
    readOnly: raw.IsReadOnly === true,
  };
}
