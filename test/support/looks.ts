import { narrowedTo, type Reading, readingOf } from '../../src/audit/reading.ts';
import { type Finding, type Severity } from '../../src/model/finding.ts';
import { isOpen, type StoredFinding } from '../../src/model/known-finding.ts';
import type { Result } from '../../src/model/result.ts';
import { aFinding, aResult, excepted } from '../audit/results.ts';
import { ACCOUNT, REGION } from './builders.ts';

/** How a resource looks: how heavy a failure, or what else; left out, it is not there. */
export type Look = Severity | 'passes' | 'unknown' | 'excepted';

/** One look at some resources of one rule. */
export interface Looked {
  /** In seconds since some moment. */
  readonly at: number;
  /** By name. */
  readonly looks: Readonly<Record<string, Look>>;
  /** The listing was complete. */
  readonly isListed?: boolean;
  /** Only these were looked at. */
  readonly only?: readonly string[];
}

const type = 'AWS::DMS::ReplicationInstance';
export const moment = (at: number): string => new Date(Date.UTC(2026, 10, 1) + at * 1000).toISOString();
const idOf = (name: string): string => `instance-is-private@${ACCOUNT}/${REGION}/rep:${name}`;

export const findingOf = (name: string, look: Look): Finding =>
  aFinding({
    id: idOf(name),
    resource: {
      type,
      id: name,
      arn: `arn:aws:dms:${REGION}:${ACCOUNT}:rep:${name}`,
      account: ACCOUNT,
      region: REGION,
    },
    ...statusOf(look),
    because: `it looks like ${look}`,
  });

function statusOf(look: Look): Partial<Finding> {
  if (look === 'passes') return { status: 'COMPLIANT' };
  if (look === 'unknown') return { status: 'UNKNOWN' };
  if (look === 'excepted') return { status: 'NON_COMPLIANT', severity: 'HIGH', exception: excepted };
  return { status: 'NON_COMPLIANT', severity: look };
}

/** The rule's word for the account, which it has where nothing is there or not all could be listed. */
const ofAccount = (isListed: boolean): Finding =>
  aFinding({
    id: `instance-is-private@${ACCOUNT}/${REGION}/account`,
    status: isListed ? 'NOT_APPLICABLE' : 'UNKNOWN',
    resource: { type: 'AWS::::Account', id: ACCOUNT, arn: null, account: ACCOUNT, region: REGION },
    because: isListed ? 'there is none' : 'dms:DescribeReplicationInstances failed',
  });

export function resultOf({ at, looks, isListed = true }: Looked): Result {
  const found = Object.entries(looks).map(([name, look]) => findingOf(name, look));
  const result = aResult(...found, ...(isListed && found.length > 0 ? [] : [ofAccount(isListed)]));
  const listings = [{ account: ACCOUNT, region: REGION, type, complete: isListed }];
  return { ...result, takenAt: moment(at), coverage: { ...result.coverage, listings } };
}

export function readingLike(looked: Looked): Reading {
  const reading = readingOf(resultOf(looked), ACCOUNT);
  const { only } = looked;
  return only === undefined ? reading : narrowedTo(reading, ({ id }) => only.includes(id));
}

/** What is known of each resource in a word; what neither fails nor did is left out. */
export function knownLooks(findings: readonly StoredFinding[]): Readonly<Record<string, string>> {
  const known: Record<string, string> = {};
  for (const { resource, decided, status } of findings.toSorted(byResource)) {
    if (isOpen(decided))
      known[resource.id] = `${decided.severity}${status === 'UNKNOWN' ? ', not read' : ''}`;
    else if (decided?.status === 'NON_COMPLIANT') known[resource.id] = 'excepted';
  }
  return known;
}

const byResource = (one: StoredFinding, other: StoredFinding): number =>
  one.resource.id < other.resource.id ? -1 : 1;

/** The same, worked out from all looks there were, in order, by looking at nothing but their contents. */
export function expectedLooks(all: readonly Looked[]): Readonly<Record<string, string>> {
  const sorted = all.toSorted((one, other) => one.at - other.at);
  const names = [...new Set(all.flatMap(({ looks }) => Object.keys(looks)))].sort();
  return Object.fromEntries(
    names.flatMap((name) => {
      const about = sorted.filter(({ only }) => only?.includes(name) ?? true);
      const seen = about.map(({ looks, isListed = true }) => looks[name] ?? (isListed ? 'gone' : 'unknown'));
      const verdict = seen.findLast((look) => look !== 'unknown');
      if (verdict === undefined || verdict === 'passes' || verdict === 'gone') return [];
      if (verdict === 'excepted') return [[name, 'excepted']];
      return [[name, `${verdict}${seen.at(-1) === 'unknown' ? ', not read' : ''}`]];
    }),
  );
}
