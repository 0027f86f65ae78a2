import {
  accountIds,
  anyNumberOf,
  characterClass,
  literally,
  one,
  type TextSet,
} from '../policy/decide/text-set.ts';

const inNames = characterClass('principal name', (character) => /^[\w+=,.@/-]$/.test(character));
const name = [one(characterClass('name end', (character) => /^[\w+=,.@-]$/.test(character)))];

/**
 * The ARNs that principals of an account have: its root, its users and its roles with their paths. A session
 * shows the ARN of its role. (IAM User Guide, reference_identifiers; aws:PrincipalArn)
 */
export const callerArns = (partition: string): TextSet =>
  accountIds.flatMap((account) => {
    const start = [...literally(`arn:${partition}:iam::`), ...account];
    return [
      [...start, ...literally(':root')],
      ...['user', 'role'].map((type) => [...start, ...literally(`:${type}/`), anyNumberOf(inNames), ...name]),
    ];
  });
