import type { Severity, Subject } from '../../model/finding.ts';
import { severities } from '../../model/finding.ts';
import type { Change } from '../../model/transition.ts';

/** What findings, changes and alerts have in common for who reads of them. */
interface Told {
  readonly severity: Severity;
  readonly rule: string;
  readonly resource: Subject;
  readonly because: string;
}

export const lineOf = ({ severity, rule, resource, because }: Told): string =>
  `${severity} ${rule}: ${placeOf(resource)}: ${because}`;

export const placeOf = ({ type, id, region }: Subject): string => `${type} ${id} (${region})`;

export const weight = ({ severity }: { readonly severity: Severity }): number => severities.indexOf(severity);
export const heaviestFirst = (
  one: { readonly severity: Severity },
  other: { readonly severity: Severity },
): number => weight(other) - weight(one);

/** `CRITICAL 1, LOW 2`; empty where there is nothing. */
export const bySeverity = (told: readonly { readonly severity: Severity }[]): string =>
  severities
    .toReversed()
    .map((severity) => [severity, told.filter((one) => one.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${severity} ${count}`)
    .join(', ');

export const changeInWords: Readonly<Record<Change, string>> = {
  new: 'New',
  worse: 'Worse',
  resolved: 'Resolved',
};
