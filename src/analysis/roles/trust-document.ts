import { coversAction } from '../callers/covers-action.ts';
import { isDmsService, serviceDomain } from '../callers/service-principals.ts';
import { sourceArnKey } from '../callers/source-keys.ts';
import { noGuardrails } from '../organization/guardrails.ts';
import { type ParsedPolicy, type PolicyDocument, parsePolicy, type Statement } from '../policy/document.ts';
import { lintPolicy } from '../policy/lint.ts';
import { serviceTables } from '../services/tables.ts';
import { judgeConsistency } from './consistency.ts';
import { conditionsOn, letsDmsAssume } from './dms-statements.ts';
import { dmsServicesFor, judgeFit } from './fit.ts';
import { type GuardQuestion, judgeGuard } from './guard.ts';
import { wideStatements } from './narrowness.ts';
import { documentedSender } from './sent-keys.ts';
import type { TrustNeed } from './trust-needs.ts';
import { letting, withoutServices, writtenPolicy } from './trust-statements.ts';
import { judgeUsability } from './usability.ts';
import type { RoleUser } from './users.ts';

/** A trust is to be right by itself, so that what the organisation has over it has no part in it. */
export interface TrustTerms extends Omit<GuardQuestion, 'knownArns' | 'guardrails' | 'resource'> {
  /** The DMS resources that use the role. */
  readonly users: readonly RoleUser[];
}

/**
 * A trust policy for this very role: it lets in what the role's uses need, for this account, and keeps what is
 * right in the present one. Allow statements of which each is guarded are guarded together; a Deny stays if the
 * needs are met all the same.
 */
export function trustDocument(
  present: string | null,
  needs: readonly TrustNeed[],
  terms: TrustTerms,
): string {
  const users = terms.users.map(({ use, resource }) => [use, resource.arn]);
  const asked = JSON.stringify([present, needs, { ...terms, users }]);
  const document = printed.get(asked) ?? mended(present, needs, terms);
  if (printed.size >= mostPrinted) printed.clear();
  printed.set(asked, document);
  return document;
}

/** Several rules print the same document for a role, and it takes a dozen judgements to make one. */
const printed = new Map<string, string>();
const mostPrinted = 500;

function mended(present: string | null, needs: readonly TrustNeed[], terms: TrustTerms): string {
  const required = needs.length > 0 || writesDms(present) ? needs : [anyUse(terms)];
  const kept = present === null ? [] : keptOf(parsePolicy(present), required, terms);
  const [safe, others] = [
    kept.filter((each) => letsDmsAssume(each) || isHarmless(each)),
    kept.filter((each) => !letsDmsAssume(each) && !isHarmless(each)),
  ];
  const covered = new Set(safe.flatMap(servicesFor));
  const missing = required.filter(({ service }) => !covered.has(service));
  const whole = others.reduce<readonly Statement[]>(
    (all, other) => (isSound([...all, other], required, terms) ? [...all, other] : all),
    [...safe, ...lettingIn(missing, terms)],
  );
  return writtenPolicy(documentOf(whole.toSorted((a, b) => a.index - b.index)));
}

/** An Allow for somebody else that asks for nothing takes nothing from what the rest says of DMS. */
const isHarmless = ({ effect, conditions }: Statement): boolean =>
  effect === 'Allow' && conditions.length === 0;

const documentOf = (statements: readonly Statement[]): PolicyDocument => ({
  version: '2012-10-17',
  statements: statements.map((statement, index) => ({ ...statement, index })),
});

const writesDms = (present: string | null): boolean =>
  present !== null &&
  parsePolicy(present).document?.statements.some((each) => servicesFor(each).some(isDmsService)) === true;

/** Where nothing is known of the use, DMS itself for any resource of the account. */
const anyUse = ({ partition }: TrustTerms): TrustNeed => ({
  service: `dms.${serviceDomain(partition)}`,
  source: { arns: [] },
});

/** The services that a statement lets assume the role. */
const servicesFor = ({ effect, principals, actions }: Statement): readonly string[] =>
  effect === 'Allow' && principals?.negated === false && coversAction(actions, 'sts:AssumeRole')
    ? principals.services
    : [];

