import { type DmsRole, type Facts, type Gathered, gather } from './account-view.ts';
import { type FactName, typeOf } from './facts.ts';
import type { Finding, Severity, Subject } from './finding.ts';
import type { DmsKey } from './key-view.ts';
import type { Unread } from './lookup.ts';
import type { ParameterSet, ValuesOf } from './parameters.ts';
import { type DmsPrincipal, withDeclared } from './principal-view.ts';
import type { ResourceOf } from './resources.ts';
import type { Rule, RuleTexts } from './rule.ts';
import type { Settings } from './settings.ts';
import type { AccountFacts } from './snapshot.ts';
import { cannotRead, notApplicable, unknown, type Verdict } from './verdict.ts';

/** What a rule can judge: DMS resources and their keys, per Region; or the account's DMS roles and principals. */
type SubjectOf = ResourceOf & {
  readonly roles: DmsRole;
  readonly accountRoles: DmsRole;
  readonly principals: DmsPrincipal;
  readonly keys: DmsKey;
};
type SubjectKind = keyof SubjectOf;
type Subjects = { readonly [K in SubjectKind]: Gathered<SubjectOf[K]> };

const roleType = 'AWS::IAM::Role';
const userType = 'AWS::IAM::User';
const typeOfSubject = {
  ...typeOf,
  roles: roleType,
  accountRoles: roleType,
  principals: [roleType, userType],
  keys: 'AWS::KMS::Key',
} as const satisfies Record<SubjectKind, string | readonly string[]>;
const typesOf = (kind: SubjectKind): readonly string[] => [typeOfSubject[kind]].flat();

/** What answers questions about the things that a fact is of. */
type FunctionsFor<N extends PropertyKey> =
  | ('keys' extends N ? 'keyOf' : never)
  | ('rolePermissions' extends N ? 'policiesOf' : never);

interface Context<N extends PropertyKey, P extends ParameterSet> {
  readonly account: string;
  readonly partition: string;
  /** The Region of the resource; `global` for roles and principals. */
  readonly region: string;
  /** The audited Regions: this one for a regional resource, all of them for roles and principals. */
  readonly regions: readonly string[];
  /** When the facts were taken, ISO 8601: what "expired" is measured against. */
  readonly takenAt: string;
  readonly facts: Pick<Facts, Extract<N | FunctionsFor<N>, keyof Facts>>;
  readonly settings: Settings;
  readonly parameters: ValuesOf<P>;
}

interface Definition<J extends SubjectKind, N extends FactName, P extends ParameterSet> extends RuleTexts {
  readonly judges: readonly [J, ...J[]];
  /** Facts beside the judged resources themselves. */
  readonly needs: readonly N[];
  readonly parameters: P;
  readonly judge: (resource: SubjectOf[J], context: Context<N | J, P>) => Verdict;
}

/**
 * Makes a rule of its texts and one pure function. What all rules share is written here once: the loop over
 * Regions and resources, the identity of findings, the finding for what could not be listed, and that a
 * surprise inside one resource costs that resource's verdict alone.
 */
export function defineRule<
  const J extends SubjectKind,
  const N extends FactName = never,
  const P extends ParameterSet = ParameterSet,
>(
  definition: Omit<Definition<J, N, P>, 'needs' | 'parameters'> & {
    readonly needs?: readonly N[];
    readonly parameters?: P;
  },
): Rule {
  const { judges, judge, needs = [], parameters, ...texts } = definition;
  const parameterSet: ParameterSet = parameters ?? {};

  const evaluateIn = (scope: Scope, settings: Settings): readonly Finding[] => {
    const { migrationPrincipals } = settings;
    const facts = {
      ...scope.facts,
      principals: withDeclared(scope.facts.principals, migrationPrincipals, scope.account),
    };
    const judged: Subjects = facts;
    const own = settings.rules[texts.id];
    const severity = own?.severity ?? null;
    const context: Context<N | J, P> = {
      ...scope,
      facts,
      settings,
      parameters: valuesOf(parameterSet, own?.parameters ?? {}) as ValuesOf<P>,
    };
    const report = (subject: Subject, verdict: Verdict): Finding =>
      finding(texts, severity, subject, verdict);
    const subjects = judges.flatMap((kind): readonly SubjectOf[J][] => judged[kind].items);
    const missing = judges.flatMap((kind): readonly Unread[] => judged[kind].unread);
    const findings = subjects.map((resource) =>
      report(
        subjectOf(resource, scope),
        withoutSurprise(() => judge(resource, context)),
      ),
    );
    if (missing.length > 0) findings.push(report(accountSubject(scope), cannotRead(missing)));
    else if (findings.length === 0) findings.push(report(accountSubject(scope), nothingThere(judges, scope)));
    return findings;
  };

  return {
    ...texts,
    judges: [...new Set(judges.flatMap(typesOf))],
    needs: [...new Set<FactName>([...judges.map(factFor), ...needs])],
    parameters: parameterSet,
    evaluate: (accountId, account, settings) =>
      scopesOf(judges, accountId, account).flatMap((scope) => evaluateIn(scope, settings)),
  };
}

