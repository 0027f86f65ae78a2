import { dmsResourceTypes } from '../callers/dms-arns.ts';
import { globMatches } from '../policy/glob.ts';

/** Why no ARN of a DMS resource matches a pattern, as far as one component alone tells. */
export function whyNoDmsArn(pattern: string, partition: string): string {
  const [scheme = '', home = '', service = '', , account = '', ...rest] = pattern.split(':');
  const tail = rest.join(':');
  if (rest.length === 0) return 'it has fewer than the six components of an ARN';
  if (!globMatches(scheme, 'arn')) return 'it does not begin with arn:';
  if (!globMatches(home, partition)) return `its partition is ${home}, and this account is in ${partition}`;
  if (!globMatches(service, 'dms')) {
    return globMatches(service.toLowerCase(), 'dms')
      ? `its service is ${service}, and ARNs write dms`
      : `its service is ${service}, not dms`;
  }
  if (!canBeAccount(account))
    return account === '' ? 'it holds no account id' : `${account} is no account id`;
  return whyNoResource(tail);
}

function whyNoResource(tail: string): string {
  const [type = '', ...id] = tail.split(':');
  const [beforeSlash = '', ...afterSlash] = tail.split('/');
  if (afterSlash.length > 0 && dmsResourceTypes.includes(beforeSlash)) {
    return `it has a slash after ${beforeSlash}, where ARNs of DMS have a colon`;
  }
  if (!dmsResourceTypes.some((known) => globMatches(type, known))) return `DMS has no resource type ${type}`;
  return id.length === 0 ? `it names no resource after ${type}` : 'no DMS resource has such an ARN';
}

const digits = Array.from('0123456789');

/** Whether twelve digits can match, going by the characters that a pattern demands. */
function canBeAccount(pattern: string): boolean {
  const demanded = Array.from(pattern).filter((character) => character !== '*');
  const isOpen = demanded.length < pattern.length;
  const areDigits = demanded.every((character) => character === '?' || digits.includes(character));
  return areDigits && (isOpen ? demanded.length <= 12 : demanded.length === 12);
}
