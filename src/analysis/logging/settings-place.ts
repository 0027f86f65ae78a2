import type { ReplicationConfig, ReplicationTask } from '../../model/resources.ts';

/** Where the API reports the settings of a task, which hold those of its logs. */
export interface SettingsPlace {
  readonly field: string;
  readonly call: string;
}

/** (DMS API, ReplicationTask and ReplicationConfig) */
export const settingsPlaceOf = ({ type }: ReplicationTask | ReplicationConfig): SettingsPlace =>
  type === 'AWS::DMS::ReplicationTask'
    ? { field: 'ReplicationTaskSettings', call: 'dms:DescribeReplicationTasks' }
    : { field: 'ReplicationSettings', call: 'dms:DescribeReplicationConfigs' };
