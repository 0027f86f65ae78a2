import { type Severity, severities } from '../../model/finding.ts';
import type { PolicyDocument, PrincipalSet, Statement } from '../policy/document.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import type { PolicyRequest, RequestPrincipal } from '../policy/request.ts';
import { accountOf } from '../written-principal.ts';
import { coversAction } from './closed-form.ts';
import { isDmsService, serviceDomain, withoutDomain } from './service-principals.ts';
import {
  otherKeysIn,
  type Tried,
  type TrustReading,
  trustReadings,
  tryService,
  valuesForOtherKeys,
} from './service-requests.ts';
import { dmsArn } from './sources.ts';

export interface AdmissionQuestion {
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly string[];
  /** Services without their domain that the role's uses need or tolerate, besides DMS's own. */
  readonly expectedServices: readonly string[];
  /** Principals that the settings trust: ARNs, account ids, service principals. */
  readonly trustedPrincipals: readonly string[];
}

/** A principal that a trust lets in though nothing needs it. */
interface Intruder {
  readonly principal: RequestPrincipal;
  readonly severity: Severity;
  /** Set if only a use could make it expected: the service, without its domain. */
  readonly service: string | null;
  readonly witness: Tried;
}

export interface Admission {
  /** Unexpected principals that get in, the heaviest first. */
  readonly intruders: readonly Intruder[];
  /** Unexpected principals that the document names and that no tried request got in for. */
  readonly undecided: readonly string[];
}

interface Candidate {
  /** As the document writes it. */
  readonly written: string;
  /** null: a federated principal, of which no request is tried. */
  readonly principal: RequestPrincipal | null;
  readonly severity: Severity;
  readonly service: string | null;
}

/** Which principals besides the expected ones a trust lets in, shown by requests. */
export function judgeAdmission(document: PolicyDocument, question: AdmissionQuestion): Admission {
  const tried = document.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => [
      ...(coversAction(statement.actions, 'sts:AssumeRole')
        ? unexpectedIn(statement.principals, question)
        : []),
      ...(federatedActions.some((action) => coversAction(statement.actions, action))
        ? unexpectedFederated(statement.principals, question)
        : []),
    ])
    .map((candidate) => ({ candidate, outcome: tryEverywhere(document, candidate, question) }));
  return {
    intruders: tried
      .flatMap(({ candidate: { severity, service }, outcome: { admitted } }): readonly Intruder[] =>
        admitted === null
          ? []
          : [{ principal: admitted.request.principal, severity, service, witness: admitted }],
      )
      .toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity)),
    undecided: [
      ...new Set(
        tried
          .filter(({ outcome }) => outcome.admitted === null && !outcome.refusedForGood)
          .map(({ candidate }) => candidate.written),
      ),
    ],
  };
}

/** What a federated principal calls (IAM User Guide, *Identity providers and federation*). */
const federatedActions = ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

function unexpectedIn(principals: PrincipalSet | null, question: AdmissionQuestion): readonly Candidate[] {
  if (principals === null) return [];
  if (principals.any || principals.negated) return everybody(question);
  const { trustedPrincipals } = question;
  const trusted = (written: string): boolean => trustedPrincipals.includes(written);
  return [
    ...principals.services.filter((service) => !isExpectedService(service, question)).map(unexpectedService),
    ...principals.aws
      .filter((written) => !trusted(written) && !trusted(accountOf(written)) && isSomebody(written))
      .map((written) => unexpectedIdentity(written, question)),
    ...unexpectedProviders(principals.federated, question),
  ];
}

/** An account or an ARN; the bare id (AROA…, AIDA…) that is left of a deleted principal is nobody's. */
const isSomebody = (written: string): boolean => written.startsWith('arn:') || /^\d{12}$/.test(written);

function unexpectedFederated(
  principals: PrincipalSet | null,
  question: AdmissionQuestion,
): readonly Candidate[] {
  if (principals === null) return [];
  return unexpectedProviders(principals.any || principals.negated ? ['*'] : principals.federated, question);
}

/** No request of theirs is tried: what it carries is for the identity provider to say. */
const unexpectedProviders = (
  written: readonly string[],
  { trustedPrincipals }: AdmissionQuestion,
): readonly Candidate[] =>
  written
    .filter((provider) => !trustedPrincipals.includes(provider))
    .map((provider) => ({ written: provider, principal: null, severity: 'MEDIUM', service: null }));

const isExpectedService = (
  service: string,
  { expectedServices, trustedPrincipals }: AdmissionQuestion,
): boolean =>
  isDmsService(service) ||
  trustedPrincipals.includes(service) ||
  expectedServices.includes(withoutDomain(service) ?? service);

