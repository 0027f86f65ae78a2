import type { Condition, PolicyDocument, Statement } from './shape.ts';

/** A grant on a KMS key (KMS API Reference, GrantListEntry). */
export interface Grant {
  /** An ARN, an account id or a service principal. */
  readonly grantee: string;
  /** The account that made the grant; null where it is not known. */
  readonly issuingAccount: string | null;
  /** As the API names them: `Decrypt`, `ReEncryptFrom`. */
  readonly operations: readonly string[];
  readonly constraints: GrantConstraints | null;
}

interface GrantConstraints {
  readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
}

/** "The encryption context constraint is ignored for DescribeKey and RetireGrant operations." */
const UNCONSTRAINED: readonly string[] = ['DescribeKey', 'RetireGrant', 'CreateGrant'];

/**
 * What a grant says, as a policy that says the same: an Allow to the grantee for its operations, under its
 * encryption context. An encryption context is in a request as `kms:EncryptionContext:…`, one key a pair, and
 * `kms:EncryptionContextKeys`, the names.
 *
 * To CreateGrant the constraint puts a demand on the new grant, not on the request; the caller can meet it,
 * so the operation is allowed. (KMS Developer Guide, create-grant-overview, "Using grant constraints")
 */
export function policyOfGrant({ grantee, operations, constraints }: Grant): PolicyDocument {
  const conditions = constraints === null ? [] : conditionsOf(constraints);
  const [free, constrained] = [true, false].map((isFree) =>
    operations.filter(
      (operation) => (conditions.length === 0 || UNCONSTRAINED.includes(operation)) === isFree,
    ),
  );
  const statements = [
    { operations: free ?? [], conditions: [] },
    { operations: constrained ?? [], conditions },
  ].filter((part) => part.operations.length > 0);
  return {
    // Before 2012 there were no variables, so `${` in an encryption context stands for itself.
    version: '2008-10-17',
    statements: statements.map((part, index) => allow(index, grantee, part.operations, part.conditions)),
  };
}

function allow(
  index: number,
  grantee: string,
  operations: readonly string[],
  conditions: readonly Condition[],
): Statement {
  return {
    index,
    sid: null,
    effect: 'Allow',
    principals: {
      negated: false,
      any: false,
      aws: [grantee],
      services: [grantee],
      federated: [],
      canonicalUsers: [],
    },
    actions: { negated: false, patterns: operations.map((operation) => `kms:${operation}`) },
    resources: { negated: false, patterns: ['*'] },
    conditions,
    refused: [],
  };
}

const NAMES_KEY = 'kms:EncryptionContextKeys';

/** An exact, case-sensitive match of names and values; `Equals` takes no further pair, `Subset` does. */
function conditionsOf({
  encryptionContextEquals: equals = {},
  encryptionContextSubset: subset = {},
}: GrantConstraints): readonly Condition[] {
  const pairs = [...Object.entries(equals), ...Object.entries(subset)];
  const all = Object.keys(equals);
  return [
    ...pairs.flatMap(([name, value]) => [
      condition('ForAnyValue:StringEquals', NAMES_KEY, [name]),
      condition('StringEquals', `kms:EncryptionContext:${name}`, [value]),
    ]),
    ...(all.length === 0 ? [] : [condition('ForAllValues:StringEquals', NAMES_KEY, all)]),
  ];
}

const condition = (operator: string, key: string, values: readonly string[]): Condition => ({
  operator,
  key,
  values,
  path: `Constraints.${key}`,
});
