import { Command, Option } from 'commander';
import { compare, sinceBaseline } from '../../audit/compare.ts';
import { exitCodeOf } from '../../audit/outcome.ts';
import { comparisonJson, comparisonTable } from '../../report/diff.ts';
import { failOnOption } from '../fail-on.ts';
import { readResult } from '../result-file.ts';
import type { Terminal } from '../terminal.ts';

interface DiffOptions {
  readonly format: 'table' | 'json';
  readonly failOn: string;
  readonly allowUnknown?: boolean;
}

/** `diff`: what became of the findings of an older result in a newer one. */
export function diffCommand(terminal: Terminal, done: (exitCode: number) => void): Command {
  return new Command('diff')
    .description('compare two saved results: new, worse, resolved, still open, no longer readable')
    .argument('<before>', 'the older result, as scan saved it with --format json --output FILE')
    .argument('<after>', 'the newer one')
    .addOption(new Option('--format <name>', 'how to print it').choices(['table', 'json']).default('table'))
    .option('--fail-on <severity>', 'exit 1 where something of this severity is new or worse, or none', 'LOW')
    .option('--allow-unknown', 'what turned UNKNOWN does not make the exit code 1')
    .action(async (before: string, after: string, options: DiffOptions) => {
      const failOn = failOnOption(options.failOn);
      const older = await readResult(before);
      const newer = await readResult(after);
      const comparison = compare(older, newer);
      terminal.out(
        options.format === 'json' ? comparisonJson(comparison) : comparisonTable(comparison, terminal),
      );
      const counted = sinceBaseline(comparison, newer);
      done(exitCodeOf(counted, { failOn, allowUnknown: options.allowUnknown === true }));
    });
}
