/** (DMS API, ModifyReplicationConfig) */
export const onlyBeforeStart =
  'DMS changes a serverless replication only before it has first been started, or after it failed; otherwise make a new one of the same settings.';
