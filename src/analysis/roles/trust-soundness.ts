import { isDmsService } from '../callers/service-principals.ts';
import { noGuardrails } from '../organization/guardrails.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import { dmsServicesFor, judgeFit } from './fit.ts';
import { judgeGuard } from './guard.ts';
import { documentedSender } from './sent-keys.ts';
import type { TrustNeed } from './trust-needs.ts';
import type { TrustTerms } from './trust-terms.ts';
import { judgeUsability, type UsabilityAnswer } from './usability.ts';

export const documentOf = (statements: readonly Statement[]): PolicyDocument => ({
  version: '2012-10-17',
  statements: statements.map((statement, index) => ({ ...statement, index })),
});

/** Whether statements keep strangers out, and no service out that is needed. */
export function isSound(
  statements: readonly Statement[],
  needs: readonly TrustNeed[],
  terms: TrustTerms,
): boolean {
  const guard = guardOf(statements, terms);
  if (guard !== 'guarded' && !(guard === 'no-dms-principal' && !needs.some(isOfDms))) return false;
  const isLetIn = needs.every((need) =>
    answersTo(need, statements, terms).every((answer) => answer === 'let-in'),
  );
  return isLetIn && usersLockedOut(statements, needs, terms).length === 0;
}

/** What becomes of DMS, for strangers and for the account itself. */
export const guardOf = (statements: readonly Statement[], terms: TrustTerms) =>
  judgeGuard(documentOf(statements), { ...placeOf(terms), knownArns: [] }).answer;

/** The services that statements surely keep from what the role is needed for. */
export function lockedOut(
  statements: readonly Statement[],
  needs: readonly TrustNeed[],
  terms: TrustTerms,
): readonly string[] {
  const refused = needs.filter((need) => answersTo(need, statements, terms).includes('refused'));
  return [
    ...new Set([...usersLockedOut(statements, needs, terms), ...refused.map(({ service }) => service)]),
  ];
}

/** The services of the users that statements lock out. */
function usersLockedOut(
  statements: readonly Statement[],
  needs: readonly TrustNeed[],
  terms: TrustTerms,
): readonly string[] {
  const document = documentOf(statements);
  const place = placeOf(terms);
  const needed = needs.map(({ service }) => service);
  return terms.users.flatMap((user) => {
    const services = dmsServicesFor(user, terms.partition);
    const isLockedOut =
      services.every((service) => needed.includes(service)) &&
      judgeFit(document, user, [documentedSender(user)], place).answer === 'locked-out';
    return isLockedOut ? services : [];
  });
}

/** What statements answer a service, for each source that it is to come for. */
export const answersTo = (
  { service, source }: TrustNeed,
  statements: readonly Statement[],
  terms: TrustTerms,
): readonly UsabilityAnswer['answer'][] =>
  (source === null || source.arns.length === 0 ? [null] : source.arns).map(
    (arn) =>
      judgeUsability(documentOf(statements), {
        ...placeOf(terms),
        service,
        types: arn === null ? ['endpoint'] : [arn.split(':')[5] ?? ''],
        knownArns: [],
        regions: arn === null || arn.split(':')[3] === '*' ? terms.regions : [arn.split(':')[3] ?? ''],
        sendsAccount: source !== null,
        sendsArn: arn !== null,
      }).answer,
  );

const placeOf = (terms: TrustTerms) => ({ ...terms, guardrails: noGuardrails, resource: null });

const isOfDms = ({ service }: TrustNeed): boolean => isDmsService(service);
