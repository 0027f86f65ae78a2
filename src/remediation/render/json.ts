import type { Finding, Subject } from '../../model/finding.ts';
import type { ApiCall } from '../calls.ts';
import type { Advice, NoPatch, PropertyChange } from '../patch.ts';
import type { Plan } from '../plan.ts';
import { numbered } from './numbered.ts';
import { describeNoPatch } from './told.ts';

/** The version of the format of `fix --format json`. */
const printedFixesVersion = '1';

/** One call of AWS's API, with what it changes. */
type PrintedChange = ApiCall & {
  readonly resource: Subject;
  readonly properties: readonly PropertyChange[];
};

/** Changes that belong together, in their order, with what is to be known about them. */
interface PrintedFix extends Advice {
  readonly account: string;
  /** Ids of the findings that it mends. */
  readonly fixes: readonly string[];
  /** Positions, from 0, of the fixes that are applied before it. */
  readonly after: readonly number[];
  readonly changes: readonly PrintedChange[];
  /** What came of trying it; `alone`: without the fixes that it does not need. */
  readonly checked: {
    readonly alone: boolean;
    readonly fixes: number;
    readonly worsens: 0;
    /** Ids of what did not apply before and is UNKNOWN then. */
    readonly notDecided: readonly string[];
  };
}

/** What `fix --format json` prints. */
export interface PrintedFixes {
  readonly schemaVersion: typeof printedFixesVersion;
  readonly fixes: readonly PrintedFix[];
  /** Failures that have no fix here. */
  readonly left: readonly {
    readonly finding: string;
    readonly noPatch: NoPatch | null;
    /** Of a patch that was tried: what came of it. */
    readonly notProved: string | null;
    readonly summary: string;
  }[];
  /** Ids of what all fixes together mend, and of what they make worse. */
  readonly checked: { readonly fixes: readonly string[]; readonly worsens: readonly string[] };
}

const ids = (findings: readonly Finding[]): readonly string[] => findings.map(({ id }) => id);

/** The plans as data: what changes, by which calls, in which order, and what came of trying it. */
export function renderJson(plans: readonly Plan[]): string {
  const value: PrintedFixes = {
    schemaVersion: printedFixesVersion,
    fixes: numbered(plans).flatMap(({ fixes }) =>
      fixes.map(({ account, changes, advice, after, alone, fixes: fixed, open }) => ({
        account,
        fixes: ids(fixed),
        after,
        changes: changes.map(({ resource, api, properties }) => ({ resource, ...api, properties })),
        ...advice,
        checked: { alone, fixes: fixed.length, worsens: 0, notDecided: ids(open) },
      })),
    ),
    left: plans.flatMap(({ left }) =>
      left.map(({ finding, noPatch, notProved }) => ({
        finding: finding.id,
        noPatch,
        notProved,
        summary: noPatch === null ? finding.remediation.summary : describeNoPatch(noPatch),
      })),
    ),
    checked: {
      fixes: plans.flatMap(({ together }) => ids(together.fixed)),
      worsens: plans.flatMap(({ together }) => together.worse.map(({ after }) => after.id)),
    },
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
