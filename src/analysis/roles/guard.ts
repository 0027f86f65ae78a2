import { askedIn } from '../callers/asked-conditions.ts';
import { type AskingServices, servicesAskingOf } from '../callers/asking-services.ts';
import { dmsResourceTypes } from '../callers/dms-arns.ts';
import { documentsOnServices, type GuardedPolicy } from '../callers/guarded-policy.ts';
import { whatIsNotKnown } from '../callers/not-known.ts';
import { organizationsOf } from '../callers/organization-of.ts';
import { refusedByGuardrail } from '../callers/refused-by-guardrail.ts';
import { dmsPrincipals, dmsServicePrincipals, isDmsService } from '../callers/service-principals.ts';
import { askService, type ServiceQuestion, trustOf } from '../callers/service-question.ts';
import { sourceOrganizationKeys } from '../callers/source-keys.ts';
import { type SourceOption, type SourceQuestion, sourcesFor } from '../callers/sources.ts';
import { type Refused, type Tried, triedIn } from '../callers/tried.ts';
import type { Case } from '../policy/decide/decide.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import type { PolicyRequest } from '../policy/request.ts';
import { remembered } from '../remembered.ts';

/** What a trust is judged against. */
export interface GuardQuestion extends Omit<SourceQuestion, 'types'> {
  /** Organisations of which DMS may act for every account. */
  readonly trustedOrganizations: readonly string[];
  /** Organisational units, as paths, below which DMS may act for every account. */
  readonly trustedOrganizationPaths: readonly string[];
}

/** Whether a trust keeps DMS from acting through the role for strangers. */
export type GuardAnswer =
  | { readonly answer: 'no-dms-principal' }
  /** Only sources that are trusted get in, whatever the rest of the request is. */
  | {
      readonly answer: 'guarded';
      readonly letIn: Tried;
      /** A stranger that the trust lets in and the organisation refuses; null: the trust is guarded by itself. */
      readonly guardedBy: Refused | null;
      readonly assumes: readonly string[];
    }
  | { readonly answer: 'open'; readonly witness: Tried }
  /** Nobody gets in, the account's own resources neither. */
  | { readonly answer: 'unusable'; readonly witness: Tried }
  | { readonly answer: 'undecided'; readonly because: string };

type Outlook = Exclude<GuardAnswer, { readonly answer: 'no-dms-principal' }>;

/** Judges a trust for every request that a DMS service principal could make. */
export const judgeGuard = remembered((document: PolicyDocument, question: GuardQuestion): GuardAnswer => {
  const { names: services, doubts } = servicesLetIn(document, question);
  if (services.length === 0) return { answer: 'no-dms-principal' };
  const answer = judgeServices(document, question, services);
  const [doubt] = doubts;
  return doubt === undefined || answer.answer === 'open'
    ? answer
    : { answer: 'undecided', because: `whether strangers get in is not decided: ${doubt}` };
});

function judgeServices(
  document: PolicyDocument,
  question: GuardQuestion,
  services: readonly string[],
): Outlook {
  const { options, ...sources } = sourcesFor(document, {
    ...question,
    types: dmsResourceTypes,
  });
  const judge = (tellsOrganization: boolean): Outlook =>
    together(
      services.map((service) => {
        const ask: Ask = (policy, among, organization) =>
          askService({
            policy,
            service,
            action: 'sts:AssumeRole',
            sources,
            among,
            organization: tellsOrganization ? organization : null,
          });
        return outlookFor(trustOf(document, question), question, options, ask);
      }),
    );
  const isOfOrganization = documentsOnServices(document, question.guardrails)
    .flatMap(askedIn)
    .some(({ condition: { key } }) => sourceOrganizationKeys.some((each) => each === key.toLowerCase()));
  if (!isOfOrganization) return judge(false);
  // Nothing says whether DMS tells the organisation of its source.
  const [told, untold] = [judge(true), judge(false)];
  if (told.answer === 'guarded' && untold.answer === 'unusable') {
    return { ...told, assumes: [...told.assumes, 'DMS sends the organisation of its source'] };
  }
  return whichever([told, untold], 'whether DMS sends the organisation of its source');
}

/** The DMS service principals that some statement names to let in, be it for another action. */
function servicesLetIn(
  document: PolicyDocument,
  { partition, regions, guardrails }: Pick<GuardQuestion, 'partition' | 'regions' | 'guardrails'>,
): AskingServices {
  const { names: asking, doubts } = servicesAskingOf(document, {
    guardrails,
    all: dmsServicePrincipals(partition),
    preferred: dmsPrincipals(partition, regions),
  });
  const lettingIn = document.statements.filter(({ effect }) => effect === 'Allow');
  const isLetIn = (service: string): boolean =>
    isDmsService(service) && lettingIn.some((statement) => names(statement, service));
  return { names: asking.filter(isLetIn), doubts };
}

