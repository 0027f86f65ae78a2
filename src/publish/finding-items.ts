import { createHash } from 'node:crypto';
import { type Severity, severities, statuses } from '../model/finding.ts';
import type { Decided, Place, StoredFinding, Untold } from '../model/known-finding.ts';
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
  return {
    id: fields.text('id'),
    rule: fields.text('rule'),
    resource: resourceOf(fields.of('resource')),
    status: fields.oneOf('status', statuses),
    takenAt: fields.text('takenAt'),
    because: fields.text('because'),
    decided: fields.isNull('decided') ? null : decidedOf(fields.of('decided')),
    firstSeen: fields.textOrNull('firstSeen'),
    becauseHash: fields.text('becauseHash'),
    lastChange: fields.textOrNull('lastChange'),
    lastAlert: fields.textOrNull('lastAlert'),
    heaviestTold: fields.isNull('heaviestTold') ? null : severityIn(fields, 'heaviestTold'),
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
    exception: fields.isNull('exception') ? null : exceptionOf(fields.of('exception')),
    regions: fields.texts('regions'),
    isGone: fields.isTrue('isGone'),
  };
}

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
      before: told.isNull('before') ? null : severityIn(told, 'before'),
      because: told.text('because'),
    },
  };
}

const severityIn = (fields: Fields, name: string): Severity => fields.oneOf(name, severities);

const resourceOf = (fields: Fields): StoredFinding['resource'] => ({
  type: fields.text('type'),
  id: fields.text('id'),
  arn: fields.textOrNull('arn'),
  account: fields.text('account'),
  region: fields.text('region'),
});

const exceptionOf = (fields: Fields): NonNullable<Decided['exception']> => ({
  owner: fields.text('owner'),
  reason: fields.text('reason'),
  expires: fields.text('expires'),
});
