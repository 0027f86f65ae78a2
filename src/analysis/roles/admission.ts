import { type Severity, severities } from '../../model/finding.ts';
import { strangerService } from '../callers/asked-conditions.ts';
import { anyService, servicesAskingOf } from '../callers/asking-services.ts';
import { askCaller, type CallerQuestion } from '../callers/caller-question.ts';
import { type Caller, callersFor } from '../callers/callers.ts';
import { coversAction } from '../callers/covers-action.ts';
import type { GuardedPolicy } from '../callers/guarded-policy.ts';
import { organizationsOf } from '../callers/organization-of.ts';
import { refusedByGuardrail } from '../callers/refused-by-guardrail.ts';
import { isDmsService, withoutDomain } from '../callers/service-principals.ts';
import { askService, trustOf } from '../callers/service-question.ts';
import { type Place, sourcesFor } from '../callers/sources.ts';
import { type Refused, type Tried, triedIn } from '../callers/tried.ts';
import type { Case } from '../policy/decide/decide.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { remembered } from '../remembered.ts';

export interface AdmissionQuestion extends Place {
  /** Services without their domain that the role's uses need or tolerate, besides DMS's own. */
  readonly expectedServices: readonly string[];
  /** Principals that the settings trust: ARNs, account ids, service principals. */
  readonly trustedPrincipals: readonly string[];
}

/** A principal that a trust lets in though nothing needs it. */
interface Intruder {
  readonly severity: Severity;
  /** Set if only a use could make it expected: the service, without its domain. */
  readonly service: string | null;
  readonly witness: Tried;
}

export interface Admission {
  /** Unexpected principals that get in, the heaviest first. */
  readonly intruders: readonly Intruder[];
  /** Unexpected principals of which it is not decided whether they get in, and why. */
  readonly undecided: readonly string[];
  /** One whom the trust lets in and the organisation refuses; null: there is none. */
  readonly guardedBy: Refused | null;
}

/** Which principals besides the expected ones a trust lets in, for every request that they could make. */
export const judgeAdmission = remembered(
  (document: PolicyDocument, question: AdmissionQuestion): Admission => {
    const asked = [services(document, question), identities(document, question)];
    const candidates = [...asked.flatMap((each) => each.candidates), ...providers(document, question)];
    const trust = trustOf(document, question);
    const judged = candidates.map((candidate) => conclude(trust, candidate));
    return {
      guardedBy: judged.find(({ guardedBy }) => guardedBy !== null)?.guardedBy ?? null,
      intruders: judged
        .flatMap(({ intruder }) => intruder ?? [])
        .toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity)),
      undecided: [
        ...new Set([
          ...judged.flatMap(({ undecided }) => undecided ?? []),
          ...asked.flatMap(({ doubts }) => doubts.map((doubt) => `somebody else (${doubt})`)),
        ]),
      ],
    };
  },
);

interface Asked {
  readonly candidates: readonly Candidate[];
  /** Why there may be more that the trust tells from these. */
  readonly doubts: readonly string[];
}

/** Somebody unexpected, and what the trust says of all it could ask. */
interface Candidate {
  readonly name: string;
  readonly severity: Severity;
  readonly service: string | null;
  readonly ask: (trust: GuardedPolicy) => readonly Case[];
}

interface Conclusion {
  readonly intruder: Intruder | null;
  readonly undecided: string | null;
  readonly guardedBy: Refused | null;
}

function conclude(trust: GuardedPolicy, { name, severity, service, ask }: Candidate): Conclusion {
  const cases = ask(trust);
  const [first] = cases;
  const outside = { intruder: null, undecided: null, guardedBy: null };
  if (first === undefined) return outside;
  if (first.allowed !== null && cases.every(({ allowed }) => allowed !== null)) {
    const witness = triedIn(trust, first.reading)(first.allowed);
    return { ...outside, intruder: { severity, service, witness } };
  }
  const isOpen = cases.some(({ allowed, doubts }) => allowed !== null || doubts.length > 0);
  return isOpen
    ? { ...outside, undecided: name }
    : { ...outside, guardedBy: refusedByGuardrail(trust, first.reading, ask) };
}