const names = ({ principals }: Statement, service: string): boolean =>
  principals !== null && (principals.any || principals.services.includes(service)) !== principals.negated;

/** Puts every request of one service for some sources, each of an organisation, to a policy. */
type Ask = (
  policy: GuardedPolicy,
  among: readonly SourceOption[],
  organization: ServiceQuestion['organization'],
) => readonly Case[];

/** How one service fares, over all that is not known. */
function outlookFor(
  policy: GuardedPolicy,
  { organization, trustedOrganizations, trustedOrganizationPaths }: GuardQuestion,
  options: readonly SourceOption[],
  ask: Ask,
): Outlook {
  const own = options.filter(({ isOwn }) => isOwn);
  const withBothKeys = own.filter(({ context }) => Object.keys(context).length === 2);
  const ours: ServiceQuestion['organization'] = {
    members: organizationsOf(organization),
    orNone: typeof organization !== 'string',
    unverified: false,
  };
  const askStrangers = (of: GuardedPolicy): readonly Case[] =>
    ask(
      of,
      options.filter(({ isTrusted }) => !isTrusted),
      {
        members: { notOf: trustedOrganizations },
        outsidePaths: trustedOrganizationPaths,
        orNone: true,
        unverified: false,
      },
    );
  const askComplete = (of: GuardedPolicy): readonly Case[] => ask(of, withBothKeys, ours);
  const strangers = askStrangers(policy);
  const complete = askComplete(policy);
  const partial = ask(policy, own, ours);
  const outlooks = strangers.map((each, index): Outlook => {
    const { reading } = each;
    const outlook = outlookIn(policy, [each, complete[index], partial[index]], organization);
    if (outlook.answer === 'guarded')
      return { ...outlook, guardedBy: refusedByGuardrail(policy, reading, askStrangers) };
    if (outlook.answer !== 'unusable') return outlook;
    return { ...outlook, witness: refusedByGuardrail(policy, reading, askComplete) ?? outlook.witness };
  });
  return whichever(outlooks, whatIsNotKnown(strangers));
}

function outlookIn(
  policy: GuardedPolicy,
  [strangers, complete, partial]: readonly [Case, Case | undefined, Case | undefined],
  organization: GuardQuestion['organization'],
): Outlook {
  if (complete === undefined || partial === undefined) throw new Error('the questions differ in their cases');
  const tried = triedIn(policy, strangers.reading);
  if (strangers.allowed !== null) return { answer: 'open', witness: tried(strangers.allowed) };
  const undecided = (because: string): Outlook => ({ answer: 'undecided', because });
  const [doubt] = strangers.doubts;
  if (doubt !== undefined) return undecided(`whether strangers get in is not decided: ${doubt}`);
  if (complete.allowed !== null) {
    return {
      answer: 'guarded',
      letIn: tried(complete.allowed),
      guardedBy: null,
      assumes: assumedOf(complete.allowed, organization),
    };
  }
  const [ownDoubt] = partial.doubts;
  if (ownDoubt !== undefined)
    return undecided(`whether the account itself gets in is not decided: ${ownDoubt}`);
  if (partial.allowed !== null || complete.refused === null)
    return undecided('it lets the account itself in only where DMS leaves a source key out');
  return { answer: 'unusable', witness: tried(complete.refused) };
}

/** Where the organisation of the account is not known, a request that tells one assumes it. */
function assumedOf({ context }: PolicyRequest, organization: string | null | undefined): readonly string[] {
  const told = context[sourceOrganizationKeys[0]];
  return organization === undefined && typeof told === 'string'
    ? [`this account is in organisation ${told}`]
    : [];
}

/** The answer that holds whichever of these is the case. Open and unusable both fail. */
function whichever(outlooks: readonly Outlook[], hangsOn: string): Outlook {
  const [first] = outlooks;
  if (first === undefined) throw new Error('there is no case to judge');
  if (outlooks.every(({ answer }) => answer === first.answer)) return first;
  const open = outlooks.find(({ answer }) => answer === 'open');
  const isFailing = outlooks.every(({ answer }) => answer === 'open' || answer === 'unusable');
  if (open !== undefined && isFailing) return open;
  return (
    outlooks.find(({ answer }) => answer === 'undecided') ?? {
      answer: 'undecided',
      because: `it hangs on ${hangsOn}`,
    }
  );
}

/** One way in is enough, for strangers as for the account itself. */
function together(services: readonly Outlook[]): Outlook {
  const first = (answer: Outlook['answer']): Outlook | undefined =>
    services.find((outlook) => outlook.answer === answer);
  const byOrganization = services.find((each) => each.answer === 'guarded' && each.guardedBy !== null);
  const outlook =
    first('open') ?? first('undecided') ?? byOrganization ?? first('guarded') ?? first('unusable');
  if (outlook === undefined) throw new Error('no service was judged');
  return outlook;
}
