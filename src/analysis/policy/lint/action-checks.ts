import { globMatches } from '../glob.ts';
import { hint, nearest } from '../nearest.ts';
import { quote } from '../quote.ts';
import type { Problem } from '../shape.ts';
import { type LintScope, pathOf, type StatementCheck } from './check.ts';

/** Looks at one pattern other than `*`; the first that has something to say is heard. */
type PatternCheck = (pattern: string, scope: LintScope, negated: boolean) => Omit<Problem, 'path'> | null;

const prefixOf = (pattern: string): string => pattern.slice(0, Math.max(0, pattern.indexOf(':')));
const nameOf = (pattern: string): string => pattern.slice(pattern.indexOf(':') + 1);

/**
 * IAM: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
 * (moto's recorded answers of IAM in tests/test_iam/test_iam_policies.py)
 */
const actionWithoutPrefix: PatternCheck = (pattern) => {
  if (pattern.includes(':')) return null;
  const message = `${quote(pattern)} does not begin with a service, as in dms:DescribeEndpoints`;
  return { code: 'action-without-prefix', weight: 'refused', message };
};

/** IAM: "Actions/Condition can contain only one colon." (same place) */
const malformedAction: PatternCheck = (pattern) => {
  if (!nameOf(pattern).includes(':')) return null;
  return {
    code: 'malformed-action',
    weight: 'refused',
    message: `${quote(pattern)} has more than one colon`,
  };
};

/**
 * A prefix that no service can have. IAM answers "Vendor … is not valid" to some of them and takes others.
 * (same place; access-analyzer-reference-policy-checks, "Invalid service in action")
 */
const unknownService: PatternCheck = (pattern) => {
  if (/^[A-Za-z\d.*?-]+$/.test(prefixOf(pattern))) return null;
  const message = `${quote(prefixOf(pattern))} is not the prefix of a service`;
  return { code: 'unknown-service', weight: 'warning', message };
};

const TRUST_ACTIONS = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
  'sts:SetContext',
  'sts:SetSourceIdentity',
  'sts:TagSession',
];

/**
 * IAM: "AssumeRole policy may only specify STS AssumeRole actions." What may go with them is in the IAM User
 * Guide, id_session-tags and id_credentials_temp_control-access_monitor.
 */
const trustActionNotSts: PatternCheck = (pattern, { kind }, negated) => {
  if (kind !== 'trust' || negated) return null;
  const wanted = pattern.toLowerCase();
  if (TRUST_ACTIONS.some((action) => globMatches(wanted, action.toLowerCase()))) return null;
  const message = `${quote(pattern)} is not an action of assuming a role${hint(nearest(pattern, TRUST_ACTIONS))}`;
  return { code: 'trust-action-not-sts', weight: 'refused', message };
};

/** IAM stores it, and it matches nothing. (access-analyzer-reference-policy-checks, "Invalid action") */
const unknownAction: PatternCheck = (pattern, { names }) => {
  const prefix = prefixOf(pattern);
  if (names === null || names.matchesAction(prefix, nameOf(pattern)) !== false) return null;
  const near = names.nearestAction(prefix, nameOf(pattern));
  const message = `${quote(pattern)} matches no action of ${prefix}${hint(near && `${prefix}:${near}`)}`;
  return { code: 'unknown-action', weight: 'dead', message };
};

/** A new check is one function and one line here. */
const CHECKS: readonly PatternCheck[] = [
  actionWithoutPrefix,
  malformedAction,
  unknownService,
  trustActionNotSts,
  unknownAction,
];

export const checkActions: StatementCheck = (statement, scope) => {
  const { actions } = statement;
  if (actions === null) return [];
  const path = `${pathOf(statement)}.${actions.negated ? 'NotAction' : 'Action'}`;
  return actions.patterns.flatMap((pattern): readonly Problem[] => {
    if (pattern === '*') return [];
    for (const check of CHECKS) {
      const finding = check(pattern, scope, actions.negated);
      if (finding !== null) return [{ ...finding, path }];
    }
    return [];
  });
};
