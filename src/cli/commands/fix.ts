import { Command, Option } from 'commander';
import { closest } from 'fastest-levenshtein';
import { factsNeeded } from '../../audit/facts-needed.ts';
import { selectRules } from '../../audit/select-rules.ts';
import type { Finding } from '../../model/finding.ts';
import { type Profile, profiles } from '../../model/rule.ts';
import type { LoadedSettings } from '../../model/settings.ts';
import { type Plan, planFixes } from '../../remediation/plan.ts';
import { renderCli } from '../../remediation/render/cli.ts';
import { renderCloudFormation } from '../../remediation/render/cloudformation.ts';
import { renderJson } from '../../remediation/render/json.ts';
import { renderTerraform } from '../../remediation/render/terraform.ts';
import { catalogue } from '../../rules/index.ts';
import { type Environment } from '../../settings/environment.ts';
import { noSettings, parseSettings } from '../../settings/parse.ts';
import { collectLive, type LiveOptions } from '../live.ts';
import { readText } from '../read-file.ts';
import { readSnapshots } from '../snapshot-file.ts';
import type { Terminal } from '../terminal.ts';
import { UserError } from '../user-error.ts';
import { addLiveOptions } from './live-options.ts';

const formats = ['cli', 'cloudformation', 'terraform', 'json'] as const;
type Format = (typeof formats)[number];

interface FixOptions extends LiveOptions {
  readonly snapshot?: readonly string[];
  readonly demo?: boolean;
  readonly profileSet: Profile;
  readonly settings?: string;
  readonly finding?: string;
  readonly rule?: string;
  readonly resource?: string;
  readonly format: Format;
}

const renderers: Readonly<Record<Format, (plans: readonly Plan[]) => string>> = {
  cli: renderCli,
  cloudformation: renderCloudFormation,
  terraform: renderTerraform,
  json: renderJson,
};

/** `fix`: patches for findings, each tried on the snapshot before it is printed; it changes nothing in AWS. */
export function fixCommand(
  terminal: Terminal,
  environment: Environment,
  done: (exitCode: number) => void,
): Command {
  const command = new Command('fix')
    .description('print patches for the findings of an account or a snapshot, each tried before')
    .option('--snapshot <file...>', 'read saved snapshots instead of an account')
    .option('--demo', 'read the example estate that ships inside')
    .option('--finding <id>', 'only this finding')
    .option('--rule <id>', 'only findings of this rule')
    .option('--resource <id>', 'only findings on the resource of this id or ARN')
    .addOption(
      new Option('--profile-set <name>', 'which set of rules').choices(profiles).default('recommended'),
    )
    .addOption(new Option('--format <name>', 'how to print them').choices(formats).default('cli'))
    .option('--settings <file>', 'settings file (YAML)');
  addLiveOptions(command);
  return command.action(async (options: FixOptions) => {
    const loaded = await loadSettings(options.settings);
    const { settings } = loaded;
    const rules = selectRules(catalogue, { profile: options.profileSet, ids: null, settings });
    const isAsked = asked(options);
    const facts = factsNeeded(rules, settings);
    const { snapshot } = await read(options, () =>
      collectLive(options, { terminal, environment, loaded, facts }),
    );
    const plans = Object.entries(snapshot.accounts).map(([account, whole]) =>
      planFixes({ account, whole, rules, settings }, isAsked),
    );
    if (options.finding !== undefined && plans.every(({ fixes, left }) => fixes.length + left.length === 0))
      throw new UserError(`no finding that fails has the id "${options.finding}"`);
    terminal.out(renderers[options.format](plans));
    done(0);
  });
}

function asked({ finding, rule, resource }: FixOptions): (each: Finding) => boolean {
  const known = catalogue.map(({ id }) => id);
  if (rule !== undefined && !known.includes(rule))
    throw new UserError(
      `no rule is called "${rule}"; did you mean "${closest(rule, known)}"? All: dms-auditor rules`,
    );
  return (each) =>
    (finding === undefined || each.id === finding) &&
    (rule === undefined || each.rule === rule) &&
    (resource === undefined || each.resource.id === resource || each.resource.arn === resource);
}

async function read(
  { snapshot, demo, profile, roleArn, regions }: FixOptions,
  live: () => ReturnType<typeof collectLive>,
): Promise<Pick<Awaited<ReturnType<typeof collectLive>>, 'snapshot'>> {
  if (demo === true && snapshot !== undefined)
    throw new UserError('--demo and --snapshot exclude each other');
  const source = demo === true ? '--demo' : snapshot === undefined ? null : '--snapshot';
  if (source === null) return live();
  if ([profile, roleArn, regions].some((option) => option !== undefined))
    throw new UserError(`${source} reads no account; leave --profile, --role-arn and --regions out`);
  if (snapshot !== undefined) return { snapshot: await readSnapshots(snapshot) };
  const { demoEstate } = await import('../demo/estate.ts');
  return { snapshot: demoEstate };
}

async function loadSettings(file: string | undefined): Promise<LoadedSettings> {
  return file === undefined ? noSettings : parseSettings(await readText(file), file, catalogue);
}
