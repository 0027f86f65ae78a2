import { createColors } from 'picocolors';
import type { CheckedAnswer, PolicyCheck } from '../model/policy-check.ts';
import { inColumns } from './columns.ts';
import { policyDocument } from './policy-document.ts';
import { printable } from './printable.ts';
import { section } from './sections.ts';
import type { TableOptions } from './table.ts';

/** For people: the answers, the document with the statement that decides marked, and what is wrong with it. */
export function policyCheckTable(check: PolicyCheck, text: string, options: TableOptions): string {
  const parts = [
    answers(check, options),
    policyDocument(text, check.witness, options),
    [
      ...section('PROBLEMS', problemLines(check), options),
      ...section('FINDINGS', findingLines(check), options),
      ...section('NOTES', check.notes, options),
    ]
      .slice(1)
      .join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function answers(
  { valid, because, problems, ...check }: PolicyCheck,
  { width, color }: TableOptions,
): string {
  const { green, red, blue, bold } = createColors(color);
  const refused = problems.filter(({ weight }) => weight === 'refused');
  const [first] = refused;
  const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : '';
  const rows: readonly (readonly [string, CheckedAnswer, string | null])[] = [
    [
      'VALID',
      valid,
      first === undefined ? null : `${[first.path, first.message].join(' ').trimStart()}${more}`,
    ],
    ['PROTECTED', check.protected, because.protected],
    ['USABLE', check.usable, because.usable],
  ];
  const colors = { yes: green, no: red, unknown: blue };
  return inColumns(
    rows
      .filter(([, answer]) => answer !== null)
      .map(([name, answer, why]) => {
        const word = answer === 'unknown' ? answer : answer === true ? 'yes' : 'no';
        return [
          { text: name, color: bold },
          { text: word, color: colors[word] },
          { text: printable(why ?? '') },
        ];
      }),
    [9, 7, Math.max(20, width - 20)],
  );
}

const problemLines = ({ problems }: PolicyCheck): readonly string[] =>
  problems.map(({ code, weight, path, message }) =>
    [weight, code, ...(path === '' ? [] : [path])].join(' ').concat(`: ${message}`),
  );

const findingLines = ({ findings }: PolicyCheck): readonly string[] =>
  findings.map(
    ({ rule, status, severity, because }) =>
      `${status === 'NON_COMPLIANT' ? severity : status} ${rule}: ${because}`,
  );
