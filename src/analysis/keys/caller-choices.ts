import type { Condition, PolicyDocument } from '../policy/document.ts';
import { readOperator } from '../policy/operator-name.ts';
import { filled } from './filled.ts';

// What a caller decides for itself in a request, so that a condition on it keeps nobody out for good
// (KMS Developer Guide, *AWS KMS condition keys*; IAM User Guide, *Global condition context keys*).

const viaServiceKey = 'kms:viaservice';
const forAwsResourceKey = 'kms:grantisforawsresource';

/** Actions that take an encryption context, and so carry it. */
const withContext: readonly string[] = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:GenerateDataKeyPair',
  'kms:GenerateDataKeyPairWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

interface Choice {
  readonly of: (name: string) => boolean;
  /** null: in any request. */
  readonly actions: readonly string[] | null;
  readonly multivalued: boolean;
}

const choices: readonly Choice[] = [
  { of: (name) => name === viaServiceKey, actions: null, multivalued: false },
  { of: (name) => name.startsWith('kms:encryptioncontext:'), actions: withContext, multivalued: false },
  {
    of: (name) => name === forAwsResourceKey,
    actions: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
    multivalued: false,
  },
  { of: (name) => name === 'kms:grantoperations', actions: ['kms:CreateGrant'], multivalued: true },
  {
    of: (name) => ['kms:granteeprincipal', 'kms:retiringprincipal'].includes(name),
    actions: ['kms:CreateGrant'],
    multivalued: false,
  },
  // Whoever administers an account tags its roles and users as it likes.
  { of: (name) => name.startsWith('aws:principaltag/'), actions: null, multivalued: false },
  { of: (name) => ['aws:useragent', 'aws:referer'].includes(name), actions: null, multivalued: false },
];

const choiceOf = (name: string): Choice | undefined => choices.find((choice) => choice.of(name));

export const isChosenByCaller = (name: string): boolean => choiceOf(name) !== undefined;

export type Chosen = Readonly<Record<string, string | readonly string[]>>;

/** Where a service would call from on the caller's behalf. */
interface Place {
  readonly region: string;
  readonly domain: string;
}

/**
 * Choices that meet the conditions of a statement, and those with which a Deny excepts from itself. They
 * are guesses: whether a request with them is let in is for the evaluation to say.
 */
export function choicesFor(
  action: string,
  asked: readonly Condition[],
  document: PolicyDocument,
  place: Place,
): readonly Chosen[] {
  const exceptions = document.statements
    .filter(({ effect }) => effect === 'Deny')
    .flatMap(({ conditions }) => conditions.filter(isNegated));
  const plain = choose(
    action,
    asked.filter((condition) => !isNegated(condition)),
    place,
  );
  return [plain, { ...choose(action, exceptions, place), ...plain }];
}

const isNegated = ({ operator }: Condition): boolean => readOperator(operator)?.base.negated === true;

function choose(action: string, conditions: readonly Condition[], place: Place): Chosen {
  const chosen: Record<string, string | readonly string[]> = {};
  for (const { key, operator, values } of conditions) {
    const name = key.toLowerCase();
    const choice = choiceOf(name);
    if (choice === undefined || (choice.actions !== null && !choice.actions.includes(action))) continue;
    const isNull = operator === 'Null';
    if (isNull && !values.includes('false')) continue;
    const possible =
      name === viaServiceKey ? services(isNull ? [] : values, place) : isNull ? ['any'] : values.map(filled);
    const [first] = possible;
    if (first !== undefined) chosen[name] ??= choice.multivalued ? possible : first;
  }
  // Such a grant is made by a service on the caller's behalf.
  if (chosen[forAwsResourceKey] === 'true') chosen[viaServiceKey] ??= `dms.${place.region}.${place.domain}`;
  return chosen;
}

/** Services of the key's Region alone call with it: `dms.eu-west-1.amazonaws.com`. */
function services(values: readonly string[], { region, domain }: Place): readonly string[] {
  const ends = `.${region}.${domain}`;
  return [...values.map((value) => value.replaceAll('*', region)), `dms${ends}`].filter(
    (value) => value.endsWith(ends) && /^[a-z0-9-]+$/.test(value.slice(0, -ends.length)),
  );
}
