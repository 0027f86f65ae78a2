import { servicesAskingOf } from '../callers/asking-services.ts';
import { dmsResourceTypes } from '../callers/dms-arns.ts';
import type { GuardedPolicy } from '../callers/guarded-policy.ts';
import { whatIsNotKnown } from '../callers/not-known.ts';
import { dmsPrincipals, dmsServicePrincipals, isDmsService } from '../callers/service-principals.ts';
import { askService, type ServiceQuestion } from '../callers/service-question.ts';
import { type SourceQuestion, sourcesFor } from '../callers/sources.ts';
import { type Tried, triedIn } from '../callers/tried.ts';
import { noGuardrails } from '../organization/guardrails.ts';
import type { Case } from '../policy/decide/decide.ts';
import { asksForOrganization } from './publisher.ts';
import { ownedByNoneOf } from './source-owner.ts';
import { type ReadTopic, topicPolicy } from './topic.ts';

/** For whom DMS may publish to a topic. */
export interface TopicTerms extends Omit<SourceQuestion, 'types' | 'guardrails' | 'resource'> {
  readonly trustedOrganizations: readonly string[];
  /** Organisational units, as paths, below which every account is trusted. */
  readonly trustedOrganizationPaths: readonly string[];
}

/** Whether a topic's policy keeps DMS from publishing for strangers. */
export type TopicGuard =
  | { readonly answer: 'no-dms-principal' }
  | { readonly answer: 'guarded' }
  | { readonly answer: 'open'; readonly witness: Tried }
  | { readonly answer: 'undecided'; readonly because: string };

type Outlook = Exclude<TopicGuard, { readonly answer: 'no-dms-principal' }>;

/** Judges a topic's policy for every request to publish that a DMS service principal could make for a stranger. */
export function judgeTopic(read: ReadTopic, terms: TopicTerms): TopicGuard {
  const { names, doubts } = servicesAskingOf(read.document, {
    guardrails: noGuardrails,
    all: dmsServicePrincipals(terms.partition),
    preferred: dmsPrincipals(terms.partition, terms.regions),
  });
  const services = names.filter(isDmsService);
  if (services.length === 0) return { answer: 'no-dms-principal' };
  const ask = asking(read, terms);
  const outlooks = services.map(ask);
  const first = (answer: Outlook['answer']): Outlook | undefined =>
    outlooks.find((outlook) => outlook.answer === answer);
  const [doubt] = doubts;
  return (
    first('open') ??
    first('undecided') ??
    (doubt === undefined ? { answer: 'guarded' } : undecided('DMS', `is not decided: ${doubt}`))
  );
}

const undecided = (service: string, why: string): Outlook => ({
  answer: 'undecided',
  because: `whether ${service} may publish to its topic for strangers ${why}`,
});

/** Puts the question for one service principal, over all sources that are not trusted. */
function asking(read: ReadTopic, terms: TopicTerms): (service: string) => Outlook {
  const { account, trustedAccounts, trustedOrganizations, trustedOrganizationPaths } = terms;
  const { document } = read;
  const policy = topicPolicy(read);
  const { guardrails, resource } = policy;
  const { options, ...sources } = sourcesFor(document, {
    ...terms,
    guardrails,
    resource,
    types: dmsResourceTypes,
  });
  const among = options.filter(({ isTrusted }) => !isTrusted);
  const foreign: ServiceQuestion['organization'] = {
    members: { notOf: trustedOrganizations },
    orNone: true,
    unverified: false,
    outsidePaths: trustedOrganizationPaths,
  };
  const keyFacts = ownedByNoneOf([account, ...trustedAccounts], document);
  // Nothing says whether DMS tells the organisation of its source.
  const organizations = asksForOrganization(document) ? [null, foreign] : [null];
  return (service) => {
    const action = 'sns:Publish';
    const cases = organizations.flatMap((organization) =>
      askService({ policy, service, action, sources, among, organization, keyFacts }),
    );
    return outlookIn(policy, service, cases);
  };
}

/** What holds however that which is not known turns out. */
function outlookIn(policy: GuardedPolicy, service: string, cases: readonly Case[]): Outlook {
  const open = cases.flatMap(({ allowed, reading }) => (allowed === null ? [] : [{ allowed, reading }]));
  const [shown] = open;
  if (shown !== undefined && open.length === cases.length)
    return { answer: 'open', witness: triedIn(policy, shown.reading)(shown.allowed) };
  const [doubt] = cases.flatMap(({ doubts }) => doubts);
  if (doubt !== undefined) return undecided(service, `is not decided: ${doubt}`);
  if (shown === undefined) return { answer: 'guarded' };
  const isAssumed = cases.some(({ assumed }) => Object.keys(assumed).length > 0);
  return undecided(
    service,
    isAssumed || !asksForOrganization(policy.document)
      ? `hangs on ${whatIsNotKnown(cases)}`
      : 'hangs on whether DMS sends the organisation of its source',
  );
}
