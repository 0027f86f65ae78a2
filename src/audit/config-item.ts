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
  for (const isMeant of waysToName(item)) {
    const found = ofType.filter(({ resource }) => isMeant(resource));
    if (found.length > 0) return found;
  }
  if (wasListed) return [];
  return findings.filter(
    ({ resource, status }) => resource.type === 'AWS::::Account' && status === 'UNKNOWN',
  );
}

/** The ways in which an item may name a subject, the surest first. */
const waysToName = (item: ConfigItem): readonly ((subject: Subject) => boolean)[] => [
  ({ arn }) => arn !== null && arn === item.arn,
  ({ arn }) => arn !== null && (arn === item.id || arn.split(':').at(-1) === item.id),
  ({ id }) => id === item.id,
  ({ id }) => id === item.name,
];

/** Tells the subjects that an item may be. What was made anew under a name is another, as its ARN says. */
export const isOf =
  (item: ConfigItem) =>
  (subject: Subject): boolean =>
    subject.type === item.type &&
    (item.arn !== null && subject.arn !== null
      ? subject.arn === item.arn
      : waysToName(item).some((isMeant) => isMeant(subject)));
