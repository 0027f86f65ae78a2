import type { RequestWitness } from '../../model/finding.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { type Decision, evaluatePolicy, type PolicyKind, type Reading } from '../policy/evaluate.ts';
import type { PolicyRequest } from '../policy/request.ts';

/** A request, and what a policy says to it. */
export interface Tried {
  readonly request: PolicyRequest;
  readonly decision: Decision;
}

/** Puts requests to a policy. */
export const triedIn =
  (document: PolicyDocument, reading: Reading, kind: PolicyKind = 'trust') =>
  (request: PolicyRequest): Tried => ({
    request,
    decision: evaluatePolicy(document, request, { kind, reading }),
  });

/** As a witness: it holds all that is needed to check the decision by hand. */
export const requestWitness = (document: string, { request, decision }: Tried): RequestWitness => ({
  kind: 'request',
  document,
  statement: decision.statement,
  principal: request.principal,
  action: request.action,
  resource: request.resource,
  context: request.context,
  decision: decision.effect,
});
