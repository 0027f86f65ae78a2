import { globMatches } from '../policy/glob.ts';
import type { PolicyVersion } from '../policy/shape.ts';
import { readTemplate } from '../policy/template.ts';
import { arnTemplatesOf, resourceTypesOf } from '../services/actions.ts';

/** Where the resources are that stand for others. */
export interface ResourcePlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Stands for a name that a pattern leaves open. */
const someName = 'example';

/** An ARN that a pattern matches: of this account and Region where the pattern lets them be. */
export function resourceMatching(pattern: string, place: ResourcePlace): string {
  const [arn = '', partition = '', service = '', region = '', account = '', ...rest] = pattern.split(':');
  if (rest.length === 0) return filled(pattern, someName);
  return [
    arn,
    filled(partition, place.partition),
    filled(service, someName),
    filled(region, place.region),
    filled(account, place.account),
    filled(rest.join(':'), someName),
  ].join(':');
}

/** The text itself where it leaves nothing open; the wanted one if it can be that. */
function filled(pattern: string, wanted: string): string {
  if (!/[*?]/.test(pattern)) return pattern;
  return globMatches(pattern, wanted) ? wanted : pattern.replaceAll('*', someName).replaceAll('?', 'x');
}

const accountKeys: readonly string[] = ['aws:principalaccount', 'aws:resourceaccount'];

/** A pattern with the account in the place of variables that stand for it; null where another variable is left. */
export function withoutVariables(pattern: string, version: PolicyVersion, account: string): string | null {
  const texts = readTemplate(pattern, version).map((part) => {
    if (part.kind !== 'variable') return part.text;
    return accountKeys.includes(part.key.toLowerCase()) ? account : null;
  });
  return texts.every((text) => text !== null) ? texts.join('') : null;
}

/**
 * Types that an action cannot do without, where its table names others that only some calls touch.
 * (Service Authorization Reference, Amazon EC2: `network-interface*`)
 */
const typesNeeded: Readonly<Record<string, readonly string[]>> = {
  'ec2:ModifyNetworkInterfaceAttribute': ['network-interface'],
};

/** One resource of each type that an action takes, of this account; null stands for an action that takes none. */
export function resourcesOfTypes(action: string, place: ResourcePlace): readonly (string | null)[] {
  const [service = ''] = action.split(':');
  const types = typesNeeded[action] ?? resourceTypesOf(action) ?? [];
  const templates = types.flatMap((type) => arnTemplatesOf(service, type) ?? []);
  if (templates.length === 0) return [null];
  return templates.map((template) => asAuthorized(action, fromTemplate(template, place)));
}

function fromTemplate(template: string, { partition, region, account }: ResourcePlace): string {
  return template
    .replace(/\$\{Partition\}/, partition)
    .replace(/\$\{Region\}/, region)
    .replace(/\$\{Account\}/, account)
    .replace(/\$\{[^{}]*\}/g, someName)
    .replaceAll('*', someName);
}

/**
 * The resource of which AWS asks whether an action is allowed: S3 asks for an object where the action is on
 * objects, CloudWatch Logs writes a log group with an empty log stream after it, as the managed policy
 * AmazonDMSCloudWatchLogsRole does.
 */
export function asAuthorized(action: string, resource: string): string {
  const types = resourceTypesOf(action) ?? [];
  if (action.startsWith('s3:') && types.includes('object') && !resource.includes('/'))
    return `${resource}/${someName}`;
  if (action.startsWith('logs:') && types.includes('log-group') && !resource.includes(':log-stream:'))
    return `${resource}:log-stream:`;
  return resource;
}
