import { type Severity, severities } from '../../model/finding.ts';
import type { KmsKey } from '../../model/keys.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import { coversAction } from '../roles/closed-form.ts';
import { serviceDomain } from '../roles/service-principals.ts';
import type { Tried } from '../roles/service-requests.ts';
import { choicesFor } from './caller-choices.ts';
import { closureOf, untrustedIdentities } from './closed-form.ts';
import { keyActions, type Reach } from './key-actions.ts';
import { type Caller, letIn } from './key-requests.ts';
import { type Candidate, candidatesOf } from './strangers.ts';
import { isTrusted, type Trusted } from './trusted.ts';

/** Somebody who is not trusted and whom the key policy lets do something. */
export interface Intruder {
  readonly candidate: Candidate;
  readonly reach: Reach;
  readonly severity: Severity;
  readonly witness: Tried;
}

export interface Admission {
  /** The heaviest first. */
  readonly intruders: readonly Intruder[];
  /** Who may get in, where neither a request nor the form of the policy shows whether. */
  readonly undecided: readonly string[];
  /** What is taken for granted where nobody gets in. */
  readonly assumes: readonly string[];
}

/**
 * Who besides trusted principals may use or administer a key by its policy. An intruder comes with a request
 * that is let in; that there is none is said only where the form of the policy proves it for every request.
 */
export function judgeKeyPolicy(
  document: PolicyDocument,
  key: KmsKey,
  trusted: Trusted,
  partition: string,
): Admission {
  const { open, assumes } = closureOf(document, trusted);
  const judged = open.map((statement) => ({
    statement,
    found: candidatesOf(statement, document, trusted, partition).flatMap(
      (candidate) =>
        tryActions(document, statement, key, { candidate, domain: serviceDomain(partition) }) ?? [],
    ),
  }));
  return {
    intruders: judged
      .flatMap(({ found }) => found)
      .toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity)),
    undecided: judged
      .filter(({ found }) => found.length === 0)
      .map(({ statement }) => doubt(statement, trusted)),
    assumes,
  };
}

/** The weightiest action that somebody is let do. */
function tryActions(
  document: PolicyDocument,
  statement: Statement,
  key: KmsKey,
  { candidate, domain }: { readonly candidate: Candidate; readonly domain: string },
): Intruder | null {
  for (const { action, reach } of keyActions) {
    if (!coversAction(statement.actions, action)) continue;
    for (const caller of callersOf(candidate, action, statement, { document, key, domain })) {
      const witness = letIn(document, key, action, caller);
      if (witness === null) continue;
      // Across accounts KMS takes no administration, and to be told of a key is not to use it.
      const severity = reach === 'uses' ? candidate.severity : 'MEDIUM';
      return { candidate, reach, severity, witness };
    }
  }
  return null;
}

function callersOf(
  candidate: Candidate,
  action: string,
  { conditions }: Statement,
  {
    document,
    key,
    domain,
  }: { readonly document: PolicyDocument; readonly key: KmsKey; readonly domain: string },
): readonly Caller[] {
  if (candidate.kind === 'service') {
    return candidate.sources.map((source) => ({ kind: 'service', service: candidate.service, source }));
  }
  const { arn, stranger } = candidate;
  const region = key.arn.split(':')[3] ?? '';
  return choicesFor(action, conditions, document, { region, domain }).map((chosen) => ({
    kind: 'identity',
    arn,
    stranger,
    chosen,
  }));
}

function doubt(statement: Statement, trusted: Trusted): string {
  const { principals, conditions } = statement;
  const everybody = principals === null || principals.any || principals.negated;
  const services = principals?.services.filter((service) => !isTrusted(service, trusted)) ?? [];
  const who = everybody
    ? 'anyone else'
    : [...untrustedIdentities(statement, trusted), ...services].join(', ');
  const keys = [...new Set(conditions.map(({ key }) => key))];
  return keys.length === 0
    ? `whether ${who} may use it is not decided by the requests tried`
    : `whether ${who} may use it hangs on ${keys.join(', ')}`;
}