function services(document: PolicyDocument, question: AdmissionQuestion): Asked {
  const { expectedServices, trustedPrincipals, partition, guardrails } = question;
  const isExpected = (service: string): boolean =>
    isDmsService(service) ||
    trustedPrincipals.includes(service) ||
    expectedServices.includes(withoutDomain(service) ?? service);
  const written = document.statements.flatMap(({ principals }) => principals?.services ?? []);
  const stranger = strangerService(partition, [...written, ...expectedServices, ...trustedPrincipals]);
  const { names, doubts } = servicesAskingOf(document, {
    guardrails,
    all: anyService(partition),
    preferred: [stranger],
  });
  const unexpected = names.filter((service) => !isExpected(service));
  if (unexpected.length === 0) return { candidates: [], doubts };
  const { options, ...sources } = sourcesFor(document, {
    ...question,
    trustedAccounts: [],
    knownArns: [],
    types: null,
  });
  const candidates = unexpected.map(
    (service): Candidate => ({
      name: service,
      severity: 'MEDIUM',
      service: withoutDomain(service) ?? service,
      ask: (policy) =>
        askService({
          policy,
          service,
          action: 'sts:AssumeRole',
          sources,
          among: options,
          // Whether a service tells the organisation of its source is not documented.
          organization: { members: 'any', orNone: true, unverified: true },
        }),
    }),
  );
  return { candidates, doubts };
}

/** A statement that names nobody in particular, for assuming the role. */
const letsEverybodyIn = ({ statements }: PolicyDocument): boolean =>
  statements.some(
    ({ effect, principals, actions }) =>
      effect === 'Allow' &&
      (principals?.any === true || principals?.negated === true) &&
      coversAction(actions, 'sts:AssumeRole'),
  );

function identities(document: PolicyDocument, question: AdmissionQuestion): Asked {
  const named = document.statements.some(({ principals }) => (principals?.aws.length ?? 0) > 0);
  if (!named && !letsEverybodyIn(document)) return { candidates: [], doubts: [] };
  const { callers, doubts } = callersFor(document, {
    ...question,
    trustedAccounts: [],
    accountKeys: [],
    trustsOwnAccount: false,
  });
  const asked =
    (caller: Caller, organization: CallerQuestion['organization']): Candidate['ask'] =>
    (policy) =>
      askCaller({
        policy,
        caller,
        action: 'sts:AssumeRole',
        organization,
        carries: { 'aws:resourceaccount': question.account },
        keyFacts: () => null,
      });
  const ours: CallerQuestion['organization'] = {
    members: organizationsOf(question.organization),
    orNone: typeof question.organization !== 'string',
    unverified: question.organization === undefined,
  };
  const candidates = callers
    .filter(({ isTrusted }) => !isTrusted)
    .flatMap((caller): readonly Candidate[] => {
      const candidate = { name: caller.arn, service: null };
      const all: Candidate = {
        ...candidate,
        severity: caller.isOwn ? 'MEDIUM' : 'HIGH',
        ask: asked(caller, caller.isOwn ? ours : { members: 'any', orNone: true, unverified: false }),
      };
      // Whom nothing asks for, not even for an organisation, is anybody.
      return caller.isAnybody && !caller.isOwn
        ? [{ ...candidate, severity: 'CRITICAL', ask: asked(caller, ofNone) }, all]
        : [all];
    });
  return { candidates, doubts };
}

const ofNone: CallerQuestion['organization'] = { members: { of: [] }, orNone: true, unverified: false };

/** What a federated principal calls (IAM User Guide, *Identity providers and federation*). */
const federatedActions = ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

function providers(document: PolicyDocument, question: AdmissionQuestion): readonly Candidate[] {
  return federatedActions.flatMap((action) => {
    const letting = document.statements.filter(
      ({ effect, actions }) => effect === 'Allow' && coversAction(actions, action),
    );
    const everybody = letting.some(
      ({ principals }) => principals?.any === true || principals?.negated === true,
    );
    const named = letting.flatMap(({ principals }) =>
      principals?.negated === false ? principals.federated : [],
    );
    return [...new Set([...named, ...(everybody ? ['cognito-identity.amazonaws.com'] : [])])]
      .filter((provider) => !question.trustedPrincipals.includes(provider))
      .map((provider) => ({
        name: provider,
        severity: 'MEDIUM' as const,
        service: null,
        ask: (policy: GuardedPolicy) =>
          askCaller({
            policy,
            caller: { federated: provider },
            action,
            organization: ofNone,
            carries: { 'aws:federatedprovider': provider, 'aws:resourceaccount': question.account },
            // What a token says is for the provider to say, so that some token says it.
            keyFacts: () => ({ presence: 'maybe', multivalued: null, values: { kind: 'open' } }),
          }),
      }));
  });
}
