import { askedIn } from '../callers/asked-conditions.ts';
import { documentsOnServices, type GuardedPolicy } from '../callers/guarded-policy.ts';
import { organizationsOf } from '../callers/organization-of.ts';
import { serviceDomain } from '../callers/service-principals.ts';
import { askService, type ServiceQuestion } from '../callers/service-question.ts';
import { sourceAccountKey, sourceArnKey, sourceOrganizationKeys } from '../callers/source-keys.ts';
import { type Place, type SourceOption, sourcesFor } from '../callers/sources.ts';
import { type Tried, triedIn } from '../callers/tried.ts';
import type { Case } from '../policy/decide/decide.ts';
import type { PolicyDocument } from '../policy/document.ts';

/** Who publishes events, and for which subscription: it is the source. (DMS User Guide, CHAP_Events, *Validating the access policy of your SNS topic*) */
export interface Publisher extends Omit<Place, 'guardrails' | 'resource'> {
  readonly subscriptionArn: string;
}

export const publishingService = ({ partition }: Pick<Place, 'partition'>): string =>
  `dms.${serviceDomain(partition)}`;

/** What a policy says to DMS when it publishes for one subscription. */
export type Admission =
  | { readonly answer: 'allowed' }
  | { readonly answer: 'refused'; readonly witness: Tried }
  /** As the end of a sentence. */
  | { readonly answer: 'undecided'; readonly hangsOn: string };

/** One thing that DMS, or SNS for it, asks of a policy. */
export interface Asked extends Pick<ServiceQuestion, 'action' | 'carries' | 'keyFacts'> {
  readonly policy: GuardedPolicy;
  /** Whether it is documented that the request names its source by both keys. */
  readonly namesSource: boolean;
}

/** Whether DMS is let do something for a subscription, whatever is not known of the request. */
export function admits(publisher: Publisher, { namesSource, ...asked }: Asked): Admission {
  const { document, guardrails, resource } = asked.policy;
  const { family, doubts } = sourcesFor(document, {
    ...publisher,
    guardrails,
    resource,
    trustedAccounts: [],
    knownArns: [publisher.subscriptionArn],
    types: ['es'],
  });
  const ways = namesSource ? bothKeys : everyWay;
  const documents = documentsOnServices(document, guardrails);
  const organizations = documents.some(asksForOrganization) ? [organizationOf(publisher), null] : [null];
  const looksAt = documents.flatMap(askedIn).map(({ condition }) => condition.key.toLowerCase());
  // By what else than what each assumes the cases differ.
  const varied = [
    ...(ways.length > 1 ? [sourceAccountKey, sourceArnKey] : []),
    ...(organizations.length > 1 ? sourceOrganizationKeys : []),
  ].filter((key) => looksAt.includes(key));
  const cases = ways.flatMap((carried) =>
    organizations.flatMap((organization) =>
      askService({
        ...asked,
        service: publishingService(publisher),
        sources: { family, doubts },
        among: [sourceOf(publisher, carried)],
        organization,
      }),
    ),
  );
  return inEveryCase(asked.policy, cases, varied);
}

interface Carried {
  readonly arn: boolean;
  readonly account: boolean;
}

const bothKeys: readonly Carried[] = [{ arn: true, account: true }];
const everyWay: readonly Carried[] = [
  ...bothKeys,
  { arn: true, account: false },
  { arn: false, account: true },
  { arn: false, account: false },
];

const sourceOf = ({ subscriptionArn, account }: Publisher, carried: Carried): SourceOption => ({
  context: {
    ...(carried.account ? { [sourceAccountKey]: account } : {}),
    ...(carried.arn ? { [sourceArnKey]: subscriptionArn } : {}),
  },
  arn: subscriptionArn,
  marked: [true, true],
  isOwn: true,
  isTrusted: true,
  isOfNobody: !carried.arn && !carried.account,
});

const organizationOf = ({
  organization,
}: Pick<Place, 'organization'>): NonNullable<ServiceQuestion['organization']> => ({
  members: organizationsOf(organization),
  orNone: typeof organization !== 'string',
  unverified: false,
});

/** Whether a policy looks at the organisation of the source. */
export const asksForOrganization = ({ statements }: PolicyDocument): boolean =>
  statements.some(({ conditions }) =>
    conditions.some(({ key }) => sourceOrganizationKeys.some((each) => each === key.toLowerCase())),
  );

function inEveryCase(policy: GuardedPolicy, cases: readonly Case[], varied: readonly string[]): Admission {
  const [doubt] = cases.flatMap(({ doubts }) => doubts);
  if (doubt !== undefined) return { answer: 'undecided', hangsOn: doubt };
  if (cases.every(({ refused }) => refused === null)) return { answer: 'allowed' };
  const [first] = cases;
  const refused = first?.refused ?? null;
  if (first !== undefined && refused !== null && cases.every(({ allowed }) => allowed === null))
    return { answer: 'refused', witness: triedIn(policy, first.reading)(refused) };
  const keys = new Set([...cases.flatMap(({ assumed }) => Object.keys(assumed)), ...varied]);
  return {
    answer: 'undecided',
    hangsOn: keys.size === 0 ? 'what else the request carries' : [...keys].join(', '),
  };
}
