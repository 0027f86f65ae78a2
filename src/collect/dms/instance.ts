import type { ReplicationInstance as Raw } from '@aws-sdk/client-database-migration-service';
import type { ReplicationInstance } from '../../model/resources.ts';
import { field, flag, objects, required, text, texts } from '../fields.ts';
import { references } from '../references.ts';

/** DMS API, ReplicationInstance. */
export function toReplicationInstance(raw: Raw): ReplicationInstance {
  const group = raw.ReplicationSubnetGroup;
  return {
    type: 'AWS::DMS::ReplicationInstance',
    id: required(raw.ReplicationInstanceIdentifier, 'ReplicationInstanceIdentifier'),
    arn: required(raw.ReplicationInstanceArn, 'ReplicationInstanceArn'),
    ...references(raw),
    status: text(raw.ReplicationInstanceStatus),
    engineVersion: text(raw.EngineVersion),
    publiclyAccessible: flag(raw.PubliclyAccessible),
    multiAz: flag(raw.MultiAZ),
    autoMinorVersionUpgrade: flag(raw.AutoMinorVersionUpgrade),
    kmsKeyId: text(raw.KmsKeyId),
    subnetGroup: text(group?.ReplicationSubnetGroupIdentifier),
    vpcId: text(group?.VpcId),
    securityGroups: texts(objects(raw.VpcSecurityGroups).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId)),
    privateAddresses: addresses(raw, 'ReplicationInstancePrivateIpAddress'),
    publicAddresses: addresses(raw, 'ReplicationInstancePublicIpAddress'),
    availabilityZone: text(raw.AvailabilityZone),
    secondaryAvailabilityZone: text(raw.SecondaryAvailabilityZone),
  };
}

/** DMS reports the addresses as a list, and the first one again in an older field of its own. */
const addresses = (raw: Raw, name: string): readonly string[] => [
  ...new Set([...texts(field(raw, `${name}es`)), ...texts([field(raw, name)])]),
];
