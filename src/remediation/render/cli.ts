import type { CallName } from '../calls.ts';
import type { Change } from '../patch.ts';
import type { Plan } from '../plan.ts';
import { type NumberedFix, numbered } from './numbered.ts';
import { oneLine } from './one-line.ts';
import { summaryOf, toldOf, toldOfLeft, toldOfTogether } from './told.ts';

/** What the AWS CLI calls a service by another name than IAM does. */
const services: Readonly<Record<string, string>> = { s3: 's3api' };

/** The command of the AWS CLI for a call: `ec2 authorize-security-group-ingress`. */
export function commandOf(call: CallName): string {
  const [service = '', operation = ''] = call.split(':');
  const kebab = operation.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return `${services[service] ?? service} ${kebab}`;
}

/** A word of a POSIX shell that stands for exactly this text: in single quotes only the quote itself ends them. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const regionOf = (region: string): string => (region === 'global' ? '' : ` --region ${quoted(region)}`);

/** The command that makes a change; its input is JSON in one word, whatever is in it. */
export const commandFor = ({ api, resource: { region } }: Change): string =>
  `aws ${commandOf(api.call)}${regionOf(region)} --cli-input-json ${quoted(JSON.stringify(api.input))}`;

/** A shell script: each fix with what it changes, what to mind, and its commands. */
export function renderCli(plans: readonly Plan[]): string {
  const all = numbered(plans);
  const fixes = all.flatMap((plan) => plan.fixes);
  const waiting = waitsOf(fixes);
  const lines = all.flatMap((plan) => [
    ...plan.fixes.flatMap((fix, index) => [
      ...(index === 0 ? [onlyAs(fix.account), ''] : []),
      ...toldOf(fix).map((text) => `# ${text}`),
      ...fix.changes.flatMap((change) => [...(waiting.get(change) ?? []), commandFor(change)]),
      '',
    ]),
    ...[...toldOfTogether(plan), ...plan.left.map(toldOfLeft)].map((text) => `# ${text}`),
  ]);
  return [...lines, `# ${summaryOf(plans)}`, ''].join('\n');
}

/** A command that ends the script, with this as its last word, unless a program prints this text. */
const unless = (program: string, text: string, message: string): string =>
  `[ "$(${program} --output text)" = ${quoted(text)} ] || { printf '%s\\n' ${quoted(oneLine(message))} >&2; exit 1; }`;

const onlyAs = (account: string): string =>
  unless(
    'aws sts get-caller-identity --query Account',
    account,
    `These are not credentials of account ${account}: what follows is not run.`,
  );

/**
 * The commands before changes that wait for upgrades of engines, which DMS makes after it has taken the call; each
 * upgrade is waited for once. (AWS CLI, *dms wait replication-instance-available*)
 */
function waitsOf(fixes: readonly NumberedFix[]): ReadonlyMap<Change, readonly string[]> {
  const waits = new Map<Change, readonly string[]>();
  const awaited = new Set<Change>();
  for (const { changes, after } of fixes) {
    const before = after.flatMap((position) => fixes[position]?.changes ?? []);
    for (const [index, change] of changes.entries()) {
      if (upgradeIn(change) !== null) continue;
      const open = [...before, ...changes.slice(0, index)].filter((each) => !awaited.has(each));
      waits.set(change, open.flatMap(waitFor));
      for (const each of open) awaited.add(each);
    }
  }
  return waits;
}

const upgradeIn = ({ api }: Change): { readonly arn: string; readonly engine: string } | null =>
  api.call === 'dms:ModifyReplicationInstance' && api.input.EngineVersion !== undefined
    ? { arn: api.input.ReplicationInstanceArn, engine: api.input.EngineVersion }
    : null;

function waitFor(change: Change): readonly string[] {
  const upgrade = upgradeIn(change);
  if (upgrade === null) return [];
  const { arn, engine } = upgrade;
  const filters = JSON.stringify([{ Name: 'replication-instance-arn', Values: [arn] }]);
  const which = `${regionOf(change.resource.region)} --filters ${quoted(filters)}`;
  return [
    `aws dms wait replication-instance-available${which}`,
    unless(
      `aws dms describe-replication-instances${which} --query 'ReplicationInstances[].EngineVersion'`,
      engine,
      `${arn} does not have engine ${engine} yet: what follows is not run.`,
    ),
  ];
}
