import type { Alert } from '../../model/notice.ts';
import { changes } from '../../model/transition.ts';
import { type ConsoleAccess, linkToResource } from './console-links.ts';
import { type Page, section } from './page.ts';
import { bySeverity, changeInWords, heaviestFirst, lineOf, placeOf } from './words.ts';

/** One change for people. */
export function changePage(alert: Alert, access: ConsoleAccess): Page {
  const { change, severity, before, title, rule, resource, because, at, remediation } = alert;
  return {
    title: `${changeInWords[change]} ${severity} in ${resource.account}: ${rule}`,
    head: [
      title,
      ...(before === null ? [] : [`It was ${before} before.`]),
      `Account ${resource.account}, seen at ${at}`,
    ],
    steps: change === 'resolved' || remediation === '' ? [] : [remediation],
    sections: [
      {
        heading: change === 'resolved' ? 'What is the case now' : 'What is wrong',
        lines: [placeOf(resource), because],
        uncounted: true,
      },
    ],
    links: linkToResource(resource, access),
    whole: 'in AWS Config',
  };
}

/** Many changes at once for people. */
export function severalPage(alerts: readonly Alert[], access: ConsoleAccess): Page {
  const accounts = [...new Set(alerts.map(({ resource }) => resource.account))].toSorted();
  const of = accounts.length === 1 ? ` in ${accounts.join()}` : ` in ${accounts.length} accounts`;
  const [first] = alerts.toSorted(heaviestFirst);
  return {
    title: `${alerts.length} more changes of DMS findings${of}`,
    head: [`By weight: ${bySeverity(alerts)}`],
    steps: [],
    sections: changes.flatMap((change) =>
      section(
        changeInWords[change],
        alerts
          .filter((alert) => alert.change === change)
          .toSorted(heaviestFirst)
          .map(lineOf),
      ),
    ),
    links:
      first === undefined
        ? []
        : linkToResource({ ...first.resource, type: 'AWS::::Account', id: first.resource.account }, access),
    whole: 'in AWS Config',
  };
}
