import { quote } from '../quote.ts';
import type { Problem, Statement } from '../shape.ts';
import { type AttachedTo, pathOf, type StatementCheck } from './check.ts';

const principalPath = (statement: Statement): string =>
  `${pathOf(statement)}.${statement.principals?.negated === true ? 'NotPrincipal' : 'Principal'}`;

const resourcePath = (statement: Statement): string =>
  `${pathOf(statement)}.${statement.resources?.negated === true ? 'NotResource' : 'Resource'}`;

/**
 * IAM: "has prohibited field Resource". (access-analyzer-reference-policy-checks, "Role trust policy syntax
 * error resource")
 */
const resourceInTrust: StatementCheck = (statement, { kind }) => {
  if (kind !== 'trust' || statement.resources === null) return [];
  const message = 'a trust policy is about the role it belongs to and takes no Resource';
  return [{ code: 'resource-in-trust', weight: 'refused', path: resourcePath(statement), message }];
};

/** (same page, "Role trust policy syntax error notprincipal") */
const notPrincipalInTrust: StatementCheck = (statement, { kind }) => {
  if (kind !== 'trust' || statement.principals?.negated !== true) return [];
  const message = 'a trust policy takes no NotPrincipal';
  return [{ code: 'not-principal-in-trust', weight: 'refused', path: principalPath(statement), message }];
};

/**
 * `"*"` alone; `{"AWS": "*"}` is taken. (same page, "Role trust policy unsupported wildcard in principal";
 * the answer of IAM in aws/aws-cdk pull request 5746)
 */
const starPrincipalInTrust: StatementCheck = (statement, { kind }) => {
  const { principals } = statement;
  if (kind !== 'trust' || principals?.any !== true || principals.aws.length > 0) return [];
  const message = 'a trust policy takes no principal "*" on its own';
  return [{ code: 'star-principal-in-trust', weight: 'refused', path: principalPath(statement), message }];
};

const WITH_PRINCIPAL: Readonly<Record<AttachedTo, string | null>> = {
  trust: 'a trust policy',
  key: 'a key policy',
  resource: 'a resource-based policy',
  identity: null,
};

/** (same page, "Missing principal") */
const missingPrincipal: StatementCheck = (statement, { kind }) => {
  const policy = WITH_PRINCIPAL[kind];
  if (policy === null || statement.principals !== null) return [];
  const message = `${policy} names a principal in each statement`;
  return [{ code: 'missing-principal', weight: 'refused', path: pathOf(statement), message }];
};

/** IAM: "Policy document should not specify a principal." (same page, "Unsupported principal") */
const principalInIdentity: StatementCheck = (statement, { kind }) => {
  if (kind !== 'identity' || statement.principals === null) return [];
  const message = 'the principal is whom the policy is attached to, and is not named in it';
  return [{ code: 'principal-in-identity', weight: 'refused', path: principalPath(statement), message }];
};

/**
 * IAM: "Policy statement must contain resources." In a key policy "the statement has no effect". The grammar
 * asks for the element in every policy; of other resource-based policies no page says what happens.
 * (same page, "Missing resource"; KMS Developer Guide, key-policy-overview)
 */
const missingResource: StatementCheck = (statement, { kind }) => {
  if (kind === 'trust' || statement.resources !== null) return [];
  const problem = (weight: Problem['weight'], message: string): readonly Problem[] => [
    { code: 'missing-resource', weight, path: pathOf(statement), message },
  ];
  if (kind === 'identity') return problem('refused', 'neither Resource nor NotResource is given');
  if (kind === 'key') return problem('dead', 'without Resource the statement has no effect');
  return problem('warning', 'neither Resource nor NotResource is given');
};

/**
 * IAM: "Resource … must be in ARN format or "*"."
 * (moto's recorded answers of IAM in tests/test_iam/test_iam_policies.py)
 */
const malformedResource: StatementCheck = (statement, { kind }) => {
  if (kind !== 'identity') return [];
  const bad =
    statement.resources?.patterns.filter((pattern) => pattern !== '*' && !pattern.includes(':')) ?? [];
  return bad.map((pattern) => ({
    code: 'malformed-resource',
    weight: 'refused',
    path: resourcePath(statement),
    message: `${quote(pattern)} is neither an ARN nor "*"`,
  }));
};

/**
 * "The Sid element supports ASCII uppercase letters, lowercase letters, and numbers." Key policies and those of
 * other services take more: the default key policy has a Sid with spaces.
 * (IAM User Guide, reference_policies_elements_sid; "Unsupported Sid")
 */
const badSid: StatementCheck = (statement, { kind }) => {
  const { sid } = statement;
  if (sid === null || /^[A-Za-z\d]*$/.test(sid) || kind === 'key' || kind === 'resource') return [];
  const message = 'IAM takes letters A to Z, a to z and digits in a Sid';
  return [{ code: 'bad-sid', weight: 'refused', path: `${pathOf(statement)}.Sid`, message }];
};

export const ELEMENT_CHECKS: readonly StatementCheck[] = [
  resourceInTrust,
  notPrincipalInTrust,
  starPrincipalInTrust,
  missingPrincipal,
  principalInIdentity,
  missingResource,
  malformedResource,
  badSid,
];
