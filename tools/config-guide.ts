import { readFileSync } from 'node:fs';
import { factsTouchedBy, watchedTypes } from '../src/model/changed-facts.ts';
import { callsPerChange, configTriggerOf, isAccountWide } from '../src/model/config-trigger.ts';
import { callsFor, withPrerequisites } from '../src/model/facts.ts';
import type { Rule } from '../src/model/rule.ts';
import { catalogue } from '../src/rules/index.ts';
import { configRuleParameters } from './config-rule-parameters.ts';
import { withParts } from './generated-part.ts';

/** How rules get into AWS Config, with what follows from the catalogue written into it. */
export const configGuide = (): string =>
  withParts(readFileSync('docs/aws-config.md', 'utf8'), {
    parameters: parameterTable(),
    'calls-per-change': callsTable(),
    starts: startsTable(),
  });

const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|');
const table = (...rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const parameterTable = (): string =>
  table(
    ['parameter', 'default', 'what'],
    ['---', '---', '---'],
    ...Object.entries(configRuleParameters()).map(([id, { Default: standard, Description: what }]) => [
      code(id),
      standard === '' ? '' : code(String(standard)),
      what,
    ]),
  );

const linked = ({ id }: Rule): string => `[${code(id)}](rules/${id}.md)`;

function callsTable(): string {
  const rows = catalogue.map((rule) => {
    const isChange = configTriggerOf(rule) === 'change';
    return [
      linked(rule),
      isChange ? 'change' : 'schedule',
      isAccountWide(rule) ? 'home Region' : 'each Region',
      isChange ? callsPerChange(rule).map(code).join(', ') : 'none of its own',
      String(callsFor(rule.needs).length),
    ];
  });
  return table(
    ['rule', 'trigger', 'where', 'reads for one change', 'operations that the shared reading has for it'],
    ['---', '---', '---', '---', '---:'],
    ...rows,
  );
}

/** How many rules on a schedule need what a change of this type touches, or what must be known first. */
function startsTable(): string {
  const publishers = catalogue.filter((rule) => configTriggerOf(rule) === 'schedule');
  const rows = watchedTypes.map((type) => {
    const facts = factsTouchedBy({ kind: 'recorded', type });
    const started = publishers.filter(({ needs }) =>
      [...withPrerequisites(needs)].some((need) => facts.has(need)),
    );
    return [code(type), String(started.length)];
  });
  return table(['a change of', 'starts rules on a schedule'], ['---', '---:'], ...rows);
}
