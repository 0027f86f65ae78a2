import { type Severity, severities } from '../model/finding.ts';
import type { Result } from '../model/result.ts';

/** Whether a result is good enough for its user: 0 clean, 1 not. Excepted findings never fail a run. */
export function exitCodeOf(
  { findings }: Result,
  { failOn, allowUnknown }: { readonly failOn: Severity | 'none'; readonly allowUnknown: boolean },
): 0 | 1 {
  const counted = findings.filter(({ exception }) => exception === null);
  const weighs = (severity: Severity): boolean =>
    failOn !== 'none' && severities.indexOf(severity) >= severities.indexOf(failOn);
  const failed = counted.some(({ status, severity }) => status === 'NON_COMPLIANT' && weighs(severity));
  const unknown = counted.some(({ status }) => status === 'UNKNOWN');
  return failed || (unknown && !allowUnknown) ? 1 : 0;
}
