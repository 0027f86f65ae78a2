import type { SubnetGroup } from '../../model/resources.ts';

/**
 * Whether a subnet group has subnets in two Availability Zones, as a standby needs; null: that is not told.
 * (DMS API, error ReplicationSubnetGroupDoesNotCoverEnoughAZs)
 */
export function spansZones(group: SubnetGroup | undefined): boolean | null {
  if (group === undefined || group.subnets.length === 0) return null;
  const zones = new Set(group.subnets.map(({ zone }) => zone));
  const isUntold = zones.delete(null);
  if (zones.size > 1) return true;
  return isUntold ? null : false;
}
