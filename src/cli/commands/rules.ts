import Table from 'cli-table3';
import { Command, Option } from 'commander';
import type { Rule } from '../../model/rule.ts';
import { catalogue } from '../../rules/index.ts';
import type { Terminal } from '../terminal.ts';

/** `rules`: the catalogue. */
export function rulesCommand(terminal: Terminal, done: (exitCode: number) => void): Command {
  return new Command('rules')
    .description('list the rules')
    .addOption(new Option('--format <name>', 'how').choices(['table', 'json', 'markdown']).default('table'))
    .action(({ format }: { readonly format: 'table' | 'json' | 'markdown' }) => {
      terminal.out({ table: asTable, json: asJson, markdown: asMarkdown }[format](catalogue));
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
  return `${JSON.stringify(facts, null, 2)}\n`;
}

function asMarkdown(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ id, severity, judges, title }) => `| \`${id}\` | ${severity} | ${judges.join(', ')} | ${title} |`,
  );
  return `${['| rule | severity | judges | title |', '|---|---|---|---|', ...rows].join('\n')}\n`;
}
