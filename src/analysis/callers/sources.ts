import type { Guardrails } from '../organization/guardrails.ts';
import { type ArnFamily, type ArnOption, arnOptions } from '../policy/decide/arn-dimension.ts';
import { literally } from '../policy/decide/text-set.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { accountsWrittenIn, askedIn, strangerTo } from './asked-conditions.ts';
import { anyArns, dmsArn, dmsArns } from './dms-arns.ts';
import { documentsOnServices } from './guarded-policy.ts';
import { serviceKeyFacts } from './service-keys.ts';
import { sourceAccountKey, sourceArnKey } from './source-keys.ts';

/** Where a policy stands, and what is known there. */
export interface Place {
  /** The account that owns what the policy guards. */
  readonly account: string;
  /** Its organisation; null: it is in none; undefined: not known. */
  readonly organization: string | null | undefined;
  readonly partition: string;
  readonly regions: readonly string[];
  /** What the organisation has over it, as far as it bears on what is asked. */
  readonly guardrails: Guardrails;
  /** The ARN of what the policy guards, by which a guardrail may name it; null: not known, or none is there. */
  readonly resource: string | null;
}

export interface SourceQuestion extends Place {
  readonly trustedAccounts: readonly string[];
  /** ARNs of the account's own resources; the first that fits stands for its like in a witness. */
  readonly knownArns: readonly string[];
  /** Types of the DMS resources that may be the source; null: a service other than DMS asks. */
  readonly types: readonly string[] | null;
}

/** For whom a service may call: every source that the policy can tell from another. */
export interface Sources {
  readonly options: readonly SourceOption[];
  readonly family: ArnFamily;
  readonly doubts: readonly string[];
}

export interface SourceOption extends ArnOption {
  /** The source is of the place's account, as far as the request tells of one. */
  readonly isOwn: boolean;
  /** The source is of the place's account or of a trusted one. */
  readonly isTrusted: boolean;
  /** The request tells of no source. */
  readonly isOfNobody: boolean;
}

/** Every source of a service's request: of this account, of trusted ones, of strangers, and of nobody. */
export function sourcesFor(document: PolicyDocument, question: SourceQuestion): Sources {
  const { account, partition, trustedAccounts, guardrails } = question;
  const documents = documentsOnServices(document, guardrails);
  const asked = documents.flatMap(askedIn);
  const looksAtArn = asked.some(({ condition }) => condition.key.toLowerCase() === sourceArnKey);
  const types = looksAtArn ? question.types : oneOf(question);
  const family: ArnFamily = {
    arnKey: sourceArnKey,
    accountKeys: [sourceAccountKey],
    arns: types === null ? anyArns(partition) : dmsArns(partition, types),
    preferred: preferredArns(documents, question, types ?? ['endpoint']),
    // DMS sends both, other services mostly neither: the first that fits is what a witness shows.
    carried: types === null ? carriedByOthers : carriedByOthers.toReversed(),
    marks: [
      { on: 'account', set: [literally(account)] },
      { on: 'account', set: [account, ...trustedAccounts].map(literally) },
    ],
  };
  const { options, doubts } = arnOptions(family, asked, (key) => ({
    // Of the keys besides the source's own none has one value in all requests.
    kind: serviceKeyFacts(key.toLowerCase(), account).presence === 'never' ? 'absent' : 'open',
  }));
  return {
    family,
    doubts,
    options: options.map((option) => ({
      ...option,
      isOfNobody: option.arn === null,
      isOwn: option.marked[0] === true,
      isTrusted: option.marked[1] === true,
    })),
  };
}

/** Where nothing asks for aws:SourceArn, one type says as much as all. */
function oneOf({ types, knownArns }: SourceQuestion): readonly string[] | null {
  const typesOfKnown = knownArns.flatMap((arn) => arn.split(':')[5] ?? []);
  return types === null
    ? null
    : [...typesOfKnown, ...types].filter((each) => types.includes(each)).slice(0, 1);
}

const carriedByOthers = [
  { arn: false, account: false },
  { arn: true, account: false },
  { arn: false, account: true },
  { arn: true, account: true },
];

/** ARNs that look like real ones, of the account, of a stranger, and of accounts that the policy writes. */
function preferredArns(
  documents: readonly PolicyDocument[],
  { account, partition, regions, knownArns, trustedAccounts }: SourceQuestion,
  types: readonly string[],
): readonly string[] {
  const written = accountsWrittenIn(documents);
  const [region = 'us-east-1'] = regions;
  const arnsOf = (owner: string, some: readonly string[]): readonly string[] =>
    some.map((type) => dmsArn(partition, region, owner, type));
  return [
    ...knownArns,
    ...arnsOf(account, types),
    ...arnsOf(strangerTo([account, ...trustedAccounts, ...written]), types),
    ...written.flatMap((each) => arnsOf(each, types.slice(0, 1))),
  ];
}
