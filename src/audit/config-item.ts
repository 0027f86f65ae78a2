import type { Finding, Subject } from '../model/finding.ts';
import type { ConfigItem } from './config-event.ts';

/**
 * The findings of a rule that are about a recorded resource. Where it was not found and not all were listed,
 * that is what there is to say of it; none: it is gone.
 *
 * How AWS Config writes the id of a DMS resource is not documented: the ARN, the identifier, and the id that
 * ends the ARN have all been seen. A role's id is generated; its name is `resourceName`.
 */
export function findingsOf(
  item: ConfigItem,
  findings: readonly Finding[],
  wasListed: boolean,
): readonly Finding[] {
  const ofType = findings.filter(({ resource }) => resource.type === item.type);
  const ways: readonly ((subject: Subject) => boolean)[] = [
    ({ arn }) => arn !== null && arn === item.arn,
    ({ arn }) => arn !== null && (arn === item.id || arn.split(':').at(-1) === item.id),
    ({ id }) => id === item.id,
    ({ id }) => id === item.name,
  ];
  for (const isMeant of ways) {
    const found = ofType.filter(({ resource }) => isMeant(resource));
    if (found.length > 0) return found;
  }
  if (wasListed) return [];
  return findings.filter(
    ({ resource, status }) => resource.type === 'AWS::::Account' && status === 'UNKNOWN',
  );
}
