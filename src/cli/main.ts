import { Command, CommanderError } from 'commander';
import { printable } from '../report/printable.ts';
import { type Environment } from '../settings/environment.ts';
import { tool } from '../tool.ts';
import { checkPolicyCommand } from './commands/check-policy.ts';
import { collectCommand } from './commands/collect.ts';
import { diffCommand } from './commands/diff.ts';
import { explainCommand } from './commands/explain.ts';
import { fixCommand } from './commands/fix.ts';
import { rulesCommand } from './commands/rules.ts';
import { scanCommand } from './commands/scan.ts';
import { settingsCommand } from './commands/settings.ts';
import type { Terminal } from './terminal.ts';
import { isUserMistake } from './user-error.ts';

/** Runs the command line. Gives the exit code: 0 clean, 1 findings, 2 could not run. */
export async function main(
  args: readonly string[],
  { terminal, environment }: { readonly terminal: Terminal; readonly environment: Environment },
): Promise<number> {
  let exitCode = 0;
  const done = (code: number): void => {
    exitCode = code;
  };
  const program = new Command(tool.name)
    .description('Judges whether AWS DMS migrations are set up as AWS documents.')
    .version(tool.version)
    .addCommand(scanCommand(terminal, environment, done))
    .addCommand(collectCommand(terminal, environment, done))
    .addCommand(checkPolicyCommand(terminal, done))
    .addCommand(fixCommand(terminal, environment, done))
    .addCommand(explainCommand(terminal, done))
    .addCommand(diffCommand(terminal, done))
    .addCommand(rulesCommand(terminal, done))
    .addCommand(settingsCommand(terminal, done));
  for (const command of [program, ...program.commands]) {
    command.exitOverride();
    command.configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      // What commander says on two lines (the mistake, then a guess) is one.
      outputError: (text, write) => {
        const said = text
          .replace(/^error: /, '')
          .trim()
          .replaceAll('\n', ' ');
        const more = said.startsWith('unknown command') ? '; all of them: dms-auditor --help' : '';
        write(`dms-auditor: ${said}${more}\n`);
      },
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.err(isUserMistake(error) ? `dms-auditor: ${printable(error.message)}\n` : describeDefect(error));
    return 2;
  }
}

/** An error that is ours and not the user's: all that a report of it needs. */
function describeDefect(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const detail = stack.split('\n').map(printable).join('\n');
  return `dms-auditor stopped at an error of its own; please report it with what follows.\n${detail}\n`;
}
