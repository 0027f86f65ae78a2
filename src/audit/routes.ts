import { globMatches } from '../analysis/policy/glob.ts';
import type { AlertRoute } from '../model/alerts.ts';
import { type Severity, severities } from '../model/finding.ts';
import type { Selection } from '../model/notice.ts';
import type { Transition } from '../model/transition.ts';
import { canBeSame } from './patterns.ts';

/** What a route is for. */
export const selectionOf = ({ severity, accounts, rules }: AlertRoute): Selection => ({
  severity,
  account: (id) => accounts.some((pattern) => globMatches(pattern, id)),
  rule: (id) => rules.some((pattern) => globMatches(pattern, id)),
  exception: ({ account, rule }) =>
    accounts.some((pattern) => canBeSame(pattern, account)) &&
    rules.some((pattern) => canBeSame(pattern, rule)),
});

/**
 * The routes that tell of a change. What got worse counts by its new severity; what is resolved by the one that it
 * had, so that who heard of the failure hears of its end.
 */
export const routesFor = (
  { severity, resource, rule }: Pick<Transition, 'severity' | 'resource' | 'rule'>,
  routes: readonly AlertRoute[],
): readonly AlertRoute[] =>
  routes.filter((route) => {
    const selection = selectionOf(route);
    return (
      weight(severity) >= weight(route.severity) &&
      selection.account(resource.account) &&
      selection.rule(rule)
    );
  });

export const weight = (severity: Severity): number => severities.indexOf(severity);
