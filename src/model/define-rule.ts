import { type AuditedAccount, type DmsRole, type Facts, type Gathered, gather } from './account-view.ts';
import { type FactName, typeOf } from './facts.ts';
import type { Finding, Subject } from './finding.ts';
import { findingOf } from './finding-of.ts';
import type { DmsKey } from './key-view.ts';
import type { Unread } from './lookup.ts';
import type { ParameterSet, ValuesOf } from './parameters.ts';
import { type DmsPrincipal, withDeclared } from './principal-view.ts';
import type { ResourceOf } from './resources.ts';
import type { Rule, RuleTexts } from './rule.ts';
import { publishedIds, type SecurityHubControlId, securityHubControl } from './security-hub.ts';
import { textsByType } from './security-hub-texts.ts';
import type { Settings } from './settings.ts';
import type { AccountFacts } from './snapshot.ts';
import { cannotRead, notApplicable, unknown, type Verdict } from './verdict.ts';

/** What a rule can judge: DMS resources, their keys and the account, per Region; or its DMS roles and principals. */
type SubjectOf = ResourceOf & {
  readonly roles: DmsRole;
  readonly accountRoles: DmsRole;
  readonly serverlessRole: DmsRole;
  readonly account: AuditedAccount;
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
  serverlessRole: roleType,
  account: 'AWS::::Account',
  principals: [roleType, userType],
  keys: 'AWS::KMS::Key',
} as const satisfies Record<SubjectKind, string | readonly string[]>;
const typesOf = (kind: SubjectKind): readonly string[] => [typeOfSubject[kind]].flat();

/** What answers questions about the things that a fact is of. */
type FunctionsFor<N extends PropertyKey> =
  | ('keys' extends N ? 'keyOf' : never)
  | ('rolePermissions' extends N ? 'policiesOf' : never)
  | ('awsManagedPolicies' extends N ? 'awsManagedPolicy' : never)
  | ('routeTables' extends N ? 'network' : never)
  | ('databases' extends N ? 'resolvedNames' : never)
  | ('securityGroups' extends N ? 'defaultGroups' : never);

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
  /** The controls of Security Hub that it answers; what AWS relates them to follows from `security-hub.ts`. */
  readonly controls: readonly SecurityHubControlId[];
  readonly judges: readonly [J, ...J[]];
  /** Facts beside the judged resources themselves. */
  readonly needs: readonly N[];
  /** Facts that it takes only where a parameter is true: they are collected only then, and `judge` asks only then. */
  readonly needsWith: { readonly [K in keyof P]?: readonly N[] };
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
  definition: Omit<Definition<J, N, P>, 'needs' | 'needsWith' | 'parameters'> & {
    readonly needs?: readonly N[];
    readonly needsWith?: { readonly [K in keyof NoInfer<P>]?: readonly N[] };
    readonly parameters?: P;
  },
): Rule {
  const { judges, judge, needs, needsWith, parameters: parameterSet = {}, controls, ...texts } = definition;
  const securityHub = controls.map(securityHubControl);

  const evaluateIn = (scope: Scope, settings: Settings, extent: Extent<J>): readonly Finding[] => {
    const { kinds, textsFor, isWeighed } = extent;
    const facts = {
      ...scope.facts,
      principals: withDeclared(scope.facts.principals, settings.migrationPrincipals, scope.account),
    };
    const judged: Subjects = facts;
    const own = settings.rules[texts.id];
    const context: Context<N | J, P> = {
      ...scope,
      facts,
      settings,
      parameters: valuesOf(parameterSet, own?.parameters ?? {}) as ValuesOf<P>,
    };
    const report = (subject: Subject, verdict: Verdict): Finding => {
      const told = textsFor(subject.type);
      return findingOf(told, own?.severity ?? (isWeighed ? told.severity : null), subject, verdict);
    };
    const subjects = kinds.flatMap((kind): readonly SubjectOf[J][] => judged[kind].items);
    const missing = kinds.flatMap((kind): readonly Unread[] => judged[kind].unread);
    const findings = subjects.map((resource) => {
      const verdict = verdictOn(resource, () => judge(resource, context));
      return report(subjectOf(resource, scope), verdict);
    });
    if (missing.length > 0) findings.push(report(accountSubject(scope), cannotRead(missing)));
    else if (findings.length === 0) findings.push(report(accountSubject(scope), nothingThere(kinds, scope)));
    return findings;
  };

  const ruleOf = (extent: Extent<J>): Rule => ({
    ...extent.textsFor(null),
    judges: [...new Set(extent.kinds.flatMap(typesOf))],
    ...neededFor(extent.kinds, { needs, needsWith }),
    parameters: parameterSet,
    securityHub,
    asSecurityHub: () => limited,
    evaluate: (accountId, account, settings) =>
      scopesOf(extent.kinds, accountId, account).flatMap((scope) => evaluateIn(scope, settings, extent)),
  });
  const whole: RuleTexts = { ...texts, controls: publishedIds(securityHub) };
  const limited = ruleOf({
    kinds: judges.filter((kind) => securityHub.some((control) => typesOf(kind).includes(control.judges))),
    textsFor: textsByType(whole, securityHub),
    isWeighed: true,
  });
  return ruleOf({ kinds: judges, textsFor: () => whole, isWeighed: false });
}

/** What a rule judges, and what it says of each type. */
interface Extent<J extends SubjectKind> {
  readonly kinds: readonly J[];
  /** null: of the rule as a whole. */
  readonly textsFor: (type: string | null) => RuleTexts;
  /** The texts' severity is that of every failure. */
  readonly isWeighed: boolean;
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

/** What it takes to know which there are. */
function factsFor(kind: SubjectKind): readonly FactName[] {
  if (kind === 'account') return [];
  return [kind === 'accountRoles' ? 'roles' : kind];
}

/** All that a rule takes to judge these kinds, and what of it only with a parameter. */
function neededFor(
  kinds: readonly SubjectKind[],
  { needs = [], needsWith = {} }: Asked,
): Pick<Rule, 'needs' | 'needsWith'> {
  const optional = Object.entries(needsWith).map(([name, facts = []]) => [name, facts] as const);
  const all = [...kinds.flatMap(factsFor), ...needs, ...optional.flatMap(([, facts]) => facts)];
  return { needs: [...new Set(all)], needsWith: Object.fromEntries(optional) };
}

/** What a rule asks for beside what it judges. */
interface Asked {
  readonly needs: readonly FactName[] | undefined;
  readonly needsWith: Readonly<Partial<Record<string, readonly FactName[]>>> | undefined;
}

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

/** The verdict on what is the account's to change; a zero-ETL integration's is not (DMS API, `IsReadOnly`). */
function verdictOn(resource: object, judge: () => Verdict): Verdict {
  if ('readOnly' in resource && resource.readOnly === true)
    return notApplicable('it belongs to a zero-ETL integration, which sets it up');
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
  { type, id, arn }: { readonly type: string; readonly id: string; readonly arn: string | null },
  { account, region }: Scope,
): Subject => ({ type, id, arn, account, region });

const accountSubject = ({ account, region }: Scope): Subject => ({
  type: 'AWS::::Account',
  id: account,
  arn: null,
  account,
  region,
});
