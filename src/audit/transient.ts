import type { Finding } from '../model/finding.ts';
import { describeUnread } from '../model/lookup.ts';
import type { Result } from '../model/result.ts';

/**
 * The failures of calls that made one of these verdicts UNKNOWN and that another try may not meet. An UNKNOWN
 * tells each failure behind it in the words of `describeUnread`, so one that it does not tell had no part in it;
 * an UNKNOWN that tells none (its rule's engine could not decide) may hang on any of them.
 */
export function passingReasons({ coverage }: Result, findings: readonly Finding[]): readonly string[] {
  const all = coverage.unread.map(describeUnread);
  const passing = coverage.unread.filter(({ transient }) => transient).map(describeUnread);
  const reasons = findings
    .filter(({ status }) => status === 'UNKNOWN')
    .flatMap(({ because }) => {
      const isTold = (why: string): boolean => because.includes(why);
      return all.some(isTold) ? passing.filter(isTold) : passing;
    });
  return [...new Set(reasons)];
}
