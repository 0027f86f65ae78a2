import type { PolicyDocument } from '../../analysis/policy/document.ts';
import type { KmsKey } from '../../model/keys.ts';
import { complete, cutShort, known, type Listing, notCollected, unread } from '../../model/lookup.ts';
import type { CheckedKind } from '../../model/policy-check.ts';
import type { ReplicationInstance, Role } from '../../model/resources.ts';
import {
  type AccountFacts,
  type IamFacts,
  type Listings,
  networkNotCollected,
  type RegionFacts,
} from '../../model/snapshot.ts';
import type { Where } from './where.ts';

/** The name of the role, or the id of the key, that a checked document is taken to be of. */
export const checkedName = 'checked-document';

/** What is checked, and when it was. */
interface Checked {
  readonly kind: CheckedKind;
  readonly text: string;
  readonly document: PolicyDocument | null;
  readonly account: string;
  readonly where: Where;
}

/** No clock is read: nothing that is judged of a document by itself depends on when. */
const takenAt = '1970-01-01T00:00:00.000Z';

/**
 * An account of which nothing is known but that it has one role, or one key, with the document. What rules
 * need besides counts as not asked for, so that they say UNKNOWN where it matters.
 */
export function accountWith({ kind, text, document, account, where }: Checked): AccountFacts {
  const { partition, region } = where;
  const key = kind === 'key' ? keyWith(text, document, account, where) : null;
  return {
    partition,
    organization: unread(notCollected('organizations:DescribeOrganization')),
    accountPublicAccessBlock: unread(notCollected('s3control:GetPublicAccessBlock')),
    iam: kind === 'key' ? noIam : iamWith(kind, text, account, partition),
    regions: { [region]: key === null ? nothingRead : regionWith(key) },
  };
}

const noIam: IamFacts = {
  takenAt,
  roles: {},
  rolePermissions: {},
  trusting: cutShort([], notCollected('iam:GetAccountAuthorizationDetails')),
  principals: cutShort([], notCollected('iam:GetAccountAuthorizationDetails')),
  namedPrincipals: {},
  managedPolicies: {},
  organizationPolicies: unread(notCollected('organizations:ListPoliciesForTarget')),
};

function iamWith(kind: 'trust' | 'identity', text: string, account: string, partition: string): IamFacts {
  const role: Role = {
    name: checkedName,
    arn: `arn:${partition}:iam::${account}:role/${checkedName}`,
    path: '/',
    trust: kind === 'trust' ? text : ownTrust(account),
    boundaryArn: null,
  };
  const inline = kind === 'identity' ? [{ name: checkedName, document: known(text) }] : [];
  const permissions = { attached: known([]), inline: known(inline) };
  return {
    ...noIam,
    roles: { [checkedName]: known(role) },
    rolePermissions: { [checkedName]: known(permissions) },
    trusting: complete([checkedName]),
  };
}

/** The trust of a role of which only the permissions are in question: well formed, and nobody's concern. */
const ownTrust = (account: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'dms.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ],
  });

/** One reason for all listings, so that a verdict that lacks several says it once. */
const notListed: Listing<never> = cutShort([], notCollected('dms:Describe*'));

const listings: Listings = {
  instances: notListed,
  endpoints: notListed,
  tasks: notListed,
  serverlessConfigs: notListed,
  subnetGroups: notListed,
  instanceProfiles: notListed,
  dataProviders: notListed,
  migrationProjects: notListed,
  dataMigrations: notListed,
  certificates: notListed,
  eventSubscriptions: notListed,
};

const nothingRead: RegionFacts = {
  ...listings,
  takenAt,
  tags: {},
  keyReferences: {},
  keys: {},
  ...networkNotCollected,
};

/** A key counts as DMS's when a resource names it. */
function regionWith(key: KmsKey): RegionFacts {
  const [, partition = '', , region = '', account = ''] = key.arn.split(':');
  const instance: ReplicationInstance = {
    type: 'AWS::DMS::ReplicationInstance',
    id: checkedName,
    arn: `arn:${partition}:dms:${region}:${account}:rep:${checkedName}`,
    roles: [],
    keys: [{ path: 'KmsKeyId', key: key.arn }],
    status: null,
    engineVersion: null,
    publiclyAccessible: null,
    multiAz: null,
    autoMinorVersionUpgrade: null,
    kmsKeyId: key.arn,
    subnetGroup: null,
    vpcId: null,
    securityGroups: [],
    privateAddresses: [],
    publicAddresses: [],
    availabilityZone: null,
    secondaryAvailabilityZone: null,
  };
  return {
    ...nothingRead,
    instances: complete([instance]),
    keyReferences: { [key.arn]: known(key.arn) },
    keys: { [key.arn]: known(key) },
  };
}

/** A customer's key of which no more is known than its policy; without grants, which no document shows. */
export function keyWith(
  text: string,
  document: PolicyDocument | null,
  account: string,
  { partition, region }: Where,
): KmsKey {
  const start = `arn:${partition}:kms:${region}:${account}:key/`;
  const written = (document?.statements ?? [])
    .flatMap(({ resources }) => resources?.patterns ?? [])
    .find((pattern) => pattern.startsWith(start) && !/[*?$]/.test(pattern));
  const arn = written ?? `${start}${checkedName}`;
  return {
    arn,
    id: arn.slice(start.length),
    manager: 'CUSTOMER',
    spec: null,
    usage: null,
    state: null,
    origin: null,
    multiRegion: null,
    validTo: null,
    deletionDate: null,
    policy: known(text),
    rotates: unread(notCollected('kms:GetKeyRotationStatus')),
    grants: known([]),
  };
}
