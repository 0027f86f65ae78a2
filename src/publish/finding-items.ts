import { createHash } from 'node:crypto';
import { type Severity, severities, statuses } from '../model/finding.ts';
import type { Decided, Nightly, Place, StoredFinding, Untold } from '../model/known-finding.ts';
import { type Change, changes } from '../model/transition.ts';
import { type Fields, fieldsOf } from './item-fields.ts';
import { shorten } from './shorten.ts';

type Item = Readonly<Record<string, unknown>>;

/** DynamoDB, *Service quotas*: a sort key has 1 to 1024 bytes. */
const longestKey = 1024;
/** DynamoDB, *Service quotas*: an item has at most 400 KB, and holds this text once more for each change untold. */
const longestBecause = 2_000;
/** How long a finding that passes is kept, in seconds. */
const keptFor = 90 * 24 * 60 * 60;

export const placeKey = ({ rule, account, region }: Place) => ({ account, item: `place#${rule}#${region}` });

/** How the sort keys of a place's findings begin. */
export const findingsPrefix = ({ rule, region }: Place): string => `finding#${rule}#${region}#`;

export function findingKey(place: Place, id: string) {
  const { account } = place;
  const item = `${findingsPrefix(place)}${id}`;
  if (Buffer.byteLength(item) <= longestKey) return { account, item };
  return { account, item: `${findingsPrefix(place)}sha256:${createHash('sha256').update(id).digest('hex')}` };
}

/** When a place was last judged whole; null: never. */
export function judgedAtOf(item: Item): string | null {
  const judgedAt = item['judgedAt'];
  return typeof judgedAt === 'string' ? judgedAt : null;
}

/** A finding as the table holds it; `expires` is the table's time to live. */
export function findingItem(finding: StoredFinding): Record<string, unknown> {
  const { id, rule, resource, status, takenAt, because, untold } = finding;
  const isOver = (status === 'COMPLIANT' || status === 'NOT_APPLICABLE') && untold.length === 0;
  return {
    ...findingKey({ ...resource, rule }, id),
    ...finding,
    because: shorten(because, longestBecause),
    untold: untold.map(({ transition, ...claim }) => ({
      ...claim,
      transition: { ...transition, because: shorten(transition.because, longestBecause) },
    })),
    ...(isOver ? { expires: Math.floor(Date.parse(takenAt) / 1000) + keptFor } : {}),
  };
}

/** @throws Error naming the item if it is none that `findingItem` made. */
export function findingOfItem(item: Item): StoredFinding {
  const fields = fieldsOf(item, String(item['item']));
  const has = (name: string): boolean => Object.hasOwn(item, name);
  const decided = nullOr(fields, 'decided', (of, name) => decidedOf(of.of(name)));
  const firstSeen = fields.textOrNull('firstSeen');
  return {
    id: fields.text('id'),
    rule: fields.text('rule'),
    resource: resourceOf(fields.of('resource')),
    status: fields.oneOf('status', statuses),
    takenAt: fields.text('takenAt'),
    because: fields.text('because'),
    ...{ decided, firstSeen },
    // Items of earlier releases have none of these.
    isUnseen: has('isUnseen') && fields.isTrue('isUnseen'),
    severity: has('severity') ? nullOr(fields, 'severity', severityIn) : (decided?.severity ?? null),
    exception: has('exception') ? exceptionIn(fields) : (decided?.exception ?? null),
    nightly: has('nightly')
      ? nullOr(fields, 'nightly', (of, name) => nightlyOf(of.of(name)))
      : nightlyBefore(decided, firstSeen),
    becauseHash: fields.text('becauseHash'),
    lastChange: fields.textOrNull('lastChange'),
    lastAlert: fields.textOrNull('lastAlert'),
    heaviestTold: nullOr(fields, 'heaviestTold', severityIn),
    untold: fields.list('untold').map(untoldOf),
    version: fields.count('version'),
  };
}

function decidedOf(fields: Fields): Decided {
  const decided = statuses.filter((status) => status !== 'UNKNOWN');
  return {
    at: fields.text('at'),
    status: fields.oneOf('status', decided),
    severity: severityIn(fields, 'severity'),
    exception: exceptionIn(fields),
    regions: fields.texts('regions'),
    isGone: fields.isTrue('isGone'),
  };
}

/** What an earlier release kept was known to the nights as it was. */
const nightlyBefore = (decided: Decided | null, firstSeen: string | null): Nightly | null => {
  if (firstSeen === null) return null;
  const isOpen = decided === null || decided.status === 'NON_COMPLIANT';
  return { at: firstSeen, owner: '', isOpen, wasOpen: isOpen };
};

const nightlyOf = (fields: Fields): Nightly => ({
  at: fields.text('at'),
  owner: fields.text('owner'),
  isOpen: fields.isTrue('isOpen'),
  wasOpen: fields.isTrue('wasOpen'),
});

function untoldOf(fields: Fields): Untold {
  const told = fields.of('transition');
  return {
    owner: fields.text('owner'),
    until: fields.text('until'),
    toldTo: fields.texts('toldTo'),
    transition: {
      id: told.text('id'),
      change: told.oneOf<Change>('change', changes),
      at: told.text('at'),
      finding: told.text('finding'),
      rule: told.text('rule'),
      resource: resourceOf(told.of('resource')),
      severity: severityIn(told, 'severity'),
      before: nullOr(told, 'before', severityIn),
      because: told.text('because'),
    },
  };
}

const nullOr = <T>(fields: Fields, name: string, read: (fields: Fields, name: string) => T): T | null =>
  fields.isNull(name) ? null : read(fields, name);

const severityIn = (fields: Fields, name: string): Severity => fields.oneOf(name, severities);

const resourceOf = (fields: Fields): StoredFinding['resource'] => ({
  type: fields.text('type'),
  id: fields.text('id'),
  arn: fields.textOrNull('arn'),
  account: fields.text('account'),
  region: fields.text('region'),
});

const exceptionIn = (fields: Fields): Decided['exception'] =>
  nullOr(fields, 'exception', (outer, name) => {
    const inner = outer.of(name);
    return { owner: inner.text('owner'), reason: inner.text('reason'), expires: inner.text('expires') };
  });
