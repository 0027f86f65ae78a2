import { Command } from 'commander';
import { allFacts } from '../../model/facts.ts';
import { jsonText } from '../../report/json.ts';
import { catalogue } from '../../rules/index.ts';
import { type Environment } from '../../settings/environment.ts';
import { noSettings, parseSettings } from '../../settings/parse.ts';
import { collectLive, type LiveOptions } from '../live.ts';
import { checkWritable, writeText } from '../outputs.ts';
import { readText } from '../read-file.ts';
import type { Terminal } from '../terminal.ts';
import { addLiveOptions } from './live-options.ts';

interface CollectOptions extends LiveOptions {
  readonly output?: string;
  readonly settings?: string;
}

/** `collect`: write the snapshot, with everything that any rule could need, and stop. */
export function collectCommand(
  terminal: Terminal,
  environment: Environment,
  done: (exitCode: number) => void,
): Command {
  const command = new Command('collect')
    .description('write a snapshot of an account, to judge it elsewhere or keep it as evidence')
    .option('--output <file>', 'where it goes (default: standard output)')
    .option('--settings <file>', 'settings file (YAML)');
  addLiveOptions(command);
  return command.action(async (options: CollectOptions) => {
    const { settings: file, output } = options;
    await checkWritable([output ?? null]);
    const loaded =
      file === undefined ? noSettings : await parseSettings(await readText(file), file, catalogue);
    const { snapshot, calls } = await collectLive(options, {
      terminal,
      environment,
      loaded,
      facts: new Set(allFacts),
    });
    const text = jsonText(snapshot);
    if (output === undefined) terminal.out(text);
    else {
      await writeText(output, text);
      terminal.err(`Snapshot written to ${output} (${calls} calls).\n`);
    }
    done(0);
  });
}
