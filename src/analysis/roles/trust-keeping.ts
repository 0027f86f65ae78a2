import { isDmsService } from '../callers/service-principals.ts';
import { sourceAccountKey, sourceArnKey } from '../callers/source-keys.ts';
import {
  type Condition,
  type ParsedPolicy,
  type PrincipalSet,
  parsePolicy,
  type Statement,
} from '../policy/document.ts';
import { globMatches } from '../policy/glob.ts';
import { lintPolicy } from '../policy/lint.ts';
import { serviceTables } from '../services/tables.ts';
import { judgeConsistency } from './consistency.ts';
import { conditionsOn, isListing, letsDmsAssume } from './dms-statements.ts';
import { wideStatements } from './narrowness.ts';
import type { TrustNeed } from './trust-needs.ts';
import { answersTo, documentOf, guardOf, isSound } from './trust-soundness.ts';
import { lettingIn, withoutPrincipals, withoutServices, writtenPolicy } from './trust-statements.ts';
import type { TrustTerms } from './trust-terms.ts';

/** Statements to put in the place of one; null: what is wrong in it cannot be told from what is right. */
type Kept = readonly Statement[] | null;

/**
 * What stays of the present statements: the right ones as they are, those for DMS with the right conditions on the
 * source, each without principals that nobody is any more.
 */
export function keptOf({ document }: ParsedPolicy, needs: readonly TrustNeed[], terms: TrustTerms): Kept {
  if (document === null) return null;
  const kept: Statement[] = [];
  for (const statement of document.statements) {
    const named = withoutDead(withTakenSid(statement, kept));
    const each = named === null ? [] : keptOfOne(named, needs, terms);
    // In a document of the older version `${` stood for itself.
    const isRead = document.version === '2012-10-17' || !JSON.stringify(each).includes('${');
    if (each === null || !isRead || each.some((one) => isRefused(writtenPolicy(documentOf([one])))))
      return null;
    kept.push(...each);
  }
  return kept;
}

/** Whether IAM would refuse a trust policy, or a part of it can never do what it says. */
export const isRefused = (document: string): boolean => problemsOf(document).length > 0;

const problemsOf = (document: string) =>
  lintPolicy(parsePolicy(document), { kind: 'trust', tables: serviceTables }).filter(
    ({ weight }) => weight !== 'warning',
  );

const hasProblem = (statement: Statement, wanted: string): boolean =>
  problemsOf(writtenPolicy(documentOf([statement]))).some(({ code }) => code === wanted);

/** A Sid says nothing of who is let in: one that IAM does not take, or not again, goes alone. */
function withTakenSid(statement: Statement, before: readonly Statement[]): Statement {
  const isTaken = !before.some(({ sid }) => sid === statement.sid) && !hasProblem(statement, 'bad-sid');
  return isTaken ? statement : { ...statement, sid: null };
}

/** A statement without the users and roles that are deleted; null: it names nobody else. */
function withoutDead(statement: Statement): Statement | null {
  const dead = (statement.principals?.aws ?? []).filter((name) => {
    const alone = { ...statement, principals: { ...nobody, aws: [name] } };
    return hasProblem(alone, 'deleted-principal');
  });
  return dead.length === 0 ? statement : withoutPrincipals(statement, { aws: dead });
}

const nobody: PrincipalSet = {
  ...{ negated: false, any: false },
  ...{ aws: [], services: [], federated: [], canonicalUsers: [] },
};

function keptOfOne(statement: Statement, needs: readonly TrustNeed[], terms: TrustTerms): Kept {
  const { principals } = statement;
  if (!letsDmsAssume(statement) || principals === null) return [statement];
  if (principals.negated) return null;
  if (!principals.any) return keptOfDms(statement, needs, terms);
  const everybody = keptOfEverybody(
    { ...statement, principals: { ...nobody, any: true, aws: ['*'] } },
    terms,
  );
  const named = withoutPrincipals(statement, { aws: ['*'], any: true });
  const others = named === null ? [] : keptOfOne(named, needs, terms);
  if (everybody === null || others === null) return null;
  if (everybody.length === 0) return others;
  return [statement];
}

/**
 * A statement for everybody goes where it asks for nothing, or for a source alone, as services have it; it stays
 * where no stranger comes in by DMS.
 */
function keptOfEverybody(statement: Statement, terms: TrustTerms): Kept {
  if (statement.conditions.every(isOnSource)) return [];
  const hasFaults = judgeConsistency(documentOf([statement]), terms).faults.length > 0;
  return hasFaults || guardOf([statement], terms) === 'open' ? null : [statement];
}

const isOnSource = ({ key }: Condition): boolean =>
  [sourceAccountKey, sourceArnKey].includes(key.toLowerCase());

function keptOfDms(statement: Statement, needs: readonly TrustNeed[], terms: TrustTerms): Kept {
  if (!isRefused(writtenPolicy(documentOf([statement]))) && isRight(statement, needs, terms))
    return [statement];
  return corrected(statement, needs, terms);
}

/** A statement that by itself is guarded, narrow where that is documented, and lets in what its services need. */
function isRight(statement: Statement, needs: readonly TrustNeed[], terms: TrustTerms): boolean {
  const alone = documentOf([statement]);
  const needed = needs.filter(({ service }) => statement.principals?.services.includes(service));
  const isNarrow = wideStatements(alone, { pinsIds: false }).length === 0;
  const asksOnlyWhatIsSent = needed.every(({ source }) => {
    if (source === null) return statement.conditions.length === 0;
    return source.arns.length === 0 ? conditionsOn(statement, sourceArnKey).length === 0 : isNarrow;
  });
  return (
    asksOnlyWhatIsSent &&
    judgeConsistency(alone, terms).faults.length === 0 &&
    isSound([statement], needed, terms)
  );
}

/** The same services with the right conditions on the source, and whoever else the statement names as before. */
function corrected(statement: Statement, needs: readonly TrustNeed[], terms: TrustTerms): Kept {
  const { principals, sid, actions, index } = statement;
  const known = (principals?.services ?? []).flatMap((service): readonly TrustNeed[] => {
    const need = needs.find((each) => each.service === service);
    if (need !== undefined) return [need];
    return isDmsService(service) ? [{ service, source: { arns: [] } }] : [];
  });
  const conditions = statement.conditions.filter((condition) => !isOnSource(condition));
  const right = lettingIn(known, [terms.account, ...trustedIn(statement, terms)]).map((each, position) => ({
    ...each,
    ...{ index, sid: position === 0 ? sid : null, actions },
    conditions: [...each.conditions, ...conditions],
  }));
  const isLetIn = known.every((need) => answersTo(need, right, terms).every((answer) => answer === 'let-in'));
  if (!isLetIn) return null;
  const others = withoutServices(
    statement,
    known.map(({ service }) => service),
  );
  return [...right, ...(others === null ? [] : [{ ...others, sid: null }])];
}

/** Trusted accounts that a statement names as the source, and for which it lets DMS in. */
function trustedIn(statement: Statement, { trustedAccounts }: TrustTerms): readonly string[] {
  const listsOn = (key: string): readonly Condition[] => conditionsOn(statement, key).filter(isListing);
  const lists = [
    ...listsOn(sourceAccountKey).map(({ values }) => values),
    ...listsOn(sourceArnKey).map(({ values }) => values.map((arn) => arn.split(':')[4] ?? '*')),
  ];
  return trustedAccounts.filter(
    (account) =>
      lists.some((values) => values.includes(account)) &&
      lists.every((values) => values.some((value) => globMatches(value, account))),
  );
}
