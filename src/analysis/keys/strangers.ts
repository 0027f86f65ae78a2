import type { Severity } from '../../model/finding.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import { isLiteral } from '../roles/closed-form.ts';
import { serviceDomain } from '../roles/service-principals.ts';
import { accountsMatching, type Source, sourceAccountKey, sourceArnKey } from '../roles/sources.ts';
import { accountOf } from '../written-principal.ts';
import { untrustedIdentities } from './closed-form.ts';
import { callerAccountKey } from './closing-conditions.ts';
import { filled } from './filled.ts';
import { isTrusted, type Trusted } from './trusted.ts';

/** Somebody who is not trusted and whom a statement may let in. */
export type Candidate =
  | {
      readonly kind: 'identity';
      readonly arn: string;
      readonly stranger: boolean;
      readonly severity: Severity;
    }
  | {
      readonly kind: 'service';
      readonly service: string;
      readonly sources: readonly Source[];
      readonly severity: Severity;
    };

/** Those to try: whom the statement writes, and where it lets everybody in, some whom nothing mentions. */
export function candidatesOf(
  statement: Statement,
  document: PolicyDocument,
  trusted: Trusted,
  partition: string,
): readonly Candidate[] {
  const { principals } = statement;
  if (principals === null) return [];
  const stranger = unmentioned(document, trusted);
  const service = (name: string): Candidate => ({
    kind: 'service',
    service: name,
    severity: 'MEDIUM',
    sources: sourcesOf(document, stranger, trusted),
  });
  if (principals.any || principals.negated) {
    const elsewhere = `lambda.${serviceDomain(partition)}`;
    return [
      { kind: 'identity', arn: someRole(stranger, partition), stranger: true, severity: 'CRITICAL' },
      ...writtenCallers(document, trusted, partition).map(foreign),
      ...(isTrusted(elsewhere, trusted) ? [] : [service(elsewhere)]),
    ];
  }
  return [
    ...untrustedIdentities(statement, trusted)
      .filter((written) => /^\d{12}$|^arn:/.test(written))
      .map((written) => foreign(callerNamed(written, partition))),
    ...principals.services.filter((name) => !isTrusted(name, trusted)).map(service),
  ];
}

const foreign = (arn: string): Candidate => ({ kind: 'identity', arn, stranger: false, severity: 'HIGH' });

/** An account or its root stands for all of its principals. */
const callerNamed = (written: string, partition: string): string =>
  /^\d{12}$|:root$/.test(written)
    ? someRole(accountOf(written), written.split(':')[1] ?? partition)
    : written;

const someRole = (account: string, partition: string): string =>
  `arn:${partition}:iam::${account}:role/anyone`;

/** An account that nothing mentions. */
function unmentioned(document: PolicyDocument, trusted: Trusted): string {
  const mentioned = JSON.stringify([document, trusted]);
  let id = 999_999_999_999;
  while (mentioned.includes(String(id))) id -= 1;
  return String(id);
}

const valuesOf = (document: PolicyDocument, name: string): readonly string[] =>
  document.statements
    .flatMap(({ conditions }) => conditions.filter(({ key }) => key.toLowerCase() === name))
    .flatMap(({ values }) => values);

/** Principals that conditions on the caller write, or whose account their patterns match. */
function writtenCallers(document: PolicyDocument, trusted: Trusted, partition: string): readonly string[] {
  const accounts = [callerAccountKey, 'aws:principalaccount']
    .flatMap((name) => valuesOf(document, name))
    .flatMap(accountsMatching);
  const arns = valuesOf(document, 'aws:principalarn').flatMap((pattern) => {
    const parts = pattern.split(':');
    return accountsMatching(parts[4] ?? '').map((account) =>
      filled([...parts.slice(0, 4), account, ...parts.slice(5)].join(':')),
    );
  });
  return [...new Set([...accounts.map((account) => someRole(account, partition)), ...arns])].filter(
    (arn) => !isTrusted(arn, trusted),
  );
}

/** For whom a service could call: nobody in particular, and accounts that are not trusted. */
function sourcesOf(document: PolicyDocument, stranger: string, { accounts }: Trusted): readonly Source[] {
  const written = valuesOf(document, sourceAccountKey).flatMap(accountsMatching);
  const arns = valuesOf(document, sourceArnKey);
  return [
    { account: null, arn: null },
    ...[...new Set([...written, ...arns.flatMap((arn) => accountsMatching(accountOf(arn))), stranger])]
      .filter((account) => !accounts.includes(account))
      .flatMap((account): readonly Source[] => [
        { account, arn: null },
        ...[...new Set(arns.flatMap((pattern) => arnsOf(pattern, account)))].map((arn) => ({ account, arn })),
      ]),
  ];
}

/**
 * ARNs that the pattern may match and that a stranger can own: of its account, or of none and with a name to
 * choose. Whose bucket a name is that stands there in full, nobody can say from here.
 */
function arnsOf(pattern: string, account: string): readonly string[] {
  const parts = pattern.split(':');
  const anything = `arn:aws:dms:us-east-1:${account}:endpoint:ANY`;
  if (parts.length < 6 || (parts[4] === '' && isLiteral(pattern))) return [anything];
  return [
    filled([...parts.slice(0, 4), parts[4] === '' ? '' : account, ...parts.slice(5)].join(':')),
    anything,
  ];
}
