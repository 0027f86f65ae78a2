import type { Fix } from '../fix.ts';
import type { Plan } from '../plan.ts';

/** A plan among others: its fixes are counted on from those of the plans before it. */
export interface NumberedPlan extends Plan {
  /** Positions, from 0, among the fixes of all plans, and so are those in `after`. */
  readonly fixes: readonly NumberedFix[];
}

export interface NumberedFix extends Fix {
  readonly position: number;
}

/** Plans that are printed one after the other, with one numbering over all their fixes. */
export function numbered(plans: readonly Plan[]): readonly NumberedPlan[] {
  let next = 0;
  return plans.map((plan) => {
    const first = next;
    next += plan.fixes.length;
    const fixes = plan.fixes.map((fix, index) => ({
      ...fix,
      position: first + index,
      after: fix.after.map((each) => first + each),
    }));
    return { ...plan, fixes };
  });
}
