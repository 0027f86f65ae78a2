import Table from 'cli-table3';
import { Command, Option } from 'commander';
import type { Rule } from '../../model/rule.ts';
import { jsonText } from '../../report/json.ts';
import { catalogue } from '../../rules/index.ts';
import type { Terminal } from '../terminal.ts';
import { coverageIn } from './coverage.ts';

interface RulesOptions {
  readonly format: 'table' | 'json' | 'markdown';
  readonly coverage?: boolean;
}

/** `rules`: the catalogue. */
export function rulesCommand(terminal: Terminal, done: (exitCode: number) => void): Command {
  return new Command('rules')
    .description('list the rules')
    .addOption(new Option('--format <name>', 'how').choices(['table', 'json', 'markdown']).default('table'))
    .option('--coverage', 'each requirement of AWS’s documents with the rules that judge it')
    .action(({ format, coverage = false }: RulesOptions) => {
      const print = coverage ? coverageIn : { table: asTable, json: asJson, markdown: asMarkdown };
      terminal.out(print[format](catalogue));
      done(0);
    });
}

function asTable(rules: readonly Rule[]): string {
  // What is cut at the edge of its column is worth nothing.
  const wide = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length)) + 2;
  const table = new Table({
    head: ['RULE', 'SEVERITY', 'JUDGES', 'TITLE'],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [
      wide(rules.map(({ id }) => id)),
      wide(['SEVERITY', ...rules.map(({ severity }) => severity)]),
      wide(rules.flatMap(({ judges }) => judges)),
      60,
    ],
  });
  for (const { id, severity, judges, title } of rules) table.push([id, severity, judges.join('\n'), title]);
  return `${table.toString()}\n`;
}

function asJson(rules: readonly Rule[]): string {
  // JSON has no functions: how a rule evaluates and what a parameter accepts stay out by themselves.
  const facts = rules.map((rule) => ({
    ...rule,
    parameters: Object.fromEntries(
      Object.entries(rule.parameters).map(([name, { description, default: value, schema }]) => [
        name,
        { description, default: value, schema },
      ]),
    ),
  }));
  return jsonText(facts);
}

function asMarkdown(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ id, severity, judges, title }) => `| \`${id}\` | ${severity} | ${judges.join(', ')} | ${title} |`,
  );
  return `${['| rule | severity | judges | title |', '|---|---|---|---|', ...rows].join('\n')}\n`;
}
