/**
 * The policy engine by itself: `dms-auditor/policy`. It reads IAM and KMS policies, evaluates one request, and
 * decides all requests of a kind at once. It has no dependency, asks nobody, and keeps nothing between calls.
 * Its page is `docs/policy.md`.
 */

export type { Reading } from './analysis/policy/conditions.ts';
export { type Case, decide, type Question } from './analysis/policy/decide/decide.ts';
export {
  type DecidedRequest,
  decideRequests,
  type RequestsDecision,
  type RequestsQuestion,
} from './analysis/policy/decide/decide-requests.ts';
export type { Dimension, KeyFacts } from './analysis/policy/decide/dimension.ts';
export type { LinkedKeys } from './analysis/policy/decide/linked-keys.ts';
export type { RequestKey } from './analysis/policy/decide/request-keys.ts';
export { type ParsedPolicy, parsePolicy } from './analysis/policy/document.ts';
export {
  type Evaluation,
  type EvaluationRequest,
  evaluateRequest,
} from './analysis/policy/evaluate-request.ts';
export type { Grant } from './analysis/policy/grants.ts';
export type { AttachedTo } from './analysis/policy/lint/check.ts';
export { type LintOptions, lintPolicy } from './analysis/policy/lint.ts';
export type { PolicySet, ResourcePolicy } from './analysis/policy/policy-set.ts';
export type { PolicyRequest, RequestPrincipal } from './analysis/policy/request.ts';
export type { ServiceTable, ServiceTables } from './analysis/policy/service-tables.ts';
export type { Condition, PolicyDocument, Problem, Statement } from './analysis/policy/shape.ts';
