import { type DmsRole, type Facts, roleNameIn } from '../../model/account-view.ts';
import type { DmsKey } from '../../model/key-view.ts';
import type { Endpoint } from '../../model/resources.ts';
import { notApplicable, notReported, unknown, type Verdict } from '../../model/verdict.ts';
import type { Held } from '../permissions/holder.ts';
import type { KeyFacts } from '../policy/decide/dimension.ts';
import { anyCharacter, literally, oneOrMore, type TextSet } from '../policy/decide/text-set.ts';
import { allMustBeAllowed } from './allowed-uses.ts';
import { mayUse } from './key-use.ts';
import { carries, encryptionContext } from './kms-keys.ts';
import type { StoredKeyPolicy } from './stored-policy.ts';

const groups = {
  s3: 'S3Settings',
  redshift: 'RedshiftSettings',
  'redshift-serverless': 'RedshiftSettings',
} as const;

const hasGroup = (engine: string): engine is keyof typeof groups => Object.hasOwn(groups, engine);

/** S3 and Redshift endpoints that name a key for the data that they write, or may. */
export const endpointsWriting = ({ uses }: DmsKey): readonly Endpoint[] =>
  uses.flatMap(({ resource, reference }) =>
    resource.type === 'AWS::DMS::Endpoint' &&
    hasGroup(resource.engine) &&
    reference?.path.toLowerCase().endsWith('serversideencryptionkmskeyid') === true
      ? [resource]
      : [],
  );

/** The role that an endpoint writes with, or the verdict where there is none to judge. */
export function roleOf(endpoint: Endpoint, account: string, { items }: Facts['roles']): DmsRole | Verdict {
  const { id, engine, direction, readOnly, roles, settings, extraConnectionAttributes } = endpoint;
  if (readOnly) return notApplicable(`${id} belongs to a zero-ETL integration, which sets it up`);
  if (direction === null) return notReported('dms:DescribeEndpoints', 'EndpointType');
  if (direction === 'source') return notApplicable(`${id} is a source`);
  const group = hasGroup(engine) ? settings[groups[engine]] : undefined;
  const mode = String(group?.EncryptionMode ?? extraConnectionAttributes['encryptionmode'] ?? 'sse-s3');
  // "You can choose either SSE_S3 (the default) or SSE_KMS"; with the former the key is not used.
  if (/^sse[-_]s3$/i.test(mode)) return notApplicable(`${id} encrypts with keys of S3`);
  const named = roles.find(({ path }) => path.toLowerCase().endsWith('serviceaccessrolearn'));
  if (named === undefined && engine === 's3') return notApplicable(`${id} names no role`);
  // What a Redshift target loads goes through this role where it names none.
  const name = named === undefined ? 'dms-access-for-endpoint' : roleNameIn(named.arn, account);
  const role = items.find((each) => each.id === name);
  return (
    role ??
    unknown(
      `the role of ${id}, ${String(named?.arn)}, is of another account, which is not read`,
      'a scan of the account that the role is of',
    )
  );
}

/** What DMS does with the key, and what its guide prints for the key policy besides. (DMS User Guide, CHAP_Target.S3, *Setting AWS KMS*) */
export const keyActionsOfEndpoints = {
  needed: ['kms:GenerateDataKey', 'kms:Decrypt'],
  documented: [
    'kms:Encrypt',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
    'kms:DescribeKey',
    'kms:CreateGrant',
    'kms:ListGrants',
    'kms:RevokeGrant',
  ],
} as const;

/** Whether the role of an endpoint may do this with the key of what it writes, as S3 asks for it. */
export function judgeEndpointRole(
  held: Held,
  endpoint: Endpoint,
  policy: StoredKeyPolicy,
  actions: readonly string[],
): Verdict {
  const context = contextOf(endpoint, policy.key.arn);
  const answers = actions.map((action) => {
    const keyFacts = (name: string): KeyFacts | null => (carries(action, name) ? context(name) : null);
    return { action, use: mayUse(held, action, { policy, service: 's3', keyFacts }) };
  });
  return allMustBeAllowed(answers, held, policy);
}

const s3Context = 'aws:s3:arn';

/**
 * The encryption context that S3 sends: the ARN of the object, or of the bucket where it has a bucket key, and
 * nothing else where the writer adds nothing. (S3 User Guide, UsingKMSEncryption, "Encryption context")
 */
function contextOf(endpoint: Endpoint, keyArn: string): (name: string) => KeyFacts | null {
  const [, partition = ''] = keyArn.split(':');
  const values = { kind: 'text', set: arnsIn(endpoint, partition), preferred: [] } as const;
  return (name) => {
    if (name === `${encryptionContext}${s3Context}`)
      return { presence: 'always', multivalued: false, values };
    if (name === 'kms:encryptioncontextkeys')
      return { presence: 'always', multivalued: true, values: { kind: 'listed', values: [s3Context] } };
    return name.startsWith(encryptionContext)
      ? { presence: 'never', multivalued: false, values: { kind: 'open' } }
      : null;
  };
}

/** The bucket and what is put in it. Without a name Redshift targets use one that DMS makes, `dms-…`. */
function arnsIn({ engine, settings, extraConnectionAttributes }: Endpoint, partition: string): TextSet {
  const group = hasGroup(engine) ? settings[groups[engine]] : undefined;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const name = text(group?.BucketName) || text(extraConnectionAttributes['bucketname']);
  const folder = text(group?.BucketFolder) || text(extraConnectionAttributes['bucketfolder']);
  const start = literally(`arn:${partition}:s3:::`);
  if (name === '')
    return [[...start, ...literally(engine === 's3' ? '' : 'dms-'), ...oneOrMore(anyCharacter)]];
  const inFolder = folder.replace(/^\/+|\/+$/g, '');
  const key = inFolder === '' ? '/' : `/${inFolder}/`;
  return [
    [...start, ...literally(name)],
    [...start, ...literally(name + key), ...oneOrMore(anyCharacter)],
  ];
}
