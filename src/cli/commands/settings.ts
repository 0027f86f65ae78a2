import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { catalogue } from '../../rules/index.ts';
import { reasonOf } from '../read-file.ts';
import { settingsTemplate } from '../settings-template.ts';
import type { Terminal } from '../terminal.ts';
import { UserError } from '../user-error.ts';

const standardFile = 'dms-auditor.yaml';

/** `settings --init`: a commented settings file to begin with. */
export function settingsCommand(terminal: Terminal, done: (exitCode: number) => void): Command {
  return new Command('settings')
    .description('begin a settings file')
    .option('--init', 'write a settings file with every key in it, commented out')
    .option('--output <file>', 'where it goes', standardFile)
    .action(async ({ init = false, output }: { readonly init?: boolean; readonly output: string }) => {
      if (!init)
        throw new UserError(
          `settings needs --init, which writes ${standardFile} or the --output that is named`,
        );
      await writeNew(output);
      terminal.err(`${output} is written; use it with: dms-auditor scan --settings ${output}\n`);
      done(0);
    });
}

const reasons = {
  EEXIST: 'it exists already; name another file with --output',
  ENOENT: 'its folder does not exist',
};

/** @throws UserError where there is such a file already: nobody's settings are lost. */
async function writeNew(file: string): Promise<void> {
  try {
    await writeFile(file, settingsTemplate(catalogue), { flag: 'wx' });
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${reasonOf(error, reasons)}`);
  }
}
