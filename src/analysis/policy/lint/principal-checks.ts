import { readArn } from '../arn.ts';
import { quote } from '../quote.ts';
import type { PrincipalSet, Problem } from '../shape.ts';
import { type LintScope, pathOf, type StatementCheck } from './check.ts';

type Finding = Omit<Problem, 'path'>;

/** Looks at one name in the list of its type; the first that has something to say is heard. */
type NameCheck = (name: string, scope: LintScope) => Finding | null;

const hasWildcard = (name: string): boolean => name.includes('*') || name.includes('?');

/**
 * "You cannot use a wildcard to match part of a principal name or ARN."
 * (IAM User Guide, reference_policies_elements_principal; "Unsupported wildcard in principal")
 */
const wildcardInPrincipal: NameCheck = (name) => {
  if (name === '*' || !hasWildcard(name)) return null;
  const message = `${quote(name)} has a wildcard, which stands in a principal only for everyone, alone`;
  return { code: 'wildcard-in-principal', weight: 'refused', message };
};

/**
 * The unique id that IAM shows when the role or user behind a principal was deleted.
 * (same page, "IAM role principals"; "Invalid role reference", "Invalid user reference")
 */
const deletedPrincipal: NameCheck = (name) => {
  if (!/^(?:AROA|AIDA)[A-Z\d]+$/.test(name)) return null;
  const message = `${name} is what is left of a deleted ${name.startsWith('AROA') ? 'role' : 'user'}`;
  return { code: 'deleted-principal', weight: 'dead', message };
};

/** CloudFront's origin access identities have a word in the place of the account. */
const isAccount = (text: string): boolean => /^\d{12}$/.test(text) || /^[a-z]+$/.test(text);

/** IAM: "Invalid principal in policy". (same page, "AWS account principals") */
const badAccountId: NameCheck = (name) => {
  const account = /^\d+$/.test(name) ? name : readArn(name)?.account;
  if (account === undefined || isAccount(account)) return null;
  const message = `${quote(name)} has no account id of 12 digits`;
  return { code: 'bad-account-id', weight: 'refused', message };
};

/**
 * An account, an ARN of IAM or STS, or `*`; no variable stands in a principal.
 * (same page, "How to specify a principal"; "Invalid principal format", "Variable unsupported in element")
 */
const badAwsPrincipal: NameCheck = (name) => {
  const service = readArn(name)?.service;
  const isKnown = name === '*' || /^\d+$/.test(name) || service === 'iam' || service === 'sts';
  if (isKnown && !name.includes('${')) return null;
  const message = `${quote(name)} is neither an account nor an ARN of a user, role or session`;
  return { code: 'bad-principal', weight: 'refused', message };
};

/** `{"Service": "*"}` names nobody. (same page; "Unsupported wildcard in principal" with the key Service) */
const serviceStar: NameCheck = (name) =>
  name === '*'
    ? { code: 'service-star', weight: 'dead', message: '"*" names no service: each is listed by its name' }
    : null;

/**
 * "The identifier for a service principal includes the service name, and is usually in the following format in
 * all lowercase letters: service-name.amazonaws.com". IAM refuses what is no service principal at all.
 * (access-analyzer-reference-policy-checks, "Invalid service principal format")
 */
const badServicePrincipal: NameCheck = (name) => {
  const code = 'bad-service-principal';
  const labels = name.split('.');
  if (labels.length < 2 || !labels.every((label) => /^[a-z\d-]+$/.test(label))) {
    const message = `${quote(name)} is not the name of a service, such as dms.amazonaws.com`;
    return { code, weight: 'refused', message };
  }
  if (SUFFIXES.some((suffix) => name.endsWith(suffix))) return null;
  return { code, weight: 'warning', message: `${quote(name)} does not end in .amazonaws.com` };
};

/** Of the partitions, and of services inside AWS. */
const SUFFIXES = [
  '.amazonaws.com',
  '.amazonaws.com.cn',
  '.amazonaws.eu',
  '.c2s.ic.gov',
  '.sc2s.sgov.gov',
  '.aws.internal',
];

/**
 * IAM: "Federated principals must be valid domain names or SAML metadata ARNs". (same page, "Invalid federated
 * principal syntax in role trust policy")
 */
const badFederatedPrincipal: NameCheck = (name, { kind }) => {
  if (kind !== 'trust') return null;
  const arn = readArn(name);
  const isProvider = /^(?:saml|oidc)-provider\/./.test(arn?.resource ?? '');
  const isDomain = name.includes('.') && /^[A-Za-z\d.-]+$/.test(name);
  if (isProvider || isDomain) return null;
  const message = `${quote(name)} is neither a domain name nor the ARN of an identity provider`;
  return { code: 'bad-federated-principal', weight: 'refused', message };
};

interface NameList {
  readonly type: 'AWS' | 'Service' | 'Federated';
  readonly of: (set: PrincipalSet) => readonly string[];
  readonly checks: readonly NameCheck[];
}

/** A new check is one function and one line here. */
const LISTS: readonly NameList[] = [
  {
    type: 'AWS',
    of: ({ aws }) => aws,
    checks: [wildcardInPrincipal, deletedPrincipal, badAwsPrincipal, badAccountId],
  },
  {
    type: 'Service',
    of: ({ services }) => services,
    checks: [serviceStar, wildcardInPrincipal, badServicePrincipal],
  },
  {
    type: 'Federated',
    of: ({ federated }) => federated,
    checks: [wildcardInPrincipal, badFederatedPrincipal],
  },
];

export const checkPrincipals: StatementCheck = (statement, scope) => {
  const { principals } = statement;
  if (principals === null) return [];
  const element = `${pathOf(statement)}.${principals.negated ? 'NotPrincipal' : 'Principal'}`;
  return LISTS.flatMap(({ type, of, checks }) =>
    of(principals).flatMap((name): readonly Problem[] => {
      for (const check of checks) {
        const finding = check(name, scope);
        if (finding !== null) return [{ ...finding, path: `${element}.${type}` }];
      }
      return [];
    }),
  );
};
