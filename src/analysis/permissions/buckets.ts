import type { Endpoint } from '../../model/resources.ts';
import type { UseName } from './documented-uses.ts';
import {
  firstText,
  type NotReported,
  otherName,
  someName,
  type UseScope,
  type WorkPlace,
  workPlace,
} from './work-place.ts';

/** A bucket, or the objects in it. */
export type OfBucket = 'bucket' | 'objects';

interface Bucket {
  readonly label: string;
  readonly name: string;
  readonly folder: string | null;
  readonly owner: string | null;
}

/** The bucket that an endpoint names for a use. (DMS API, S3Settings, NeptuneSettings, RedshiftSettings) */
export function bucketOfEndpoint(
  on: OfBucket,
  use: UseName,
  endpoint: Endpoint,
  scope: UseScope,
): WorkPlace | NotReported {
  const { settings, extraConnectionAttributes: extra } = endpoint;
  const group = settings[use === 'Redshift target' ? 'RedshiftSettings' : 'S3Settings'];
  const isNeptune = use === 'Neptune target';
  const name = isNeptune
    ? firstText(settings.NeptuneSettings?.S3BucketName)
    : firstText(group?.BucketName, extra['bucketname']);
  const folder = isNeptune
    ? firstText(settings.NeptuneSettings?.S3BucketFolder)
    : firstText(group?.BucketFolder, extra['bucketfolder']);
  const owner = firstText(settings.S3Settings?.ExpectedBucketOwner, extra['expectedbucketowner']);
  if (name !== null) return bucketPlace({ label: `bucket ${name}`, name, folder, owner }, null, on, scope);
  // "AWS DMS uses a default Amazon S3 bucket as intermediate task storage" (CHAP_Target.Redshift)
  if (use === 'Redshift target') {
    const own = { label: 'buckets dms-*', name: `dms-${someName}`, folder: null, owner: scope.account };
    return bucketPlace(own, null, on, scope);
  }
  return { field: isNeptune ? 'NeptuneSettings.S3BucketName' : 'S3Settings.BucketName' };
}

/** The bucket that an assessment run wrote to; that of time travel logs where there is none. */
export const bucketOfTask = (on: OfBucket, name: string | null, scope: UseScope): WorkPlace =>
  name === null
    ? bucketPlace(
        { label: 'its bucket', name: someName, folder: null, owner: null },
        'which bucket the task settings name is not read',
        on,
        scope,
      )
    : bucketPlace({ label: `bucket ${name}`, name, folder: null, owner: null }, null, on, scope);

function bucketPlace(
  { label, name, folder, owner }: Bucket,
  standsFor: string | null,
  on: OfBucket,
  { partition }: UseScope,
): WorkPlace {
  const arn = (bucket: string, key: string): string =>
    `arn:${partition}:s3:::${bucket}${on === 'objects' ? `/${key}` : ''}`;
  const key = [...(folder ?? '').split('/').filter((part) => part !== ''), someName].join('/');
  return workPlace({
    name: label,
    resource: arn(name, key),
    owner,
    region: null,
    standsFor,
    other: standsFor === null ? arn(otherName, someName) : null,
  });
}
