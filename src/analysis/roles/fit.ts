import { describeGuardrail } from '../callers/describe.ts';
import type { GuardedPolicy } from '../callers/guarded-policy.ts';
import { whatIsNotKnown } from '../callers/not-known.ts';
import { organizationsOf } from '../callers/organization-of.ts';
import { refusedByGuardrail } from '../callers/refused-by-guardrail.ts';
import { isDmsService, serviceDomain } from '../callers/service-principals.ts';
import { askService, trustOf } from '../callers/service-question.ts';
import { sourceAccountKey, sourceArnKey } from '../callers/source-keys.ts';
import type { Place, SourceOption, Sources } from '../callers/sources.ts';
import { type Tried, triedIn } from '../callers/tried.ts';
import type { Case } from '../policy/decide/decide.ts';
import type { PolicyDocument } from '../policy/document.ts';
import type { Sender, SentKeys } from './sent-keys.ts';
import { type RoleUser, regionOf, sourceArnsOf } from './users.ts';
import { useFacts } from './uses.ts';

/** Whether DMS can assume a role for one of its users. */
export type Fit =
  | { readonly answer: 'let-in'; readonly witness: Tried }
  | { readonly answer: 'locked-out'; readonly witness: Tried; readonly because: string }
  | { readonly answer: 'undecided'; readonly because: string };

/** The DMS service principals that assume a role for one of its users. */
export function dmsServicesFor({ use, resource }: RoleUser, partition: string): readonly string[] {
  const domain = serviceDomain(partition);
  return useFacts[use].services
    .map((service) => `${service.replace('<region>', regionOf(resource))}.${domain}`)
    .filter(isDmsService);
}

/**
 * Puts to a trust what DMS sends for one resource: the resource's own ARN as aws:SourceArn, this account as
 * aws:SourceAccount, as far as its engine and the use send them, by each principal that the use needs.
 */
export function judgeFit(
  document: PolicyDocument,
  user: RoleUser,
  senders: readonly Sender[],
  place: Place,
): Fit {
  const fits = dmsServicesFor(user, place.partition).flatMap((service) =>
    senders.flatMap((sender) =>
      sourceArnsOf(user).map((arn) => fitOf(document, { service, user, sender, arn }, place)),
    ),
  );
  const [first] = fits;
  if (first === undefined) throw new Error('a use of a role asks for no principal of DMS');
  return (
    fits.find(({ answer }) => answer === 'locked-out') ??
    fits.find(({ answer }) => answer === 'undecided') ??
    first
  );
}

interface Way {
  readonly service: string;
  readonly user: RoleUser;
  readonly sender: Sender;
  /** What it names as aws:SourceArn, where it sends that. */
  readonly arn: string;
}

function fitOf(document: PolicyDocument, way: Way, place: Place): Fit {
  const { service, user, sender } = way;
  const answers = sender.possible.map((keys) => ({ keys, fit: ask(document, way, keys, place) }));
  const [first] = answers;
  if (first === undefined) throw new Error('a sender sends nothing');
  const { fit } = first;
  if (answers.every((each) => each.fit.answer === fit.answer)) {
    const isBySender = sender.possible.length === 1 && sender.because !== null;
    return fit.answer === 'locked-out' && fit.witness.guardrail === null && isBySender
      ? { ...fit, because: sender.because }
      : fit;
  }
  const undecided = answers.find((each) => each.fit.answer === 'undecided');
  if (undecided !== undefined) return undecided.fit;
  const hangsOn = sender.because ?? `AWS does not document that DMS sends ${unverifiedKeys(user)} for it`;
  return {
    answer: 'undecided',
    because: `${service} is let in only with certain source keys, and ${hangsOn}`,
  };
}

const unverifiedKeys = ({ use }: RoleUser): string =>
  [
    ...(useFacts[use].sourceAccount === 'unverified' ? ['aws:SourceAccount'] : []),
    ...(useFacts[use].sourceArn === 'unverified' ? ['aws:SourceArn'] : []),
  ].join(' and ');

function ask(document: PolicyDocument, { service, arn }: Way, keys: SentKeys, place: Place): Fit {
  const trust = trustOf(document, place);
  const askOf = (policy: GuardedPolicy): readonly Case[] =>
    askService({
      policy,
      service,
      action: 'sts:AssumeRole',
      sources: oneSource,
      among: [sourceOf(arn, keys, place)],
      // Whether a service tells the organisation of its source is not documented.
      organization: {
        members: organizationsOf(place.organization),
        orNone: true,
        unverified: true,
      },
    });
  const cases = askOf(trust);
  const [first] = cases;
  if (first === undefined) throw new Error('there is no case to judge');
  const tried = triedIn(trust, first.reading);
  if (first.allowed !== null && cases.every(({ allowed }) => allowed !== null)) {
    return { answer: 'let-in', witness: tried(first.allowed) };
  }
  const doubts = cases.flatMap((each) => each.doubts);
  if (first.refused !== null && doubts.length === 0 && cases.every(({ allowed }) => allowed === null)) {
    const witness = refusedByGuardrail(trust, first.reading, askOf) ?? tried(first.refused);
    return { answer: 'locked-out', witness, because: whyLockedOut(witness) };
  }
  return { answer: 'undecided', because: doubts[0] ?? `it hangs on ${whatIsNotKnown(cases)}` };
}

/** As the reason for a refusal. */
export function whyLockedOut(witness: Tried): string {
  const guardrail = describeGuardrail(witness);
  return guardrail === null ? 'no statement lets it in' : `the ${guardrail} refuses it`;
}

/** There is one source, so that nothing is left to tell apart. */
const oneSource: Omit<Sources, 'options'> = {
  family: {
    arnKey: sourceArnKey,
    accountKeys: [sourceAccountKey],
    arns: [],
    preferred: [],
    carried: [],
    marks: [],
  },
  doubts: [],
};

const sourceOf = (arn: string, { account, arn: carriesArn }: SentKeys, place: Place): SourceOption => ({
  context: {
    ...(account ? { [sourceAccountKey]: place.account } : {}),
    ...(carriesArn ? { [sourceArnKey]: arn } : {}),
  },
  arn: account || carriesArn ? arn : null,
  marked: [account || carriesArn, account || carriesArn],
  isOwn: account || carriesArn,
  isTrusted: account || carriesArn,
  isOfNobody: !account && !carriesArn,
});
