import { closest } from 'fastest-levenshtein';
import { dmsResourceTypes } from '../analysis/callers/dms-arns.ts';
import { withoutDomain } from '../analysis/callers/service-principals.ts';
import { UserError } from './user-error.ts';

/** @throws UserError for what is no account id. */
export function accountOption(id: string): string {
  if (/^\d{12}$/.test(id)) return id;
  throw new UserError(`"${id}" is no account id; it has 12 digits`);
}

/** Ids separated by commas; given again, they add up. */
export const accountsOption = (ids: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...ids.split(',').map((id) => accountOption(id.trim())),
];

const example = 'arn:aws:dms:eu-west-1:111122223333:rep:ABC';

/** @throws UserError for what is no ARN of one resource. */
export function sourceArnOption(arn: string): string {
  const [scheme, partition, service, , account, ...resource] = arn.split(':');
  const isArn = scheme === 'arn' && partition && service && resource.join('') !== '';
  if (!isArn || /[*?]/.test(arn)) {
    throw new UserError(`--source-arn takes the ARN of one resource, such as ${example}, not "${arn}"`);
  }
  if (account !== '') accountOption(account ?? '');
  return arn;
}

/** @throws UserError for what is no service principal. */
export function serviceOption(service: string): string {
  if (withoutDomain(service) !== null) return service;
  const [name = ''] = service.split('.');
  throw new UserError(`"${service}" is no service principal; did you mean "${name}.amazonaws.com"?`);
}

/**
 * DMS asks on behalf of its own resources alone.
 *
 * @throws UserError for an ARN that no DMS resource has.
 */
export function refuseForeignArn(arn: string): void {
  const [, , service, , , type = '', ...id] = arn.split(':');
  if (service !== 'dms') {
    throw new UserError(`DMS acts for its own resources, such as ${example}, and "${arn}" is none`);
  }
  if (!dmsResourceTypes.includes(type) || id.length !== 1 || id[0] === '') {
    const [written = ''] = type.split('/');
    throw new UserError(
      `"${arn}" is no ARN of a DMS resource; did you mean "…:${closest(written, [...dmsResourceTypes])}:ID"?`,
    );
  }
}
