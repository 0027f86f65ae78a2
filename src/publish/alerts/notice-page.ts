import type { Notice } from '../../model/notice.ts';
import { changePage, severalPage } from './change-page.ts';
import type { ConsoleAccess } from './console-links.ts';
import { digestPage } from './digest-page.ts';
import { nightOf } from './night.ts';
import type { Page } from './page.ts';

/** A notice for people; `inFull` where there is room for every failure that is open. */
export function pageOf(notice: Notice, access: ConsoleAccess, inFull: { readonly inFull: boolean }): Page {
  switch (notice.kind) {
    case 'change':
      return changePage(notice.alert, access);
    case 'several':
      return severalPage(notice.alerts, access);
    case 'digest':
      return digestPage(nightOf(notice.night, notice.selection), access, inFull);
  }
}

/** The account that a notice is of; where changes are of several, the first. */
export function accountOf(notice: Notice): string {
  switch (notice.kind) {
    case 'change':
      return notice.alert.resource.account;
    case 'several':
      return notice.alerts[0]?.resource.account ?? '';
    case 'digest':
      return notice.night.account;
  }
}