/** New statements, one for all services of which the same is asked. */
function lettingIn(needs: readonly TrustNeed[], { account }: TrustTerms): readonly Statement[] {
  const alike = new Map<string, TrustNeed[]>();
  for (const need of needs) {
    const asked = JSON.stringify(need.source);
    alike.set(asked, [...(alike.get(asked) ?? []), need]);
  }
  return [...alike.values()].map((group) =>
    letting(
      group.map(({ service }) => service),
      {
        account: group.some(({ source }) => source !== null) ? account : null,
        arns: group[0]?.source?.arns ?? [],
      },
    ),
  );
}

/** What stays of the present statements: the right ones as they are, and those for DMS with the right conditions. */
function keptOf(parsed: ParsedPolicy, needs: readonly TrustNeed[], terms: TrustTerms): readonly Statement[] {
  const { document } = parsed;
  if (document === null) return [];
  const faulty = lintPolicy(parsed, { kind: 'trust', tables: serviceTables })
    .filter(({ weight }) => weight !== 'warning')
    .map(({ path }) => path);
  return document.statements.flatMap((statement) => {
    const isFaulty =
      faulty.some((path) => path.startsWith(`Statement[${statement.index}]`)) ||
      (document.version !== '2012-10-17' && JSON.stringify(statement).includes('${'));
    if (!letsDmsAssume(statement)) return isFaulty ? [] : [statement];
    if (!isFaulty && isRight(statement, needs, terms)) return [statement];
    return corrected(statement, isFaulty, needs, terms);
  });
}

/** A statement that by itself is guarded, narrow where that is documented, and lets in what its services need. */
function isRight(statement: Statement, needs: readonly TrustNeed[], terms: TrustTerms): boolean {
  const { principals } = statement;
  if (principals === null || principals.any || principals.negated) return false;
  const alone = documentOf([statement]);
  const needed = needs.filter(({ service }) => principals.services.includes(service));
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

/** The same services with the right conditions, and whoever else the statement names as before. */
function corrected(
  statement: Statement,
  isFaulty: boolean,
  needs: readonly TrustNeed[],
  terms: TrustTerms,
): readonly Statement[] {
  const { principals, sid, actions } = statement;
  if (principals === null || principals.any || principals.negated) return [];
  const known = principals.services.flatMap((service): readonly TrustNeed[] => {
    const need = needs.find((each) => each.service === service);
    if (need !== undefined) return [need];
    return isDmsService(service) ? [{ service, source: { arns: [] } }] : [];
  });
  const others = isFaulty
    ? null
    : withoutServices(
        statement,
        known.map(({ service }) => service),
      );
  return [
    ...lettingIn(known, terms).map((each, index) =>
      isFaulty
        ? { ...each, index: statement.index }
        : { ...each, index: statement.index, sid: index === 0 ? sid : null, actions },
    ),
    ...(others === null ? [] : [{ ...others, sid: null }]),
  ];
}

/** Whether statements keep strangers out, and no service out that is needed. */
function isSound(statements: readonly Statement[], needs: readonly TrustNeed[], terms: TrustTerms): boolean {
  const document = documentOf(statements);
  const place = { ...terms, guardrails: noGuardrails, resource: null };
  const guard = judgeGuard(document, { ...place, knownArns: [] });
  if (guard.answer !== 'guarded' && !(guard.answer === 'no-dms-principal' && !needs.some(isOfDms)))
    return false;
  const isLockedOut = terms.users.some(
    (user) =>
      dmsServicesFor(user, terms.partition).every((service) =>
        needs.some((need) => need.service === service),
      ) && judgeFit(document, user, [documentedSender(user)], place).answer === 'locked-out',
  );
  if (isLockedOut) return false;
  return needs.every(({ service, source }) =>
    (source === null || source.arns.length === 0 ? [null] : source.arns).every((arn) => {
      const { answer } = judgeUsability(document, {
        ...place,
        service,
        types: arn === null ? ['endpoint'] : [arn.split(':')[5] ?? ''],
        knownArns: [],
        regions: arn === null || arn.split(':')[3] === '*' ? terms.regions : [arn.split(':')[3] ?? ''],
        sendsAccount: source !== null,
        sendsArn: arn !== null,
      });
      return answer === 'let-in';
    }),
  );
}

const isOfDms = ({ service }: TrustNeed): boolean => isDmsService(service);
