import type { Facts } from '../../model/account-view.ts';
import type { RoleReference } from '../../model/resources.ts';
import { documentedUses, type On, type UseName } from '../permissions/documented-uses.ts';
import { secretOf } from '../permissions/secrets.ts';
import { usesAt } from '../permissions/uses-at.ts';
import { firstText } from '../permissions/work-place.ts';
import type { ServiceUse } from './services.ts';

/** What DMS asks of a service, with which role. */
export interface ServiceRequest {
  readonly role: string;
  readonly action: string;
  /** ARNs, with `*` and `?` where they leave something open; null: an action that takes no resource. */
  readonly resource: string | null;
  /** The account that owns it; null: not known. */
  readonly owner: string | null;
}

export interface ServiceRequests {
  readonly requests: readonly ServiceRequest[];
  /** Why it is not known what DMS asks; null: these are all. */
  readonly untold: string | null;
}

export interface RequestScope {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
  readonly facts: Pick<Facts, 'buckets'>;
}

/** The documented requests of one use of a service, by the roles that its user names. */
export function requestsOf(use: ServiceUse, scope: RequestScope): ServiceRequests {
  const { user, service, purpose } = use;
  const found = user.roles.flatMap((reference): readonly ServiceRequest[] => {
    const uses = usesAt(user, reference);
    if (typeof uses === 'string' || uses.includes('secret') !== (purpose === 'credentials')) return [];
    return uses
      .flatMap((name) => grantsOf(name, service.prefix))
      .flatMap(({ actions, on }) =>
        resourcesOn(on, { use, reference }, scope).flatMap((resource) =>
          actions.map((action) => ({ role: reference.arn, action, ...resource })),
        ),
      );
  });
  const untold = `what DMS asks of ${use.name}, and with which role, is not read or not documented`;
  return { requests: found, untold: purpose === 'assessments' || found.length === 0 ? untold : null };
}

const grantsOf = (
  use: UseName,
  prefix: string,
): readonly { readonly actions: readonly string[]; readonly on: On }[] =>
  documentedUses[use].grants.filter(({ actions }) =>
    actions.every((action) => action.startsWith(`${prefix}:`)),
  );

type Resource = Pick<ServiceRequest, 'resource' | 'owner'>;

interface Named {
  readonly use: ServiceUse;
  readonly reference: RoleReference;
}

function resourcesOn(on: On, { use, reference }: Named, scope: RequestScope): readonly Resource[] {
  const { user, region } = use;
  const { account, partition } = scope;
  const own = (service: string, name: string): Resource => ({
    resource: `arn:${partition}:${service}:${region}:${account}:${name}`,
    owner: account,
  });
  switch (on) {
    case 'bucket':
    case 'objects':
      return [inBucket(on, use, scope)];
    case 'exception tables':
      return ['awsdms_apply_exceptions', 'awsdms_full_load_exceptions'].map((name) =>
        own('dynamodb', `table/${name}`),
      );
    case 'target tables':
      return [own('dynamodb', 'table/*')];
    case 'stream': {
      const arn =
        user.type === 'AWS::DMS::Endpoint' ? firstText(user.settings.KinesisSettings?.StreamArn) : null;
      return [
        arn === null ? own('kinesis', 'stream/*') : { resource: arn, owner: arn.split(':')[4] ?? null },
      ];
    }
    case 'secret':
      return [secretFor(reference, use, scope) ?? own('secretsmanager', 'secret:*')];
    case 'nothing':
      return [{ resource: null, owner: account }];
    case 'domain':
    case 'cluster':
    case 'database user':
    case 'key':
      return [];
  }
}

/** The secret that is read with a role; null: the endpoint does not name it. */
function secretFor({ path }: RoleReference, { user }: ServiceUse, scope: RequestScope): Resource | null {
  const place = user.type === 'AWS::DMS::Endpoint' ? secretOf(user, path, scope) : null;
  if (place === null || 'field' in place) return null;
  // Where only the name is written, the six characters that Secrets Manager adds to it are not known.
  const resource =
    place.standsFor === null ? place.resource : (place.resource?.replace(/[^-]*$/, '??????') ?? null);
  return { resource, owner: place.owner };
}

function inBucket(on: 'bucket' | 'objects', use: ServiceUse, scope: RequestScope): Resource {
  const { account, partition, region, facts } = scope;
  const { name, folder, owner } = bucketOf(use, account);
  const arn = `arn:${partition}:s3:::${name}`;
  const parts = (folder ?? '').split('/').filter((part) => part !== '');
  const bucket = facts.buckets(region, name);
  const isOwn = bucket.known && bucket.value?.isOwn.known === true && bucket.value.isOwn.value;
  return {
    resource: on === 'bucket' ? arn : [arn, ...parts, '*'].join('/'),
    owner: isOwn ? account : owner,
  };
}

interface Bucket {
  readonly name: string;
  readonly folder: string | null;
  readonly owner: string | null;
}

/** The bucket that a use works on; any where none is named. (DMS API, S3Settings, NeptuneSettings, RedshiftSettings) */
function bucketOf({ user, bucket }: ServiceUse, account: string): Bucket {
  if (user.type !== 'AWS::DMS::Endpoint') return { name: bucket ?? '*', folder: null, owner: null };
  const { engine, settings, extraConnectionAttributes: extra } = user;
  if (engine === 'neptune') {
    const { S3BucketName, S3BucketFolder } = settings.NeptuneSettings ?? {};
    return { name: firstText(S3BucketName) ?? '*', folder: firstText(S3BucketFolder), owner: null };
  }
  if (engine.startsWith('redshift')) {
    const { BucketName, BucketFolder } = settings.RedshiftSettings ?? {};
    const name = firstText(BucketName, extra['bucketname']);
    const folder = firstText(BucketFolder, extra['bucketfolder']);
    // "AWS DMS uses a default Amazon S3 bucket as intermediate task storage" (CHAP_Target.Redshift)
    return name === null ? { name: 'dms-*', folder, owner: account } : { name, folder, owner: null };
  }
  const { BucketName, BucketFolder, ExpectedBucketOwner } = settings.S3Settings ?? {};
  return {
    name: firstText(BucketName, extra['bucketname']) ?? '*',
    folder: firstText(BucketFolder, extra['bucketfolder']),
    owner: firstText(ExpectedBucketOwner, extra['expectedbucketowner']),
  };
}
