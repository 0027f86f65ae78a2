import { describeRequest } from '../analysis/callers/describe.ts';
import { type Tried } from '../analysis/callers/tried.ts';
import { guardSupportedFrom } from '../analysis/engine-version.ts';
import { type PolicyDocument, parsePolicy } from '../analysis/policy/document.ts';
import { lintPolicy } from '../analysis/policy/lint.ts';
import { serviceTables } from '../analysis/services/tables.ts';
import type { Finding } from '../model/finding.ts';
import {
  type CheckedAnswer,
  type CheckedRequest,
  type PolicyCheck,
  policyCheckVersion,
} from '../model/policy-check.ts';
import type { Answer } from './check-policy/answer.ts';
import { keyWith } from './check-policy/estate.ts';
import { findingsOn } from './check-policy/findings.ts';
import { accountLetIn } from './check-policy/key.ts';
import type { PolicyOrder } from './check-policy/order.ts';
import { ownLetIn, sendsNoSourceKeys, servicesAsked, strangersLetIn } from './check-policy/trust.ts';
import { type Where, whereIs } from './check-policy/where.ts';

export type { PolicyOrder } from './check-policy/order.ts';

/** The two answers, why they are so, and the request that shows it. */
type Judgement = Pick<PolicyCheck, 'protected' | 'usable' | 'because' | 'witness' | 'notes'>;

/** Judges one policy document by itself, before it is applied anywhere. */
export function checkPolicy(order: PolicyOrder): PolicyCheck {
  const { kind } = order;
  const parsed = parsePolicy(order.text);
  const { document } = parsed;
  const problems = lintPolicy(parsed, { kind, tables: serviceTables });
  const where = whereIs(document, order);
  const findings = findingsOn({ ...order, text: parsed.text }, { document, where });
  return {
    schemaVersion: policyCheckVersion,
    kind,
    valid: document !== null && problems.every(({ weight }) => weight !== 'refused'),
    problems: problems.map(({ code, weight, path, message }) => ({ code, weight, path, message })),
    ...judgementOn(document, order, where, findings),
    findings,
  };
}

/** 0: valid and, for trust and key, protected and usable; not knowing is 1 as well. */
export const exitCodeOfCheck = ({ kind, valid, ...check }: PolicyCheck): 0 | 1 =>
  valid && (kind === 'identity' || (check.protected === true && check.usable === true)) ? 0 : 1;

function judgementOn(
  document: PolicyDocument | null,
  order: PolicyOrder,
  where: Where,
  findings: readonly Finding[],
): Judgement {
  if (order.kind === 'identity') return { ...silence, because: { protected: null, usable: null } };
  if (document === null) {
    const because = 'the document cannot be read';
    return {
      ...silence,
      protected: 'unknown',
      usable: 'unknown',
      because: { protected: because, usable: because },
    };
  }
  return order.kind === 'trust' ? ofTrust(document, order, where) : ofKey(document, order, where, findings);
}

const silence = { protected: null, usable: null, witness: null, notes: [] } as const;

function ofTrust(document: PolicyDocument, order: PolicyOrder, where: Where): Judgement {
  const question = { ...order, where };
  const strangers = strangersLetIn(document, question);
  const own = ownLetIn(document, question);
  const services = servicesAsked(document, question).join(' or ');
  return {
    protected: strangers.answer === 'unknown' ? 'unknown' : !strangers.answer,
    usable: own.answer,
    because: {
      protected: sentence(
        strangers,
        'gets in',
        'DMS gets in for no other account, nor for nobody in particular',
      ),
      usable: sentence(own, 'gets in', nobodyOf(services, question)),
    },
    witness: shown(strangers, own),
    notes: sendsNoSourceKeys(question)
      ? [
          `engine ${String(order.engineVersion)} is older than ${guardSupportedFrom}: DMS sends no source keys`,
        ]
      : [],
  };
}

function nobodyOf(services: string, { sourceArn, ...question }: PolicyOrder): string {
  if (sendsNoSourceKeys(question)) return `${services} does not get in without source keys`;
  return sourceArn === null
    ? `${services} gets in for no resource of the account`
    : `${services} does not get in for ${sourceArn}`;
}

const protectedBy: Readonly<Record<Finding['status'], CheckedAnswer>> = {
  COMPLIANT: true,
  NON_COMPLIANT: false,
  UNKNOWN: 'unknown',
  NOT_APPLICABLE: 'unknown',
};

/** Who outside may have to do with a key is what a rule judges; its verdict is the answer. */
function ofKey(
  document: PolicyDocument,
  order: PolicyOrder,
  where: Where,
  findings: readonly Finding[],
): Judgement {
  const verdict = findings.find(({ rule }) => rule === 'key-admits-only-trusted');
  const { account } = order;
  const own = accountLetIn(document, keyWith(order.text, document, account, where));
  const request = verdict?.witness?.kind === 'request' ? verdict.witness : null;
  return {
    protected: verdict === undefined ? 'unknown' : protectedBy[verdict.status],
    usable: own.answer,
    because: {
      protected: verdict?.because ?? 'no rule judged it',
      usable: sentence(own, 'may use it', `nobody of the account may ${own.lacks ?? 'use'} it`),
    },
    witness:
      verdict?.status === 'NON_COMPLIANT' && request !== null
        ? withoutDocument(request)
        : shown({ answer: false, witness: null }, own),
    notes: ['grants on the key are not looked at'],
  };
}

/** What gets in and must not; else how the account itself fares. */
function shown(strangers: Answer, own: Answer): CheckedRequest | null {
  if (strangers.answer === true) return asChecked(strangers.witness);
  return own.answer === 'unknown' || own.witness === null ? null : asChecked(own.witness);
}

const asChecked = ({ request, decision }: Tried): CheckedRequest => ({
  ...request,
  statement: decision.statement,
  decision: decision.effect,
});

const withoutDocument = ({
  principal,
  action,
  resource,
  context,
  statement,
  decision,
}: CheckedRequest): CheckedRequest => ({ principal, action, resource, context, statement, decision });

function sentence(answer: Answer, getsIn: string, nobody: string): string {
  if (answer.answer === 'unknown') return answer.because;
  return answer.answer ? `${describeRequest(answer.witness)} ${getsIn}` : nobody;
}
