import { globMatches } from '../analysis/policy/glob.ts';
import type { Finding } from '../model/finding.ts';
import { entry } from '../model/lookup.ts';
import type { ExceptionSetting } from '../model/settings.ts';
import type { AccountFacts } from '../model/snapshot.ts';

/** Which exceptions count at a moment (ISO 8601, UTC), and which have expired: the day that they name is the last. */
export function exceptionsAt(
  exceptions: readonly ExceptionSetting[],
  moment: string,
): { readonly inForce: readonly ExceptionSetting[]; readonly expired: readonly ExceptionSetting[] } {
  const today = moment.slice(0, 'yyyy-mm-dd'.length);
  return {
    inForce: exceptions.filter(({ expires }) => today <= expires),
    expired: exceptions.filter(({ expires }) => today > expires),
  };
}

/**
 * The findings, each that fails or is not known with the first exception that is made for it. One that may be made for
 * it, if only its tags could be read, is not: that is among what the verdict assumes.
 */
export function withExceptions(
  findings: readonly Finding[],
  exceptions: readonly ExceptionSetting[],
  account: Pick<AccountFacts, 'regions'>,
): readonly Finding[] {
  if (exceptions.length === 0) return findings;
  return findings.map((finding) => {
    if (finding.status !== 'NON_COMPLIANT' && finding.status !== 'UNKNOWN') return finding;
    const made = exceptions.map((exception) => [exception, isFor(exception, finding, account)] as const);
    const [found] = made.find(([, is]) => is === true) ?? [];
    if (found === undefined) {
      const unsettled = made.filter(([, is]) => is === null).map(([exception]) => notKnownToHold(exception));
      return unsettled.length === 0 ? finding : { ...finding, assumes: [...finding.assumes, ...unsettled] };
    }
    const { owner, reason, expires } = found;
    return { ...finding, exception: { owner, reason, expires } };
  });
}

type Exception = NonNullable<Finding['exception']>;

/** How a finding tells that it may have an exception. */
const notKnownToHold = ({ owner, reason, expires }: Exception): string =>
  `no exception by ${owner} until ${expires}, as the tag that it is for could not be read: ${reason}`;

/**
 * The exception that a failure has, given the one that it had before: that stays while only its tag cannot be read, so
 * that nobody is told of what they answer for.
 */
export function exceptionAfter(
  before: Exception | null,
  { status, exception, assumes }: Pick<Finding, 'status' | 'exception' | 'assumes'>,
): Exception | null {
  if (exception !== null || before === null || status !== 'NON_COMPLIANT') return exception;
  return assumes.includes(notKnownToHold(before)) ? before : null;
}

/** null: it hangs on a tag that could not be read. */
function isFor(
  { rule, account, region, resource, tag }: ExceptionSetting,
  finding: Finding,
  facts: Pick<AccountFacts, 'regions'>,
): boolean | null {
  const { id, arn, account: accountId, region: where } = finding.resource;
  const isMeant =
    globMatches(rule, finding.rule) &&
    globMatches(account, accountId) &&
    globMatches(region, where) &&
    [id, arn].some((name) => name !== null && globMatches(resource, name));
  return isMeant && tag !== null ? carries(finding, tag, facts) : isMeant;
}

/** null: it was asked, and AWS did not answer. Of what has no tags in DMS, none are asked. */
function carries(
  { resource: { arn, region } }: Finding,
  { key, value }: NonNullable<ExceptionSetting['tag']>,
  { regions }: Pick<AccountFacts, 'regions'>,
): boolean | null {
  const asked = regions[region]?.tags ?? {};
  if (arn === null || !Object.hasOwn(asked, arn)) return false;
  const tags = entry(asked, arn, 'dms:ListTagsForResource');
  if (!tags.known) return null;
  const own = Object.hasOwn(tags.value, key) ? tags.value[key] : undefined;
  return own !== undefined && globMatches(value, own);
}
