import { dmsResourceTypes } from '../../analysis/callers/dms-arns.ts';
import { dmsPrincipals, isDmsService, serviceDomain } from '../../analysis/callers/service-principals.ts';
import { askService, type ServiceQuestion, trustOf } from '../../analysis/callers/service-question.ts';
import {
  sourceAccountKey,
  sourceArnKey,
  sourceOrganizationKeys,
} from '../../analysis/callers/source-keys.ts';
import { type SourceOption, sourcesFor } from '../../analysis/callers/sources.ts';
import { guardSupportedFrom, isAtLeast } from '../../analysis/engine-version.ts';
import { noGuardrails } from '../../analysis/organization/guardrails.ts';
import type { Case } from '../../analysis/policy/decide/decide.ts';
import type { PolicyDocument } from '../../analysis/policy/document.ts';
import { type Answer, agreed, whetherLetIn } from './answer.ts';
import type { PolicyOrder } from './order.ts';
import { dmsPrincipalsIn, type Where } from './where.ts';

/** What is asked about a trust policy. */
export interface TrustQuestion
  extends Pick<PolicyOrder, 'account' | 'trusted' | 'service' | 'sourceArn' | 'engineVersion'> {
  readonly where: Where;
}

/**
 * Whether DMS gets in for an account that is not trusted, or for nobody in particular. All of its principals
 * are asked: those that the policy writes anywhere, and those that it may let in without naming them.
 */
export function strangersLetIn(document: PolicyDocument, question: TrustQuestion): Answer {
  const { trusted, where } = question;
  const policy = trustOf(document, placeOf(question));
  const services = new Set([...dmsPrincipalsIn(document), ...dmsPrincipals(where.partition, [where.region])]);
  if (question.service !== null && isDmsService(question.service)) services.add(question.service);
  const { options, ...sources } = sourcesFor(document, {
    ...placeOf(question),
    trustedAccounts: trusted,
    knownArns: [],
    types: dmsResourceTypes,
  });
  const among = options.filter(({ isTrusted }) => !isTrusted);
  const ask = (organization: ServiceQuestion['organization']): Answer => {
    const cases = [...services].map((service) =>
      askService({
        policy,
        service,
        action: 'sts:AssumeRole',
        sources,
        among,
        organization,
      }),
    );
    return whetherLetIn(policy, cases);
  };
  const told = { members: { notOf: [] }, orNone: true, unverified: false } as const;
  // Nothing says whether DMS tells the organisation of its source.
  const worlds = asksForOrganization(document) ? [told, null] : [null];
  return agreed(worlds.map(ask), 'whether DMS sends the organisation of its source');
}

/** Whether the service gets in for a resource of the account, or for the very resource that is given. */
export function ownLetIn(document: PolicyDocument, question: TrustQuestion): Answer {
  const policy = trustOf(document, placeOf(question));
  const { options, ...sources } = sourcesFor(document, {
    ...placeOf(question),
    trustedAccounts: [],
    knownArns: [],
    types: servicesAsked(document, question).every(isDmsService) ? dmsResourceTypes : null,
  });
  const ask = (service: string, among: readonly SourceOption[]): readonly Case[] =>
    askService({
      policy,
      service,
      action: 'sts:AssumeRole',
      sources,
      among,
      organization: { members: 'any', orNone: true, unverified: true },
    });
  const services = servicesAsked(document, question);
  const ways = waysToSend(question, services).map((keys) => {
    const among =
      question.sourceArn === null
        ? own(options, keys)
        : [thisOne(question.sourceArn, question.account, keys)];
    return whetherLetIn(
      policy,
      services.map((service) => ask(service, among)),
    );
  });
  return agreed(ways, `which source keys ${services.join(', ')} sends, which AWS does not document`);
}

/** Which service principals must get in. */
export function servicesAsked(
  document: PolicyDocument,
  { service, where }: Pick<TrustQuestion, 'service' | 'where'>,
): readonly string[] {
  if (service !== null) return [service];
  const named = dmsPrincipalsIn(document);
  return named.length > 0 ? named : [`dms.${serviceDomain(where.partition)}`];
}

/** Whether the engine at work is too old to say on whose behalf it asks. */
export const sendsNoSourceKeys = ({ engineVersion }: Pick<TrustQuestion, 'engineVersion'>): boolean =>
  engineVersion !== null && isAtLeast(engineVersion, guardSupportedFrom) === false;

type Keys = Readonly<Record<typeof sourceAccountKey | typeof sourceArnKey, boolean>>;

const sending = (account: boolean, arn: boolean): Keys => ({
  [sourceAccountKey]: account,
  [sourceArnKey]: arn,
});

/** DMS documents that it sends both keys, from an engine version on; of other services nothing is documented. */
function waysToSend(question: TrustQuestion, services: readonly string[]): readonly Keys[] {
  if (!services.every(isDmsService)) {
    return [sending(true, true), sending(true, false), sending(false, true), sending(false, false)];
  }
  return [sendsNoSourceKeys(question) ? sending(false, false) : sending(true, true)];
}

const own = (options: readonly SourceOption[], wanted: Keys): readonly SourceOption[] =>
  options.filter(
    ({ context, isOwn, isOfNobody }) =>
      (isOwn || isOfNobody) &&
      ([sourceAccountKey, sourceArnKey] as const).every((key) => Object.hasOwn(context, key) === wanted[key]),
  );

const thisOne = (arn: string, account: string, wanted: Keys): SourceOption => ({
  context: {
    // The ARN of a bucket tells no account.
    ...(wanted[sourceAccountKey] ? { [sourceAccountKey]: arn.split(':')[4] || account } : {}),
    ...(wanted[sourceArnKey] ? { [sourceArnKey]: arn } : {}),
  },
  arn,
  marked: [],
  isOwn: true,
  isTrusted: true,
  isOfNobody: !wanted[sourceAccountKey] && !wanted[sourceArnKey],
});

/** One document is judged by itself: no organisation is known to have anything over it. */
const placeOf = ({ account, where: { partition, region } }: TrustQuestion) => ({
  account,
  partition,
  regions: [region],
  organization: undefined,
  guardrails: noGuardrails,
  resource: null,
});

const asksForOrganization = ({ statements }: PolicyDocument): boolean =>
  statements.some(({ conditions }) =>
    conditions.some(({ key }) => sourceOrganizationKeys.some((each) => each === key.toLowerCase())),
  );
