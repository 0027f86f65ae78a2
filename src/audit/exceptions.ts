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

/** The findings, each that fails or is not known with the first exception that is made for it. */
export function withExceptions(
  findings: readonly Finding[],
  exceptions: readonly ExceptionSetting[],
  account: Pick<AccountFacts, 'regions'>,
): readonly Finding[] {
  if (exceptions.length === 0) return findings;
  return findings.map((finding) => {
    if (finding.status !== 'NON_COMPLIANT' && finding.status !== 'UNKNOWN') return finding;
    const found = exceptions.find((exception) => isFor(exception, finding, account));
    if (found === undefined) return finding;
    const { owner, reason, expires } = found;
    return { ...finding, exception: { owner, reason, expires } };
  });
}

function isFor(
  { rule, account, region, resource, tag }: ExceptionSetting,
  finding: Finding,
  facts: Pick<AccountFacts, 'regions'>,
): boolean {
  const { id, arn, account: accountId, region: where } = finding.resource;
  return (
    globMatches(rule, finding.rule) &&
    globMatches(account, accountId) &&
    globMatches(region, where) &&
    [id, arn].some((name) => name !== null && globMatches(resource, name)) &&
    (tag === null || carries(finding, tag, facts))
  );
}

/** A tag that could not be read makes no exception: the finding stands. */
function carries(
  { resource: { arn, region } }: Finding,
  { key, value }: NonNullable<ExceptionSetting['tag']>,
  { regions }: Pick<AccountFacts, 'regions'>,
): boolean {
  if (arn === null) return false;
  const tags = entry(regions[region]?.tags ?? {}, arn, 'dms:ListTagsForResource');
  const own = tags.known && Object.hasOwn(tags.value, key) ? tags.value[key] : undefined;
  return own !== undefined && globMatches(value, own);
}
