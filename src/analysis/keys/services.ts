import { askedIn, strangerService } from '../callers/asked-conditions.ts';
import { type AskingServices, anyService, servicesAskingOf } from '../callers/asking-services.ts';
import { documentsOnServices } from '../callers/guarded-policy.ts';
import { serviceKeyFacts } from '../callers/service-keys.ts';
import { sourceArnKey, sourceOrganizationKeys } from '../callers/source-keys.ts';
import { type SourceOption, sourcesFor } from '../callers/sources.ts';
import { accountOf } from '../callers/written-principal.ts';
import { arnDimension } from '../policy/decide/arn-dimension.ts';
import type { Case } from '../policy/decide/decide.ts';
import type { Dimension, KeyFacts } from '../policy/decide/dimension.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { type Answer, type Candidate, inEveryCase } from './candidate.ts';
import {
  foreignEncryptionContext,
  foreignOrganizations,
  foreignServiceIdentity,
  noOrganization,
} from './foreign-values.ts';
import { askKeyPolicy, type KeyPolicyQuestion, keyPolicyOf } from './key-question.ts';
import { carries, encryptionContext, kmsKeyFacts } from './kms-keys.ts';
import { assumptionsIn, type Naming, namedBy, namingsIn } from './named-sources.ts';

/** Services that are not trusted, acting for somebody who is not trusted, or for nobody in particular. */
export function services(document: PolicyDocument, question: KeyPolicyQuestion): readonly Candidate[] {
  const { names, doubts } = untrustedServices(document, question);
  if (names.length === 0) return [];
  const ask = asking(document, question);
  const namings = documentsOnServices(document, question.guardrails).flatMap(namingsIn);
  return [
    ...names.map(
      (service): Candidate => ({
        name: service,
        judge: (action) => {
          const answer = ask(service, action, []);
          if (answer.answer === 'refused' || namings.length === 0) return answer;
          return assumptionsIn(namings, (leftOut) => ask(service, action, leftOut));
        },
      }),
    ),
    ...doubts.map(
      (doubt): Candidate => ({
        name: 'another service',
        judge: () => ({ answer: 'undecided', why: `is not decided: ${doubt}` }),
      }),
    ),
  ];
}

/** Puts questions about every request of a service for a stranger, but for those that are for what is left out. */
function asking(document: PolicyDocument, question: KeyPolicyQuestion) {
  const { key, account, partition, trusted, guardrails } = question;
  const policy = keyPolicyOf(document, question);
  const documents = documentsOnServices(document, guardrails);
  const { options, family, doubts } = sourcesFor(document, {
    account,
    partition,
    organization: undefined,
    regions: [],
    trustedAccounts: trusted.accounts,
    knownArns: [],
    types: null,
    guardrails,
    resource: key.arn,
  });
  const names = [...new Set(documents.flatMap(askedIn).map(({ condition }) => condition.key.toLowerCase()))];
  const contexts = names.filter((name) => name.startsWith(encryptionContext));
  const identity = foreignServiceIdentity(documents, trusted, partition);
  const [idKey] = sourceOrganizationKeys;
  const asksForOrganization = sourceOrganizationKeys.some((each) => names.includes(each));

  return (service: string, action: string, leftOut: readonly Naming[]): Answer => {
    const arns = namedBy(leftOut, sourceArnKey);
    const isStrange = ({ isTrusted, context }: SourceOption): boolean =>
      !isTrusted && !arns.includes(String(context[sourceArnKey]));
    const casesFor = (organization: Dimension): readonly Case[] =>
      askKeyPolicy({
        policy,
        key,
        principal: { service },
        action,
        carries: { 'aws:principalisawsservice': 'true', 'aws:principalservicename': service },
        dimensions: [
          arnDimension(family, doubts, options.filter(isStrange)),
          ...identity,
          ...contexts
            .filter((name) => carries(action, name))
            .map((name) => foreignEncryptionContext(name, documents, trusted, namedBy(leftOut, name))),
          organization,
        ],
        keyFacts: (name) => factsOfServices(name, action, question),
      });
    const who = { kind: 'service', severity: 'MEDIUM' } as const;
    const untold = casesFor(noOrganization(sourceOrganizationKeys));
    if (!asksForOrganization) return inEveryCase(policy, untold, who);
    // Nothing says which services tell the organisation of whom they act for.
    const organizations = foreignOrganizations(
      sourceOrganizationKeys,
      documents,
      trusted,
      namedBy(leftOut, idKey),
    );
    return inEveryCase(policy, [...untold, ...casesFor(organizations)], who, [idKey]);
  };
}

/** Those that the policy may let in, without those that are trusted. */
function untrustedServices(
  document: PolicyDocument,
  { partition, trusted, guardrails }: KeyPolicyQuestion,
): AskingServices {
  const named = document.statements.flatMap(({ principals }) => principals?.services ?? []);
  const stranger = strangerService(partition, [...named, ...trusted.principals]);
  const { names, doubts } = servicesAskingOf(document, {
    guardrails,
    all: anyService(partition),
    preferred: [stranger],
  });
  return { names: names.filter((service) => !trusted.principals.includes(service)), doubts };
}

/** What is not documented of a service is not known; only its caller chooses what it sends. */
function factsOfServices(name: string, action: string, { key }: KeyPolicyQuestion): KeyFacts {
  const facts = kmsKeyFacts(name, action, key);
  if (facts === null) return serviceKeyFacts(name, accountOf(key.arn));
  return facts.presence === 'never' ? facts : { ...facts, presence: 'unverified' };
}
