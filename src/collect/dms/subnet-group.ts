import type { ReplicationSubnetGroup as Raw } from '@aws-sdk/client-database-migration-service';
import type { SubnetGroup } from '../../model/resources.ts';
import { objects, required, text } from '../fields.ts';
import { references } from '../references.ts';
import { dmsArn, type Where } from './where.ts';

/** DMS API, ReplicationSubnetGroup, which has no ARN in the answer. */
export function toSubnetGroup(raw: Raw, where: Where): SubnetGroup {
  const id = required(raw.ReplicationSubnetGroupIdentifier, 'ReplicationSubnetGroupIdentifier');
  return {
    type: 'AWS::DMS::ReplicationSubnetGroup',
    id,
    arn: dmsArn(where, 'subgrp', id),
    ...references(raw),
    vpcId: text(raw.VpcId),
    subnets: objects(raw.Subnets).map((subnet) => ({
      id: required(subnet.SubnetIdentifier, 'SubnetIdentifier'),
      zone: text(subnet.SubnetAvailabilityZone?.Name),
    })),
    readOnly: raw.IsReadOnly === true,
  };
}
