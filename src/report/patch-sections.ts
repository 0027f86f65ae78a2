import { createColors } from 'picocolors';
import type { Finding } from '../model/finding.ts';
import type { ResultChange, ResultPatch } from '../model/result.ts';
import { changedLines } from './changed-lines.ts';
import { wrappedInside } from './policy-document.ts';
import { printable } from './printable.ts';
import { section } from './sections.ts';
import type { TableOptions } from './table.ts';

/** So many changes of a patch are drawn; how many more there are is said. */
const mostDrawn = 20;

/** The patch of a finding: what it changes, what to know before and after, its commands; or why there is none. */
export function patchSections(
  { id, remediation, status }: Finding,
  patches: readonly ResultPatch[],
  options: TableOptions,
): readonly string[] {
  if (status !== 'NON_COMPLIANT') return [];
  const { patch: position, noPatch } = remediation;
  const patch = typeof position === 'number' ? patches[position] : undefined;
  if (patch === undefined) return section('NO PATCH', noPatch === undefined ? [] : [noPatch], options);
  const earlier = patch.after.flatMap((each) => patches[each] ?? []);
  const others = patch.mends.filter((each) => each !== id);
  const texts = (title: string, lines: readonly string[]): readonly string[] =>
    section(title, lines, options);
  return [
    ...drawn(patch, options),
    ...texts('BEFORE THE PATCH', [
      ...earlier.map((each) => `The patch of ${placesOf(each)}: without it another verdict gets worse.`),
      ...patch.first,
    ]),
    ...texts('COULD BREAK', patch.breaks),
    ...texts('USED BY', patch.users),
    ...texts('YOURS TO DECIDE', patch.decide),
    ...texts('MENDS TOO', fewOf(others)),
    ...commands([...earlier, patch], options),
    ...texts('TRIED', [
      'On the facts of this scan, with all its other patches: what it mends passes, and no other verdict gets worse.',
      `For this finding alone: dms-auditor fix --finding ${id}`,
    ]),
  ];
}

const placesOf = ({ changes }: ResultPatch): string =>
  fewOf([...new Set(changes.map(({ resource: { type, id } }) => `${type} ${id}`))]).join(', ');

const fewOf = (texts: readonly string[]): readonly string[] =>
  texts.length <= mostDrawn ? texts : [...texts.slice(0, mostDrawn), `${texts.length - mostDrawn} more`];

function drawn({ changes }: ResultPatch, options: TableOptions): readonly string[] {
  const shown = changes.slice(0, mostDrawn);
  const more = changes.length - shown.length;
  return [
    '',
    createColors(options.color).bold('PATCH'),
    ...shown.flatMap((change) => drawnChange(change, options)),
    ...(more === 0 ? [] : [`  … ${more} more changes; the result has all of them`]),
  ];
}

function drawnChange({ resource: { type, id }, properties }: ResultChange, options: TableOptions) {
  const { red, green } = createColors(options.color);
  const told = (text: string): readonly string[] => wrappedInside(printable(text), options.width);
  return [
    ...told(`  ${type} ${id}`),
    ...properties.flatMap(({ property, from, to }) => {
      const lines = changedLines(from, to);
      if (lines === null) return told(`    ${property}: ${from ?? 'none'} → ${to ?? 'none'}`);
      return [
        ...told(`    ${property}:`),
        ...lines.flatMap(({ mark, text }) => {
          const color = mark === '+' ? green : mark === '-' ? red : (line: string): string => line;
          return wrappedInside(printable(text), options.width - 6).map((line) =>
            color(`    ${mark} ${line}`),
          );
        }),
      ];
    }),
  ];
}

/** Not wrapped, so that they can be copied. */
function commands(patches: readonly ResultPatch[], { color }: TableOptions): readonly string[] {
  const lines = patches.flatMap(({ changes }) => changes.map(({ command }) => printable(command)));
  const more = lines.length - mostDrawn;
  return [
    '',
    createColors(color).bold('COMMANDS'),
    ...lines.slice(0, mostDrawn).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … ${more} more; the result has all of them`] : []),
  ];
}
