import type { Alert, Notice } from '../../model/notice.ts';
import { nightOf } from './night.ts';

/** What filter policies of subscriptions match: text, or a list of which one is to match. */
export type MessageAttributes = Readonly<Record<string, string | readonly string[]>>;

export function attributesOf(notice: Notice): MessageAttributes {
  switch (notice.kind) {
    case 'change': {
      const { severity, rule, change, resource } = notice.alert;
      return { severity, account: resource.account, rule, change, alertId: notice.id };
    }
    case 'several': {
      const { alerts, id } = notice;
      const every = (value: (alert: Alert) => string): readonly string[] => [...new Set(alerts.map(value))];
      return {
        severity: every(({ severity }) => severity),
        account: every(({ resource }) => resource.account),
        rule: every(({ rule }) => rule),
        change: every(({ change }) => change),
        alertId: id,
      };
    }
    case 'digest': {
      const [heaviest] = nightOf(notice.night, notice.selection).open;
      return {
        severity: heaviest?.severity ?? 'NONE',
        account: notice.night.account,
        change: 'digest',
        alertId: notice.id,
      };
    }
  }
}
