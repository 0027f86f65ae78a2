import type { DmsKey } from '../../model/key-view.ts';
import type { KmsKey } from '../../model/keys.ts';
import { compliant, given, nonCompliant, notApplicable, unknown, type Verdict } from '../../model/verdict.ts';

/** The verdict on a key, if it was read and exists; that it does not is for `key-is-usable` to say. */
export const withKey = ({ key }: DmsKey, judge: (key: KmsKey) => Verdict): Verdict =>
  given(key, (found) => (found === null ? notApplicable('there is no such key') : judge(found)));

/** UNKNOWN because KMS left a field out of its answer. */
export const notReportedByKms = (field: string): Verdict =>
  unknown(`KMS does not report ${field}`, `an answer of kms:DescribeKey that holds ${field}`);

/** The worst of several verdicts on a key; those of one kind are put together. */
export function together(verdicts: readonly Verdict[]): Verdict {
  const said = (of: readonly Verdict[]): string => [...new Set(of.map(({ because }) => because))].join('; ');
  const failed = verdicts.filter((each) => each.status === 'NON_COMPLIANT');
  const [failure] = failed;
  if (failure !== undefined) {
    return nonCompliant(said(failed), failure.witness, {
      assumes: [...new Set(failed.flatMap(({ assumes }) => assumes))],
      ...(failure.severity === null ? {} : { severity: failure.severity }),
    });
  }
  const open = verdicts.filter((each) => each.status === 'UNKNOWN');
  if (open.length > 0) {
    return unknown(said(open), [...new Set(open.map(({ settledBy }) => settledBy))].join('; '));
  }
  const passed = verdicts.filter((each) => each.status === 'COMPLIANT');
  if (passed.length === 0) return notApplicable(said(verdicts));
  return compliant(said(passed), { assumes: [...new Set(passed.flatMap(({ assumes }) => assumes))] });
}