const unexpectedService = (service: string): Candidate => ({
  written: service,
  principal: { service },
  severity: 'MEDIUM',
  service: withoutDomain(service) ?? service,
});

function unexpectedIdentity(written: string, { account, partition }: AdmissionQuestion): Candidate {
  const isAccount = /^\d{12}$/.test(written);
  return {
    written,
    principal: { aws: isAccount ? `arn:${partition}:iam::${written}:root` : written },
    severity: accountOf(written) === account ? 'MEDIUM' : 'HIGH',
    service: null,
  };
}

/** Everybody: an identity of an account that nothing mentions, one of this account, and another service. */
function everybody({ account, partition }: AdmissionQuestion): readonly Candidate[] {
  const stranger = account === '999999999999' ? '888888888888' : '999999999999';
  const identity = (owner: string): RequestPrincipal => ({
    aws: `arn:${partition}:iam::${owner}:role/anyone`,
  });
  const candidate = (principal: RequestPrincipal, severity: Severity): Candidate => ({
    written: '*',
    principal,
    severity,
    service: null,
  });
  return [
    candidate(identity(stranger), 'CRITICAL'),
    candidate(identity(account), 'MEDIUM'),
    candidate({ service: `lambda.${serviceDomain(partition)}` }, 'MEDIUM'),
  ];
}

/** Let in by some request in every reading of the document; refused for good if no request can ever get in. */
function tryEverywhere(
  document: PolicyDocument,
  { written, principal }: Candidate,
  question: AdmissionQuestion,
): { readonly admitted: Tried | null; readonly refusedForGood: boolean } {
  if (principal === null) return { admitted: null, refusedForGood: false };
  const readings = 'aws' in principal && callerChoosesAll(document) ? presentReadings : trustReadings;
  const byReading = readings.map((reading) =>
    'service' in principal
      ? sourcesOf(question).map((source) => tryService(document, principal.service, source, reading))
      : [tryIdentity(document, principal.aws, reading)],
  );
  const [first] = byReading.map(
    (tries) => tries.find(({ decision }) => decision.effect === 'allowed') ?? null,
  );
  const all = byReading.every((tries) => tries.some(({ decision }) => decision.effect === 'allowed'));
  const refusedForGood = byReading.flat().every(({ decision: { effect, statement } }) => {
    const deciding = statement === null ? undefined : document.statements[statement];
    return effect === 'explicitDeny' && deciding !== undefined && deniesAllOf(deciding, written);
  });
  return { admitted: all ? (first ?? null) : null, refusedForGood };
}

/** Whether a Deny of the tried principal is one of all whom the document lets in by that name. */
const deniesAllOf = ({ conditions, principals }: Statement, written: string): boolean =>
  conditions.length === 0 && principals?.negated === false && (written !== '*' || principals.any);

function sourcesOf({ account, partition, regions }: AdmissionQuestion) {
  const arn = dmsArn(partition, regions[0] ?? 'us-east-1', account, 'endpoint');
  return [
    { account: null, arn: null },
    { account, arn: null },
    { account, arn },
  ];
}

const presentReadings = trustReadings.filter(({ otherKeys }) => otherKeys === 'present');

/** Keys whose value is the caller's own choice, so that asking for one keeps nobody out for good. */
const chosenByCaller: readonly string[] = [
  'sts:externalid',
  'sts:rolesessionname',
  'sts:sourceidentity',
  'aws:securetransport',
  'aws:useragent',
  'aws:referer',
];
const setByPrincipal: readonly string[] = ['aws:principalaccount', 'aws:principalarn'];

const callerChoosesAll = (document: PolicyDocument): boolean =>
  otherKeysIn(document).every((key) => [...chosenByCaller, ...setByPrincipal].includes(key.toLowerCase()));

/** aws:PrincipalAccount and aws:PrincipalArn follow from the principal (IAM User Guide, global condition keys). */
function tryIdentity(document: PolicyDocument, arn: string, reading: TrustReading): Tried {
  const request: PolicyRequest = {
    principal: { aws: arn },
    action: 'sts:AssumeRole',
    resource: null,
    context: {
      ...(reading.otherKeys === 'present' ? valuesForOtherKeys(document) : {}),
      'aws:principalaccount': accountOf(arn),
      'aws:principalarn': arn,
      'aws:principalisawsservice': 'false',
    },
  };
  return {
    request,
    decision: evaluatePolicy(document, request, { kind: 'trust', reading: reading.refused }),
  };
}