interface Scope {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
  readonly regions: readonly string[];
  readonly takenAt: string;
  readonly facts: Facts;
}

const isGlobal = (kind: SubjectKind): boolean => typesOf(kind).includes(roleType);
const factFor = (kind: SubjectKind): FactName => (kind === 'accountRoles' ? 'roles' : kind);

/** IAM has no Region: roles and principals are judged once per account over all audited Regions, all else in each Region. */
function scopesOf(
  judges: readonly SubjectKind[],
  accountId: string,
  account: AccountFacts,
): readonly Scope[] {
  const { partition, iam } = account;
  const audited = Object.entries(account.regions);
  const scope = (region: string, regions: readonly string[], takenAt: string): Scope => ({
    account: accountId,
    partition,
    region,
    regions,
    takenAt,
    facts: gather(accountId, account, regions),
  });
  return judges.some(isGlobal)
    ? [scope('global', Object.keys(account.regions), iam.takenAt)]
    : audited.map(([region, { takenAt }]) => scope(region, [region], takenAt));
}

function valuesOf(parameters: ParameterSet, given: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [
      name,
      Object.hasOwn(given, name) ? given[name] : parameter.default,
    ]),
  );
}

function withoutSurprise(judge: () => Verdict): Verdict {
  try {
    return judge();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return unknown(
      `the rule stopped at an error: ${message}`,
      'a corrected dms-auditor: please report the error with the snapshot',
    );
  }
}

function nothingThere(judges: readonly SubjectKind[], { region, regions }: Scope): Verdict {
  // IAM has no Region, and roles concern DMS through resources that have one.
  if (judges.includes('principals')) return notApplicable('no role or user that may act on DMS');
  const kinds = judges.map((kind) => typesOf(kind).join());
  return notApplicable(`no ${kinds.join(', ')} in ${region === 'global' ? regions.join(', ') : region}`);
}

const subjectOf = (
  { type, id, arn }: { readonly type: string; readonly id: string; readonly arn: string },
  { account, region }: Scope,
): Subject => ({ type, id, arn, account, region });

const accountSubject = ({ account, region }: Scope): Subject => ({
  type: 'AWS::::Account',
  id: account,
  arn: null,
  account,
  region,
});

/** Stable and unique: roles and users by name, other resources by the tail of their ARN. */
function findingId(rule: string, { type, id, arn, account, region }: Subject): string {
  const parts = arn?.split(':') ?? [];
  // A key may be another account's or Region's, where an alias, or the id of a multi-Region key, is the same.
  const isElsewhere = type === typeOfSubject.keys && (parts[3] !== region || parts[4] !== account);
  const own = arn === null ? 'account' : parts.slice(isElsewhere ? 3 : 5).join(':');
  const named = { [roleType]: `role:${id}`, [userType]: `user:${id}` }[type];
  return `${rule}@${account}/${region}/${named ?? own}`;
}

function finding(texts: RuleTexts, override: Severity | null, resource: Subject, verdict: Verdict): Finding {
  const failed = verdict.status === 'NON_COMPLIANT';
  const judged = failed || verdict.status === 'COMPLIANT';
  return {
    id: findingId(texts.id, resource),
    rule: texts.id,
    status: verdict.status,
    severity: override ?? (failed ? verdict.severity : null) ?? texts.severity,
    resource,
    because: verdict.because,
    witness: judged ? verdict.witness : null,
    assumes: judged ? verdict.assumes : [],
    settledBy: verdict.status === 'UNKNOWN' ? verdict.settledBy : null,
    requirements: texts.requirements,
    controls: texts.controls,
    remediation: { summary: (failed ? verdict.remediation : null) ?? texts.remediation },
    exception: null,
  };
}
