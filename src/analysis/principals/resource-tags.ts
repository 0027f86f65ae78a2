import type { Tags } from '../../model/snapshot.ts';
import type { Context } from '../policy/decide/dimension.ts';

/** The type of a DMS resource as its ARN names it: `rep`, `endpoint`. */
export const typeInArn = (arn: string): string => arn.split(':')[5] ?? '';

/**
 * What a request about a DMS resource tells of its tags, by key in lower case.
 * (Service Authorization Reference, AWS Database Migration Service, "Condition keys")
 */
export const tagContext = (arn: string, tags: Tags): Context =>
  Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:resourcetag/${key.toLowerCase()}`, value],
      [`dms:${typeInArn(arn)}-tag/${key.toLowerCase()}`, value],
    ]),
  );

/** Whether a condition key tells of a resource's tags: `dms:req-tag` tells of those that a request brings. */
export function isResourceTag(key: string): boolean {
  const lower = key.toLowerCase();
  if (lower.startsWith('aws:resourcetag/')) return true;
  return lower.startsWith('dms:') && lower.includes('-tag/') && !lower.startsWith('dms:req-tag/');
}
