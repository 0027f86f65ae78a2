import { callsFor, resourceKinds, typeOf } from '../model/facts.ts';
import type { Result } from '../model/result.ts';
import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';
import { factsNeeded } from './facts-needed.ts';
import { summarize } from './judge.ts';

/** What a result says of one rule in these Regions: as if that rule alone had been judged there. */
export function narrowTo(
  rule: Rule,
  { regions, settings }: { readonly regions: readonly string[]; readonly settings: Settings },
  { scope, coverage, findings: all, ...result }: Result,
): Result {
  const needed = factsNeeded([rule], settings);
  const calls = callsFor(needed);
  const types = resourceKinds.filter((kind) => needed.has(kind)).map((kind): string => typeOf[kind]);
  const isAsked = ({ region }: { readonly region: string }): boolean => regions.includes(region);
  const isHere = (place: { readonly region: string }): boolean => isAsked(place) || place.region === 'global';
  const findings = all.filter((finding) => finding.rule === rule.id && isHere(finding.resource));
  return {
    ...result,
    scope: {
      ...scope,
      regions: scope.regions.filter((region) => regions.includes(region)),
      rules: [rule.id],
    },
    coverage: {
      calls: coverage.calls,
      listings: coverage.listings.filter((listing) => isAsked(listing) && types.includes(listing.type)),
      notAudited: coverage.notAudited.filter(isAsked),
      unread: coverage.unread.filter((unread) => isHere(unread) && calls.includes(unread.call)),
    },
    summary: summarize(findings),
    findings,
  };
}
