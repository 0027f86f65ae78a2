import { type Coverage, ruleCovers, subscriptionCovers } from '../analysis/events/coverage.ts';
import { defineRule } from '../model/define-rule.ts';
import { cannotRead, compliant, missingFrom, nonCompliant, unknown } from '../model/verdict.ts';

export const failureEventsAreCovered = defineRule({
  id: 'failure-events-are-covered',
  title: 'Somebody is told when a replication instance or task fails',
  judgement:
    'Every instance and task must have an enabled subscription to its failures, or an EventBridge rule that matches them.',
  severity: 'LOW',
  profiles: ['recommended', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'A task that fails stops copying changes, and what was not read before the source drops its logs has to be loaded again: the sooner somebody knows, the less is lost.',
  remediation:
    'Make an EventBridge rule for source aws.dms with detail.category Failure and a target that people read, or an enabled DMS event subscription for the category failure; with neither source ids nor source type it covers what is made later too.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_EventBridge.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Events.html',
    'https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-dms.html',
  ],
  judges: ['instances', 'tasks'],
  needs: ['eventSubscriptions', 'eventRules'],

  judge(watched, { account, region, facts }) {
    const { eventSubscriptions, instances } = facts;
    const rules = facts.eventRules(region);
    const all: readonly (readonly [name: string, coverage: Coverage])[] = [
      ...eventSubscriptions.items.map(
        (each) => [`event subscription ${each.id}`, subscriptionCovers(each, watched)] as const,
      ),
      ...rules.items.map(
        (each) =>
          [
            `EventBridge rule ${each.name}`,
            ruleCovers(each, watched, { account, region, instances }),
          ] as const,
      ),
    ];
    const telling = all.flatMap(([name, { tells }]) => (tells === 'yes' ? [name] : []));
    if (telling.length > 0) return compliant(`its failures are told by ${telling.join(', ')}`);
    const unread = [
      ...eventSubscriptions.unread,
      ...missingFrom(rules),
      ...all.flatMap(([, coverage]) => (coverage.tells === 'unread' ? [coverage.unread] : [])),
    ];
    if (unread.length > 0) return cannotRead(unread);
    const open = all.flatMap(([name, coverage]) =>
      coverage.tells === 'maybe' ? [{ name, ...coverage }] : [],
    );
    if (open.length > 0)
      return unknown(
        open.map(({ name, because }) => `${name} ${because}`).join('; '),
        [...new Set(open.map(({ settledBy }) => settledBy))].join('; '),
      );
    const reasons = all.flatMap(([name, coverage]) =>
      coverage.tells === 'no' ? [`${name} ${coverage.because}`] : [],
    );
    return nonCompliant('no event subscription and no EventBridge rule tells of its failures', {
      kind: 'list',
      items: reasons.length > 0 ? reasons : ['there is neither'],
    });
  },
});
