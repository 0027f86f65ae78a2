import type { Subject } from '../../model/finding.ts';
import { partitionOf } from '../../model/partition.ts';
import type { Link } from './page.ts';

/**
 * The AWS Management Console of each partition that has a public one (AWS General Reference, *AWS service
 * endpoints*; AWS GovCloud (US) User Guide and Amazon Web Services in China, *Getting started*).
 */
const consoles: Readonly<Record<string, string>> = {
  aws: 'https://console.aws.amazon.com',
  'aws-cn': 'https://console.amazonaws.cn',
  'aws-us-gov': 'https://console.amazonaws-us-gov.com',
  'aws-eusc': 'https://console.amazonaws-eusc.eu',
};

/** The list of the DMS console in which a resource of a type stands; others are reached from its first page. */
const dmsLists: Readonly<Record<string, string>> = {
  'AWS::DMS::Endpoint': 'endpointList',
  'AWS::DMS::ReplicationInstance': 'replicationInstances',
  'AWS::DMS::ReplicationTask': 'tasks',
};

/** How people get to the console: as `alerts.links.console` of the settings says, or at once. */
export interface ConsoleAccess {
  readonly entry: string | null;
  /** A Region of the partition, for what has none of its own. */
  readonly region: string;
}

/** The places of the console that links of ours lead to. */
const rolePlace = '/iam/home#/roles/details/';
const dmsPlace = '/dms/v2/home?region=';
const objectPlace = '/s3/object/';

const isPlace = (text: string): boolean =>
  Object.values(consoles).some((base) =>
    [rolePlace, dmsPlace, objectPlace].some((place) => text.startsWith(`${base}${place}`)),
  ) && !/[\s<>|"]/.test(text);

/**
 * The address, if `linkToResource` or `linkToObject` could have made it, for whatever account. Of one through an entry
 * that is not ours, which other settings may have, the place in the console that it leads to; null: to none.
 */
export function ownAddress(address: string, entry: string | null): string | null {
  if (isPlace(address) || (entry !== null && isThrough(entry, address))) return address;
  const begin = address.startsWith('https://') ? address.lastIndexOf(encodedScheme) : -1;
  if (begin < 0) return null;
  // What encodeURIComponent leaves; what follows it is the entry's.
  const [destination = ''] = /^[\w.!~*'()%-]*/.exec(address.slice(begin)) ?? [];
  const place = decoded(destination);
  return place !== null && isPlace(place) ? place : null;
}

const encodedScheme = encodeURIComponent('https://');

/** Whether an address leads through the entry to a place of ours. */
function isThrough(entry: string, address: string): boolean {
  const tail = entry.slice(entry.lastIndexOf('}') + 1);
  const begin = address.lastIndexOf(encodedScheme);
  const destination = begin < 0 ? null : decoded(address.slice(begin, address.length - tail.length));
  if (destination === null || !isPlace(destination)) return false;
  const [before = ''] = entry.split('{account}');
  const at = throughEntry(before, '', destination).length;
  const account = entry.includes('{account}') ? address.slice(at, at + 12) : '';
  return /^(\d{12})?$/.test(account) && address === throughEntry(entry, account, destination);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Where a resource is shown; none where its partition's console has no known address. */
export function linkToResource(
  { type, id, account, region }: Pick<Subject, 'type' | 'id' | 'account' | 'region'>,
  access: ConsoleAccess,
): readonly Link[] {
  const where = region === 'global' ? access.region : region;
  const at = (place: string, text: string): readonly Link[] =>
    linkTo(place, text, where, { account, ...access });
  if (type === 'AWS::IAM::Role')
    return at(`${rolePlace}${encodeURIComponent(id)}`, 'the role in the console');
  const list = dmsLists[type];
  return at(
    `${dmsPlace}${encodeURIComponent(where)}${list === undefined ? '' : `#${list}`}`,
    'DMS in the console',
  );
}

/** Where a stored object is shown. */
export const linkToObject = (
  { bucket, key, account }: { readonly bucket: string; readonly key: string; readonly account: string },
  access: ConsoleAccess,
): readonly Link[] =>
  linkTo(
    `${objectPlace}${encodeURIComponent(bucket)}?prefix=${encodeURIComponent(key)}`,
    'the complete result',
    access.region,
    { account, ...access },
  );

function linkTo(
  place: string,
  text: string,
  region: string,
  { account, entry }: Pick<ConsoleAccess, 'entry'> & { readonly account: string },
): readonly Link[] {
  const base = consoles[partitionOf(region)];
  if (base === undefined) return [];
  const address = `${base}${place}`;
  if (entry === null) return [{ text, address }];
  return [{ text, address: throughEntry(entry, account, address) }];
}

const throughEntry = (entry: string, account: string, destination: string): string =>
  entry
    .replaceAll('{account}', () => encodeURIComponent(account))
    .replaceAll('{destination}', () => encodeURIComponent(destination));
