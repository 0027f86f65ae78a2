import { merged } from './merge.ts';
import type { Change } from './patch.ts';
import type { FindingPatch } from './repair.ts';

/** Patches that belong together, with what they change. */
export interface Part {
  readonly group: readonly FindingPatch[];
  readonly changes: readonly Change[];
  /** It upgrades an engine. */
  readonly isEngine: boolean;
}

export const isOfEngine = (rule: string): boolean => rule.startsWith('instance-engine-');

export const partOf = (group: readonly FindingPatch[]): Part => ({
  group,
  changes: merged(group.flatMap(({ patch }) => patch.changes)),
  isEngine: group.some(({ finding }) => isOfEngine(finding.rule)),
});

/** What parts change with each other, each thing once. */
export const changesOf = (parts: readonly Part[]): readonly Change[] =>
  merged(parts.flatMap(({ changes }) => changes));
