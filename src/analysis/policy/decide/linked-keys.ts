import type { PolicyDocument } from '../shape.ts';
import { arnDimension, arnOptions, type Carried } from './arn-dimension.ts';
import type { Dimension } from './dimension.ts';
import type { AskedCondition, Resolve } from './patterns.ts';
import {
  accountIds,
  anyButColon,
  anyCharacter,
  anyNumberOf,
  literally,
  oneOrMore,
  type TextSet,
} from './text-set.ts';

/** An ARN and the keys that hold its account, which so vary together: `aws:SourceArn` and `aws:SourceAccount`. */
export interface LinkedKeys {
  readonly arnKey: string;
  readonly accountKeys: readonly string[];
  /** The service in the ARN, `dms`; if left out, of any service. */
  readonly service?: string;
  /** `aws` if left out. */
  readonly partition?: string;
  /** Whose ARN it is; anybody's if left out. */
  readonly accounts?: { readonly of: readonly string[] } | { readonly notOf: readonly string[] };
  /** Which of the keys a request may carry, each a way that is looked at; `both` alone if left out. */
  readonly sent?: readonly Sent[];
}

type Sent = 'both' | 'arn' | 'account' | 'none';

const carriedWhen: Readonly<Record<Sent, Carried>> = {
  both: { arn: true, account: true },
  arn: { arn: true, account: false },
  account: { arn: false, account: true },
  none: { arn: false, account: false },
};

/** Every combination of such keys that the policies can tell apart. */
export function linkedDimension(
  { arnKey, accountKeys, service, partition = 'aws', accounts, sent = ['both'] }: LinkedKeys,
  documents: readonly PolicyDocument[],
  resolve: Resolve,
): Dimension {
  const listed = accounts === undefined ? [] : 'of' in accounts ? accounts.of : accounts.notOf;
  const wanted = accounts !== undefined && 'of' in accounts;
  const family = {
    arnKey: arnKey.toLowerCase(),
    accountKeys: accountKeys.map((key) => key.toLowerCase()),
    arns: arnsOf(partition, service),
    preferred: [],
    carried: sent.map((each) => carriedWhen[each]),
    marks: [{ on: 'account', set: listed.map(literally) }],
  } as const;
  const { options, doubts } = arnOptions(family, conditionsIn(documents), resolve);
  const among = options.filter(
    ({ arn, marked }) => accounts === undefined || arn === null || marked[0] === wanted,
  );
  return arnDimension(family, doubts, among);
}

function arnsOf(partition: string, service: string | undefined): TextSet {
  const ofService = service === undefined ? oneOrMore(anyButColon) : literally(service);
  return accountIds.map((account) => [
    ...literally(`arn:${partition}:`),
    ...ofService,
    ...literally(':'),
    anyNumberOf(anyButColon),
    ...literally(':'),
    ...account,
    ...literally(':'),
    ...oneOrMore(anyCharacter),
  ]);
}

const conditionsIn = (documents: readonly PolicyDocument[]): readonly AskedCondition[] =>
  documents.flatMap(({ statements, version }) =>
    statements.flatMap(({ conditions }) => conditions.map((condition) => ({ condition, version }))),
  );
