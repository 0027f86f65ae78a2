import { type Finding, severities } from '../model/finding.ts';

/** What became of all verdicts. */
export interface Comparison {
  /** Failures that are gone. */
  readonly fixed: readonly Finding[];
  /** What was in order and is not, or no longer known to be; what fails that did not; what weighs more. */
  readonly worse: readonly Worse[];
  /** Failures of which it is not known any more whether they are. */
  readonly undecided: readonly Finding[];
  /** What did not apply and is not decided now: there is something new that nobody has looked at. */
  readonly open: readonly Finding[];
}

export interface Worse {
  readonly before: Finding | null;
  readonly after: Finding;
}

/** Compares the verdicts before and after a change, by the identity of the findings. */
export function compare(before: readonly Finding[], after: readonly Finding[]): Comparison {
  const was = new Map(before.map((finding) => [finding.id, finding]));
  const is = new Map(after.map((finding) => [finding.id, finding]));
  const pairs = after.map((finding) => ({ before: was.get(finding.id) ?? null, after: finding }));
  return {
    fixed: before.filter(({ id, status }) => status === 'NON_COMPLIANT' && isSettled(is.get(id))),
    undecided: after.filter(
      ({ id, status }) => status === 'UNKNOWN' && was.get(id)?.status === 'NON_COMPLIANT',
    ),
    worse: pairs.filter((pair) => isWorse(pair)),
    open: pairs.filter((pair) => isNewlyOpen(pair)).map((pair) => pair.after),
  };
}

/** A failure is settled where the verdict is known and none any more; a resource that is gone settles nothing. */
const isSettled = (finding: Finding | undefined): boolean =>
  finding?.status === 'COMPLIANT' || finding?.status === 'NOT_APPLICABLE';

function isWorse({ before, after }: Worse): boolean {
  switch (after.status) {
    case 'COMPLIANT':
    case 'NOT_APPLICABLE':
      return false;
    case 'UNKNOWN':
      return before?.status === 'COMPLIANT';
    case 'NON_COMPLIANT':
      return before?.status !== 'NON_COMPLIANT' || weight(before) < weight(after);
  }
}

const weight = ({ severity }: Finding): number => severities.indexOf(severity);

const isNewlyOpen = ({ before, after }: Worse): boolean =>
  after.status === 'UNKNOWN' && (before === null || before.status === 'NOT_APPLICABLE');

/** Why a finding is not fixed by what was tried. */
export function describeUnfixed(id: string, { undecided }: Comparison): string {
  const unknown = undecided.find((each) => each.id === id);
  return unknown === undefined
    ? 'it still fails after the change'
    : `it is UNKNOWN after the change: ${unknown.because}`;
}

/** What got worse, the first of it in full. */
export const describeWorse = ([first, ...more]: readonly Worse[]): string => {
  if (first === undefined) return '';
  const { before, after } = first;
  const others = more.length === 0 ? '' : `, and ${more.length} more`;
  return `${after.id} would turn from ${before?.status ?? 'nothing'} to ${after.status} (${after.because})${others}`;
};
