import { cellsOf } from './cells.ts';
import type { Context, Dimension } from './dimension.ts';
import { type AskedCondition, comparedTexts, type Resolve, type VariableValue } from './patterns.ts';
import {
  anyButColon,
  anyCharacter,
  anyNumberOf,
  literally,
  type Sequence,
  type TextSet,
} from './text-set.ts';
import { notAsText, tooManyPatterns } from './values.ts';

/** An ARN and the keys that hold its account: aws:SourceArn with aws:SourceAccount, for one. */
export interface ArnFamily {
  readonly arnKey: string;
  /** Keys whose value is the account of the ARN. */
  readonly accountKeys: readonly string[];
  /** The ARNs that can occur; the account of each has twelve digits, or is left out. */
  readonly arns: TextSet;
  /** ARNs that stand for their like in a witness. */
  readonly preferred: readonly string[];
  /** Which of the keys a request may carry. */
  readonly carried: readonly Carried[];
  /** What the asker tells apart, whatever the conditions do. */
  readonly marks: readonly Mark[];
}

/** A set of accounts, or of ARNs. */
export interface Mark {
  readonly on: 'account' | 'arn';
  readonly set: TextSet;
}

export interface Carried {
  readonly arn: boolean;
  readonly account: boolean;
}

export interface ArnOption {
  readonly context: Context;
  /** The ARN that the option stands for, whether the request carries it or not; null: it is not about one. */
  readonly arn: string | null;
  /** Of each mark, whether it holds the ARN. All false where the request carries neither key. */
  readonly marked: readonly boolean[];
}

export interface ArnOptions {
  readonly options: readonly ArnOption[];
  readonly doubts: readonly string[];
}

/** Accounts as patterns of whole ARNs: what two keys say of one account is looked at together, so that each is exact. */
const asArns = (accounts: TextSet): TextSet =>
  accounts.map((account) => [...beforeAccount, ...account.map(withinComponent), ...literally(':'), anything]);

const anything = anyNumberOf(anyCharacter);
const beforeAccount: Sequence = Array.from({ length: 4 }, () => [
  anyNumberOf(anyButColon),
  ...literally(':'),
]).flat();

/** An account pattern sees nothing but the account, so its wildcards cross no colon. */
const withinComponent = (step: Sequence[number]): Sequence[number] =>
  step.characters.id === anyCharacter.id ? { ...step, characters: anyButColon } : step;

/** Every combination of an ARN and its account that the conditions and the marks can tell apart. */
export function arnOptions(
  family: ArnFamily,
  conditions: readonly AskedCondition[],
  resolve: Resolve,
): ArnOptions {
  const { arnKey, accountKeys, marks } = family;
  const keys = [arnKey, ...accountKeys];
  // A request of the family that carries an account carries the account of its ARN.
  const inside = (key: string): VariableValue =>
    accountKeys.includes(key.toLowerCase()) ? { kind: 'own-account' } : resolve(key);
  const asking = conditions.filter(({ condition }) => keys.includes(condition.key.toLowerCase()));
  const compared = asking.flatMap((asked) => {
    const texts = comparedTexts(asked, inside);
    return texts === null ? [] : [{ ...texts, isAccount: asked.condition.key.toLowerCase() !== arnKey }];
  });
  const doubts = [
    ...asking.flatMap(notAsText),
    ...compared.flatMap(({ open }) => (open === null ? [] : [`${arnKey}: it is compared with \${${open}}`])),
  ];
  const sets = compared.flatMap(({ sets: each, isAccount }) => (isAccount ? each.map(asArns) : each));
  const cells = cellsOf(
    family.arns,
    [...marks.map(({ on, set }) => (on === 'account' ? asArns(set) : set)), ...sets],
    family.preferred,
  );
  const told = (cells ?? []).map(
    ({ text, inSets }): Told => ({
      arn: text,
      account: text.split(':')[4] ?? '',
      marked: marks.map((_, index) => inSets[index] === true),
    }),
  );
  const options = family.carried.flatMap((carried) =>
    sendersOf(told, marks, carried).map(
      ({ arn, account, marked }): ArnOption => ({
        context: {
          ...(carried.account ? Object.fromEntries(accountKeys.map((key) => [key, account])) : {}),
          ...(carried.arn ? { [arnKey]: arn } : {}),
        },
        arn: carried.arn || carried.account ? arn : null,
        marked: carried.arn || carried.account ? marked : marked.map(() => false),
      }),
    ),
  );
  const distinct = new Map(
    options.map((option) => [JSON.stringify([option.context, option.marked]), option]),
  );
  return {
    options: [...distinct.values()],
    doubts: cells === null ? [...doubts, `${arnKey}: ${tooManyPatterns}`] : doubts,
  };
}

interface Told {
  readonly arn: string;
  /** Empty in the ARN of a bucket, whose owner it does not tell. */
  readonly account: string;
  readonly marked: readonly boolean[];
}

/** What can be sent together: an ARN that tells no account goes with any. */
function sendersOf(told: readonly Told[], marks: readonly Mark[], carried: Carried): readonly Told[] {
  const owned = told.filter(({ account }) => account !== '');
  const free = told.filter(({ account }) => account === '');
  if (!carried.account) return told;
  const anybodys = carried.arn
    ? free.flatMap(({ arn, marked: ofArn }) =>
        owned.map(({ account, marked: ofAccount }) => ({
          arn,
          account,
          marked: marks.map(({ on }, index) => (on === 'account' ? ofAccount : ofArn)[index] === true),
        })),
      )
    : [];
  return [...owned, ...anybodys];
}

/** Those options of a family that a question is about. */
export const arnDimension = (
  { arnKey, accountKeys }: ArnFamily,
  doubts: readonly string[],
  options: readonly ArnOption[],
): Dimension => ({
  keys: [arnKey, ...accountKeys],
  options: options.map(({ context }) => context),
  unverified: false,
  doubts,
});
