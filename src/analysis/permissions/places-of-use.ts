import type { DmsResource, Endpoint } from '../../model/resources.ts';
import type { NamedRole } from '../roles/named-by.ts';
import { bucketOfEndpoint, bucketOfTask, type OfBucket } from './buckets.ts';
import type { On, UseName } from './documented-uses.ts';
import { keyOfSecret, keysOfTimeTravel, secretOf } from './secrets.ts';
import {
  firstText,
  type NotReported,
  otherName,
  someName,
  type UseScope,
  type WorkPlace,
  workPlace,
} from './work-place.ts';

/** An action of a use, and the role that it is documented for. */
interface Asked {
  readonly on: On;
  readonly use: UseName;
  readonly resource: DmsResource;
  readonly reference: NamedRole;
}

/** What an action of a use is on, as far as the DMS resource says. */
export function placesOf(
  { on, use, resource, reference: { path, bucket } }: Asked,
  scope: UseScope,
): readonly WorkPlace[] | NotReported {
  if (on === 'key') return use === 'secret' ? [keyOfSecret(scope)] : keysOfTimeTravel(resource, scope);
  if (resource.type !== 'AWS::DMS::Endpoint')
    return isOfBucket(on) ? [bucketOfTask(on, bucket, scope)] : { field: `what ${path} is for` };
  if (isOfBucket(on)) return oneOf(bucketOfEndpoint(on, use, resource, scope));
  return on === 'secret' ? oneOf(secretOf(resource, path, scope)) : placesIn(on, resource, scope);
}

const oneOf = (place: WorkPlace | NotReported): readonly WorkPlace[] | NotReported =>
  'field' in place ? place : [place];

const isOfBucket = (on: On): on is OfBucket => on === 'bucket' || on === 'objects';

function placesIn(
  on: Exclude<On, OfBucket | 'key' | 'secret'>,
  endpoint: Endpoint,
  scope: UseScope,
): readonly WorkPlace[] | NotReported {
  const { account, region } = scope;
  switch (on) {
    case 'stream':
      return oneOf(stream(endpoint));
    case 'domain':
      return oneOf(domain(endpoint, scope));
    case 'exception tables':
      return ['awsdms_apply_exceptions', 'awsdms_full_load_exceptions'].map((name) =>
        inRegion(`table ${name}`, `dynamodb:table/${name}`, null, scope),
      );
    case 'target tables': {
      const why = 'the target tables are named by table mappings, which are not read';
      return [inRegion('its target tables', `dynamodb:table/${someName}`, why, scope)];
    }
    case 'nothing':
      return [workPlace({ name: 'any resource', resource: null, owner: account, region })];
    case 'cluster': {
      const why = 'the cluster’s resource id is not read';
      return [inRegion('its cluster', `neptune-db:cluster-EXAMPLE/${someName}`, why, scope)];
    }
    case 'database user': {
      const why = 'the database’s resource id is not read';
      return [inRegion('its database', `rds-db:dbuser:db-EXAMPLE/${someName}`, why, scope)];
    }
  }
}

/** Something of the account in the endpoint's Region: `dynamodb:table/orders`. */
function inRegion(
  name: string,
  serviceAndResource: string,
  standsFor: string | null,
  { account, partition, region }: UseScope,
): WorkPlace {
  const [service = '', ...resource] = serviceAndResource.split(':');
  const arn = `arn:${partition}:${service}:${region}:${account}:${resource.join(':')}`;
  return workPlace({ name, resource: arn, owner: account, region, standsFor });
}

function stream({ settings }: Endpoint): WorkPlace | NotReported {
  const written = firstText(settings.KinesisSettings?.StreamArn);
  const [scheme, partition = '', service = '', region = '', owner = '', ...rest] = written?.split(':') ?? [];
  if (scheme !== 'arn' || rest.length === 0) return { field: 'KinesisSettings.StreamArn' };
  return workPlace({
    name: `stream ${rest.join(':').split('/').at(-1) ?? ''}`,
    resource: written,
    owner,
    region,
    other: `arn:${partition}:${service}:${region}:${owner}:stream/${otherName}`,
  });
}

/**
 * `https://search-NAME-ID.REGION.es.amazonaws.com`, or `vpc-NAME-ID…`. What has a name of its own may be a
 * domain of any. (OpenSearch Service Developer Guide, *Creating a custom endpoint*)
 */
function domain(
  { settings }: Endpoint,
  { account, partition, region: own }: UseScope,
): WorkPlace | NotReported {
  const uri = firstText(settings.ElasticsearchSettings?.EndpointUri);
  if (uri === null) return { field: 'ElasticsearchSettings.EndpointUri' };
  const host = uri.split('//').at(-1)?.split(/[/:?]/, 1)[0] ?? '';
  const [label = '', region = '', service = '', amazonaws] = host.split('.');
  const [kind = '', ...words] = label.split('-');
  const name = words.slice(0, -1).join('-');
  const isUsual =
    ['search', 'vpc'].includes(kind) && name !== '' && service === 'es' && amazonaws === 'amazonaws';
  const arn = (of: string): string =>
    `arn:${partition}:es:${isUsual ? region : own}:${account}:domain/${of}/${someName}`;
  return workPlace({
    name: isUsual ? `domain ${name}` : 'its domain',
    resource: arn(isUsual ? name : someName),
    owner: null,
    region: isUsual ? region : null,
    standsFor: isUsual ? null : `the domain behind ${host} is not read`,
    other: isUsual ? arn(otherName) : null,
  });
}
