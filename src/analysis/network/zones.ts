import type { SubnetPlace } from './network.ts';

type Zoned = Pick<SubnetPlace, 'zone' | 'zoneId'>;

/**
 * Whether two subnets are in one zone; null: not known. Ids of zones are the same for all accounts, names are each
 * account's own. (EC2 User Guide, *AZ IDs*)
 *
 * @param sameNames whether the names of both are of one account.
 */
export function inOneZone(one: Zoned, other: Zoned, { sameNames } = { sameNames: true }): boolean | null {
  if (one.zoneId !== null && other.zoneId !== null) return one.zoneId === other.zoneId;
  return !sameNames || one.zone === null || other.zone === null ? null : one.zone === other.zone;
}
