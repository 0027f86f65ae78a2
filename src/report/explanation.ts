import { createColors } from 'picocolors';
import type { Finding, Witness } from '../model/finding.ts';
import type { ResultPatch } from '../model/result.ts';
import type { RuleTexts } from '../model/rule.ts';
import { patchSections } from './patch-sections.ts';
import { pathLadders } from './path-ladder.ts';
import { policyDocument, wrappedInside } from './policy-document.ts';
import { printable } from './printable.ts';
import { section } from './sections.ts';
import type { TableOptions } from './table.ts';

/** What a finding refers to. */
interface Behind {
  /** null: this version has no rule of that name. */
  readonly rule: RuleTexts | null;
  /** Those of the result. */
  readonly patches: readonly ResultPatch[];
}

/** A finding for people: what is wrong, what shows it, why it matters, what to do, and the patch that does it. */
export function explanation(finding: Finding, { rule, patches }: Behind, options: TableOptions): string {
  const { status, severity, resource, because, witness, remediation } = finding;
  const { bold } = createColors(options.color);
  const weight = status === 'NON_COMPLIANT' ? `, ${severity}` : '';
  const texts = (lines: readonly (string | null)[]): readonly string[] =>
    lines.filter((line) => line !== null);
  const failed = status === 'NON_COMPLIANT';
  const lines = [
    bold(printable(rule?.title ?? finding.rule)),
    ...wrappedInside(printable(`${finding.rule}: ${status}${weight}`), options.width),
    ...section(
      'WHERE',
      [
        `${resource.type} ${resource.id}`,
        ...texts([resource.arn]),
        `account ${resource.account}, ${resource.region}`,
      ],
      options,
    ),
    ...section('VERDICT', [because], options),
    ...(witness === null ? [] : witnessLines(witness, options)),
    ...section('WHY IT MATTERS', texts([rule?.rationale ?? null]), options),
    ...section('WHAT TO DO', failed ? remediation.summary.split('\n') : [], options),
    ...patchSections(finding, patches, options),
    ...section('WHAT WOULD SETTLE IT', texts([finding.settledBy]), options),
    ...section('ASSUMED', finding.assumes, options),
    ...section('EXCEPTION', exceptionLines(finding), options),
    ...section('CONTROLS', finding.controls.length === 0 ? [] : [finding.controls.join(', ')], options),
    ...section('SOURCES', rule?.sources ?? [], options),
  ];
  return `${lines.join('\n')}\n`;
}

const exceptionLines = ({ exception }: Finding): readonly string[] =>
  exception === null ? [] : [`${exception.owner}, until ${exception.expires}: ${exception.reason}`];

function witnessLines(witness: Witness, options: TableOptions): readonly string[] {
  switch (witness.kind) {
    case 'request':
      return ['', policyDocument(witness.document, witness, options)];
    case 'value':
      return section('VALUE', [`${witness.field}: ${String(witness.value)}`], options);
    case 'absence':
      return section('NOT THERE', [`${witness.type} ${witness.arn}`, `as ${witness.call} said`], options);
    case 'list':
      return section('WHAT SHOWS IT', witness.items, options);
    case 'path':
      return pathLadders(witness, options);
  }
}
