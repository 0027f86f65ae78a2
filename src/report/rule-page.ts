import { createColors } from 'picocolors';
import type { Rule } from '../model/rule.ts';
import { section } from './sections.ts';
import type { TableOptions } from './table.ts';

/** All that a rule says of itself. */
export function rulePage(rule: Rule, options: TableOptions): string {
  const { id, title, severity, judges, profiles, rationale, judgement, remediation, sources } = rule;
  const { requirements, controls } = rule;
  const listed = (items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [items.join(', ')];
  const lines = [
    createColors(options.color).bold(title),
    `${id}, ${severity}`,
    ...section('JUDGES', judges, options),
    ...section('WHY IT MATTERS', [rationale], options),
    ...section('HOW IT IS JUDGED', [judgement], options),
    ...section('WHAT TO DO', [remediation], options),
    ...section('PARAMETERS', parameterLines(rule), options),
    ...section('PROFILES', listed(profiles), options),
    ...section('REQUIREMENTS', listed(requirements), options),
    ...section('CONTROLS', listed(controls), options),
    ...section('SOURCES', sources, options),
  ];
  return `${lines.join('\n')}\n`;
}

const parameterLines = ({ parameters }: Rule): readonly string[] =>
  Object.entries(parameters).flatMap(([name, { description, allowed, default: standard }]) => [
    `${name}: ${description}`,
    `  ${allowed}; ${JSON.stringify(standard)} unless set`,
  ]);
