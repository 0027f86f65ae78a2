import { Command, Option } from 'commander';
import { closest } from 'fastest-levenshtein';
import { compare, sinceBaseline } from '../../audit/compare.ts';
import { factsNeeded } from '../../audit/facts-needed.ts';
import { judge } from '../../audit/judge.ts';
import { exitCodeOf } from '../../audit/outcome.ts';
import { selectRules } from '../../audit/select-rules.ts';
import type { Result } from '../../model/result.ts';
import { type Profile, profiles, type Rule } from '../../model/rule.ts';
import type { LoadedSettings } from '../../model/settings.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { withPatches } from '../../remediation/in-result.ts';
import { sinceBaselineTable } from '../../report/diff.ts';
import { formatNames } from '../../report/index.ts';
import { catalogue } from '../../rules/index.ts';
import { type Environment } from '../../settings/environment.ts';
import { noSettings, parseSettings } from '../../settings/parse.ts';
import { tool } from '../../tool.ts';
import { failOnOption } from '../fail-on.ts';
import { collectLive, type LiveOptions } from '../live.ts';
import { checkWritable, formatOption, type OutputOption, pairOutputs, writeOutputs } from '../outputs.ts';
import { readText } from '../read-file.ts';
import { readResult } from '../result-file.ts';
import { readSnapshots } from '../snapshot-file.ts';
import type { Terminal } from '../terminal.ts';
import { UserError } from '../user-error.ts';
import { addLiveOptions } from './live-options.ts';

interface ScanOptions extends LiveOptions {
  readonly snapshot?: readonly string[];
  readonly demo?: boolean;
  readonly rules?: string;
  readonly profileSet: Profile;
  readonly settings?: string;
  readonly failOn: string;
  readonly allowUnknown?: boolean;
  readonly baseline?: string;
  readonly patches: boolean;
}

/** `scan`: read an account (or a snapshot, or the shipped example), judge it, print. Gives the exit code. */
export function scanCommand(
  terminal: Terminal,
  environment: Environment,
  done: (exitCode: number) => void,
): Command {
  const outputs: OutputOption[] = [];
  const command = new Command('scan')
    .description('judge an account, a saved snapshot, or the estate that ships inside')
    .option('--snapshot <file...>', 'judge saved snapshots instead of an account')
    .option('--demo', 'judge the example estate that ships inside')
    .option('--rules <ids>', 'only these rules, separated by commas')
    .addOption(
      new Option('--profile-set <name>', 'which set of rules').choices(profiles).default('recommended'),
    )
    .option('--settings <file>', 'settings file (YAML)')
    .option('--format <name>', `${formatNames.join(', ')}; can be repeated`, (name) =>
      outputs.push(formatOption(name)),
    )
    .option('--output <file>', 'where the format before it goes', (file) => outputs.push({ output: file }))
    .option('--fail-on <severity>', 'exit 1 from this severity on, or none', 'LOW')
    .option('--allow-unknown', 'UNKNOWN does not make the exit code 1')
    .option('--baseline <file>', 'a saved result: only what is new or worse since then makes the exit code 1')
    .option(
      '--no-patches',
      'the JSON result without the patches of what fails, which take a trial of them all',
    );
  addLiveOptions(command);
  return command.action(async (options: ScanOptions) => {
    const paired = pairOutputs(outputs);
    await checkWritable(paired.map(({ file }) => file));
    const failOn = failOnOption(options.failOn);
    const ids = options.rules === undefined ? null : ruleIds(options.rules);
    const loaded = await loadSettings(options.settings);
    const baseline = options.baseline === undefined ? null : await readResult(options.baseline);
    const { settings } = loaded;
    const rules = selectRules(catalogue, { profile: options.profileSet, ids, settings });
    const { snapshot, calls } = await read(options, { rules, loaded, terminal, environment });
    const result = judge(snapshot, { rules, profile: options.profileSet, settings, tool, calls });
    const isJson = ({ format }: (typeof paired)[number]): boolean => format === 'json';
    const others = paired.filter((output) => !isJson(output));
    await writeOutputs(result, others, terminal);
    // Nothing else prints patches.
    if (others.length < paired.length) {
      const patched = options.patches ? withPatches(result, { snapshot, rules, settings }) : result;
      await writeOutputs(patched, paired.filter(isJson), terminal);
    }
    const counted = baseline === null ? result : countedSince(baseline, result, paired, terminal);
    if (options.demo === true) terminal.err(demoHint);
    done(exitCodeOf(counted, { failOn, allowUnknown: options.allowUnknown === true }));
  });
}

/** Tells what counts since the baseline, below the table if there is one, and gives that part of the result. */
function countedSince(
  baseline: Result,
  result: Result,
  outputs: ReturnType<typeof pairOutputs>,
  terminal: Terminal,
): Result {
  const comparison = compare(baseline, result);
  const isShown = outputs.some(({ format, file }) => format === 'table' && file === null);
  (isShown ? terminal.out : terminal.err)(sinceBaselineTable(comparison, terminal));
  return sinceBaseline(comparison, result);
}

const demoHint = `
These findings come from an example that ships inside, not from your account. For your own account, type:
  npm run dms-auditor -- scan                           the profile's Region, with credentials as the AWS CLI finds them
  npm run dms-auditor -- scan --profile NAME --regions all
`;

interface Reading {
  readonly rules: readonly Rule[];
  readonly loaded: LoadedSettings;
  readonly terminal: Terminal;
  readonly environment: Environment;
}

async function read(
  options: ScanOptions,
  { rules, loaded, terminal, environment }: Reading,
): Promise<{ readonly snapshot: Snapshot; readonly calls: number }> {
  const offline = [
    options.demo === true ? '--demo' : null,
    options.snapshot === undefined ? null : '--snapshot',
  ].filter((name) => name !== null);
  const live = (['profile', 'roleArn', 'externalId', 'regions', 'resolveDns'] as const).filter(
    (name) => options[name] !== undefined,
  );
  const [source] = offline;
  if (source === undefined) {
    const facts = factsNeeded(rules, loaded.settings);
    return collectLive(options, { terminal, environment, loaded, facts });
  }
  if (offline.length > 1) throw new UserError('--demo and --snapshot exclude each other');
  if (live.length > 0)
    throw new UserError(
      `${source} reads no account; leave --profile, --role-arn, --external-id, --regions and --resolve-dns out`,
    );
  if (options.snapshot !== undefined) return { snapshot: await readSnapshots(options.snapshot), calls: 0 };
  const { demoEstate } = await import('../demo/estate.ts');
  return { snapshot: demoEstate, calls: 0 };
}

async function loadSettings(file: string | undefined): Promise<LoadedSettings> {
  return file === undefined ? noSettings : parseSettings(await readText(file), file, catalogue);
}

function ruleIds(option: string): readonly string[] {
  const known = catalogue.map(({ id }) => id);
  const ids = option.split(',').map((id) => id.trim());
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new UserError(
      `no rule is called "${unknown}"; did you mean "${closest(unknown, known)}"? All: dms-auditor rules`,
    );
  }
  return ids;
}
