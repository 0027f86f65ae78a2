import { remedies } from '../remedies/index.ts';

const cell = (texts: readonly string[]): string =>
  texts.length === 0 ? '–' : texts.map((text) => text.replaceAll('|', String.raw`\|`)).join('<br>');

/** A page for people: what is patched of each rule's failures, and what is not and why. */
export function remedyTable(): string {
  const rows = Object.entries(remedies).map(([rule, { patches, reasons }]) => {
    const left = reasons.map(
      ({ way, why, instead, recreates }) =>
        `**${way}:** ${why}${recreates ? ' *AWS must recreate it.*' : ''} *Instead:* ${instead}`,
    );
    return `| [${rule}](rules/${rule}.md) | ${cell(patches)} | ${cell(left)} |`;
  });
  return [
    '# Patches',
    '',
    'What `dms-auditor fix` does about the failures of each rule, and where it has no patch, why, and what to do instead.',
    'Each patch is applied to the snapshot in memory before it is printed, and all rules of the profile judge again: one',
    'that does not make its findings pass, or makes another verdict worse, is printed as *not proved* with the reason.',
    '',
    '| Rule | Patch | No patch where |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
