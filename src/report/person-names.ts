import type { Subject } from '../model/finding.ts';

/**
 * Where people are named: a user by path and name, the session of a role or of a federated user by the name that
 * whoever began it gave it, and a user that AWS was asked about. Paths may hold every character that is no space.
 * (IAM User Guide, *IAM identifiers*; AWS STS API Reference, *AssumedRoleUser* and *FederatedUser*)
 */
const places = [
  /(?:\d{12})?:(?:federated-)?user\/(\S+)/g,
  /:assumed-role\/[^\s/]*\/(\S+)/g,
  /\bAROA[A-Z0-9]{12,28}:(\S+)/g,
  /\biam:(?:Get|List)[A-Za-z]{0,40}User[A-Za-z]{0,40} of (\S+)/g,
];

/** What may follow a name in a sentence. */
const closing = '.,;:)\'"]}';

/** A text without the names of people, but for the user whom it is about. Accounts and names of roles stay. */
export function withoutPeople({ type, id, arn }: Subject): (text: string) => string {
  const own = type === 'AWS::IAM::User' ? arn : null;
  const isOwn = (named: string, prefix: string): boolean =>
    own !== null && (prefix.endsWith(' of ') ? [id, own].includes(named) : own.endsWith(`${prefix}${named}`));
  const bareIn = (found: string, run: string): string => {
    const prefix = found.slice(0, found.length - run.length);
    let end = run.length;
    while (end > 0 && closing.includes(run.charAt(end - 1))) end--;
    const named = run.slice(0, end);
    // What was left out once is not looked at again.
    const isNobody = named === '*' || named === '…';
    return isNobody || isOwn(named, prefix) ? found : `${prefix}…${run.slice(end)}`;
  };
  return (text) => places.reduce((left, place) => left.replace(place, bareIn), text);
}
