import type { PolicyDocument, PrincipalSet, Statement } from '../policy/document.ts';
import type { TrustNeed } from './trust-needs.ts';

/** What a statement of a trust says, as IAM's JSON has it. */
type WrittenStatement = Readonly<Record<string, unknown>>;

const oneOrMany = (values: readonly string[]): string | readonly string[] => {
  const [first, ...more] = values;
  return first !== undefined && more.length === 0 ? first : values;
};

/** The document's text, ready to be put in the place of a role's trust policy. */
export const writtenPolicy = ({ version, statements }: PolicyDocument): string =>
  JSON.stringify({ Version: version, Statement: statements.map(written) }, null, 2);

function written({ sid, effect, principals, actions, conditions }: Statement): WrittenStatement {
  const byOperator: Record<string, Record<string, string | readonly string[]>> = {};
  for (const { operator, key, values } of conditions) {
    byOperator[operator] = { ...byOperator[operator], [key]: oneOrMany(values) };
  }
  return {
    ...(sid === null || sid === '' ? {} : { Sid: sid }),
    Effect: effect,
    ...(principals === null
      ? {}
      : { [principals.negated ? 'NotPrincipal' : 'Principal']: writtenPrincipals(principals) }),
    ...(actions === null ? {} : { [actions.negated ? 'NotAction' : 'Action']: oneOrMany(actions.patterns) }),
    ...(conditions.length === 0 ? {} : { Condition: byOperator }),
  };
}

function writtenPrincipals({ any, aws, services, federated, canonicalUsers }: PrincipalSet): unknown {
  const named = Object.entries({
    AWS: any && !aws.includes('*') ? ['*', ...aws] : aws,
    Service: services,
    Federated: federated,
    CanonicalUser: canonicalUsers,
  }).filter(([, values]) => values.length > 0);
  return Object.fromEntries(named.map(([kind, values]) => [kind, oneOrMany(values)]));
}

const nobody: PrincipalSet = {
  negated: false,
  any: false,
  aws: [],
  services: [],
  federated: [],
  canonicalUsers: [],
};

/** New statements for some accounts, one for all services of which the same is asked. */
export function lettingIn(needs: readonly TrustNeed[], accounts: readonly string[]): readonly Statement[] {
  const alike = new Map<string, TrustNeed[]>();
  for (const need of needs) {
    const asked = JSON.stringify(need.source);
    alike.set(asked, [...(alike.get(asked) ?? []), need]);
  }
  return [...alike.values()].map((group) => {
    const services = group.map(({ service }) => service);
    const arns = group[0]?.source?.arns ?? [];
    return letting(services, {
      accounts: group.some(({ source }) => source !== null) ? accounts : [],
      arns: accounts.flatMap((account) => arns.map((arn) => arn.split(':').with(4, account).join(':'))),
    });
  });
}

/** A statement that lets services assume the role, for a source where one is given. */
function letting(
  services: readonly string[],
  { accounts, arns }: { readonly accounts: readonly string[]; readonly arns: readonly string[] },
): Statement {
  const condition = (operator: string, key: string, values: readonly string[]) =>
    values.length === 0 ? [] : [{ operator, key, values, path: '' }];
  return {
    // Behind those that are there.
    index: Number.POSITIVE_INFINITY,
    sid: null,
    effect: 'Allow',
    principals: { ...nobody, services },
    actions: { negated: false, patterns: ['sts:AssumeRole'] },
    resources: null,
    conditions: [
      ...condition('StringEquals', 'aws:SourceAccount', accounts),
      ...condition('ArnLike', 'aws:SourceArn', arns),
    ],
    refused: [],
  };
}

/** The same statement for others than these services; null if nobody is left. */
export const withoutServices = (statement: Statement, services: readonly string[]): Statement | null =>
  withoutPrincipals(statement, { services });

/** Whom a statement is to be for no more. */
interface Leaving {
  readonly any?: boolean;
  readonly aws?: readonly string[];
  readonly services?: readonly string[];
}

/** The same statement for others; null if nobody is left. */
export function withoutPrincipals(
  statement: Statement,
  { any = false, aws = [], services = [] }: Leaving,
): Statement | null {
  const { principals } = statement;
  if (principals === null) return null;
  const left = {
    ...principals,
    any: principals.any && !any,
    aws: principals.aws.filter((each) => !aws.includes(each)),
    services: principals.services.filter((each) => !services.includes(each)),
  };
  const isEmpty =
    !left.any &&
    [left.aws, left.services, left.federated, left.canonicalUsers].every((each) => each.length === 0);
  return isEmpty ? null : { ...statement, principals: left };
}
