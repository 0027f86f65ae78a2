import { typeOf } from '../model/facts.ts';
import type { Finding, Subject } from '../model/finding.ts';
import type { Place } from '../model/known-finding.ts';
import type { Result } from '../model/result.ts';
import { grouped } from './grouped.ts';

const accountType = 'AWS::::Account';
const isAccount = ({ resource }: Finding): boolean => resource.type === accountType;

/**
 * Whether all resources of a type were seen, given what one rule found. Listings are in the result; of what is joined,
 * such as roles and keys, the rule's UNKNOWN for the account says that some may be missing.
 */
export function listedIn(
  { coverage }: Pick<Result, 'coverage'>,
  findings: readonly Finding[],
): (type: string) => boolean {
  const missing = findings.some((finding) => isAccount(finding) && finding.status === 'UNKNOWN');
  return (type) => {
    const listings = coverage.listings.filter((listing) => listing.type === type);
    const complete = listings.length > 0 ? listings.every((listing) => listing.complete) : !missing;
    return complete && coverage.notAudited.length === 0;
  };
}

/** What a result shows of one place. */
export interface Sighted {
  readonly findings: readonly Finding[];
  /** Regions of the account that were audited. */
  readonly regions: readonly string[];
  /** Every resource that the rule judges there was seen. */
  readonly isWhole: boolean;
  /** Why a resource that has no finding may still be there; null: it is gone. */
  readonly whyUnseen: (resource: Subject, regionsBefore: readonly string[]) => string | null;
}

/** Answers for each place; what was not judged there at all has no findings and is not whole. */
export function sightedIn(result: Result): (place: Place) => Sighted {
  const byPlace = grouped(result.findings, ({ rule, resource }) => placeKey({ ...resource, rule }));
  const locals = new Map<string, Local>();
  return (place) => {
    const where = JSON.stringify([place.account, place.region]);
    const local = locals.get(where) ?? localOf(result, place);
    locals.set(where, local);
    return sighted(place, byPlace.get(placeKey(place)) ?? [], local);
  };
}

export const placeKey = ({ rule, account, region }: Place): string => JSON.stringify([rule, account, region]);

interface Local {
  readonly coverage: Result['coverage'];
  readonly regions: readonly string[];
  readonly scope: Result['scope'];
}

/** What a result says of one Region of an account; `global`: of all its Regions. */
function localOf({ coverage, scope }: Result, { account, region }: Place): Local {
  const ofAccount = <T extends { readonly account: string }>(entries: readonly T[]): readonly T[] =>
    entries.filter((entry) => entry.account === account);
  const here = <T extends { readonly account: string; readonly region: string }>(entries: readonly T[]) =>
    ofAccount(entries).filter((entry) => region === 'global' || entry.region === region);
  const listed = new Set(ofAccount(coverage.listings).map((entry) => entry.region));
  const notAudited = new Set(ofAccount(coverage.notAudited).map((entry) => entry.region));
  return {
    coverage: { ...coverage, listings: here(coverage.listings), notAudited: here(coverage.notAudited) },
    // Where no rule needs a listing, every account of the result has the Regions of its scope.
    regions: (listed.size > 0 ? [...listed] : scope.regions).filter((name) => !notAudited.has(name)),
    scope,
  };
}

const listedTypes: readonly string[] = Object.values(typeOf);

function sighted({ rule, account, region }: Place, findings: readonly Finding[], local: Local): Sighted {
  const { coverage, regions, scope } = local;
  const listed = listedIn(local, findings);
  const isListed = (type: string): boolean => {
    const isInside = findings.some(({ resource }) => resource.type === type);
    // Profile `security-hub` judges fewer types, and does not say which.
    if (scope.profile === 'security-hub' && !isInside) return false;
    // A type with a listing that no rule asked for was not looked for.
    const hasListing = coverage.listings.some((entry) => entry.type === type);
    return listed(type) && (hasListing || !listedTypes.includes(type));
  };
  return {
    findings,
    regions: region === 'global' ? regions : [region],
    isWhole: findings.length > 0 && scope.profile !== 'security-hub' && listed(accountType),
    whyUnseen: ({ type }, regionsBefore) => {
      if (!scope.rules.includes(rule)) return `${rule} was not judged`;
      if (!scope.accounts.includes(account)) return `account ${account} was not audited`;
      const missed = regionsBefore.find((name) => !regions.includes(name));
      if (missed !== undefined) return `${missed} was not audited`;
      if (findings.length === 0) return `${rule} was not judged in ${region}`;
      return isListed(type) ? null : `not every ${type} could be listed`;
    },
  };
}
