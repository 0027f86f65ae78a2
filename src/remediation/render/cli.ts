import type { CallName } from '../calls.ts';
import type { Change } from '../patch.ts';
import type { Plan } from '../plan.ts';
import { summaryOf, toldOf, toldOfLeft } from './told.ts';

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
  const lines = plans.flatMap(({ fixes, left }) => [
    ...fixes.flatMap((fix, position) => [
      ...toldOf(fix, position).map((text) => `# ${text}`),
      ...fix.changes.map(commandFor),
      '',
    ]),
    ...left.map((each) => `# ${toldOfLeft(each)}`),
  ]);
  return [...lines, `# ${summaryOf(plans)}`, ''].join('\n');
}
