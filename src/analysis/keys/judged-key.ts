import type { DmsKey } from '../../model/key-view.ts';
import type { KmsKey } from '../../model/keys.ts';
import { given, notApplicable, unknown, type Verdict } from '../../model/verdict.ts';

/** The verdict on a key, if it was read and exists; that it does not is for `key-is-usable` to say. */
export const withKey = ({ key }: DmsKey, judge: (key: KmsKey) => Verdict): Verdict =>
  given(key, (found) => (found === null ? notApplicable('there is no such key') : judge(found)));

/** UNKNOWN because KMS left a field out of its answer. */
export const notReportedByKms = (field: string): Verdict =>
  unknown(`KMS does not report ${field}`, `an answer of kms:DescribeKey that holds ${field}`);
