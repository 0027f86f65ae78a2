import type { Subject } from '../model/finding.ts';
import { partitionOf } from '../model/partition.ts';
import { shorten } from '../publish/shorten.ts';
import type { AsffDetails, AsffResource } from './asff-finding.ts';

/** Partitions that the format knows. (Security Hub API Reference, *Resource*, `Partition`) */
const knownPartitions = ['aws', 'aws-cn', 'aws-us-gov'] as const;
const longestId = 512;
const longestDetail = 1024;

/** The resource of a finding; one without a Region is recorded in the home Region, which is not its own. */
export function asffResource(subject: Subject, homeRegion: string): AsffResource {
  const { type, id, arn, account, region } = subject;
  const [modelled = 'Other', details] = modelledAs(subject);
  const partition = partitionOf(region === 'global' ? homeRegion : region);
  const known = knownPartitions.find((name) => name === partition);
  return {
    Type: type === 'AWS::::Account' ? 'AwsAccount' : modelled,
    // Security Hub's own findings call an account so.
    Id: type === 'AWS::::Account' ? `AWS::::Account:${account}` : filled(arn ?? id, longestId),
    ...(known === undefined ? {} : { Partition: known }),
    ...(region === 'global' ? {} : { Region: filled(region, 16) }),
    ...(details === null ? {} : { Details: details }),
  };
}

/** The type's name in the format, and what is told of it. (Security Hub API Reference, *ResourceDetails*) */
function modelledAs({ type, id, arn }: Subject): readonly [string | undefined, AsffDetails | null] {
  const name = filled(id, longestDetail);
  switch (type) {
    case 'AWS::DMS::Endpoint': {
      const EndpointArn = arn === null ? {} : { EndpointArn: filled(arn, longestDetail) };
      return ['AwsDmsEndpoint', { AwsDmsEndpoint: { ...EndpointArn, EndpointIdentifier: name } }];
    }
    case 'AWS::DMS::ReplicationInstance':
      return [
        'AwsDmsReplicationInstance',
        { AwsDmsReplicationInstance: { ReplicationInstanceIdentifier: name } },
      ];
    case 'AWS::DMS::ReplicationTask':
      return ['AwsDmsReplicationTask', { AwsDmsReplicationTask: { ReplicationTaskIdentifier: name } }];
    case 'AWS::IAM::Role':
      return ['AwsIamRole', { AwsIamRole: { RoleName: filled(id, 64) } }];
    case 'AWS::IAM::User':
      return ['AwsIamUser', null];
    case 'AWS::KMS::Key':
      return ['AwsKmsKey', { AwsKmsKey: { KeyId: name } }];
    case 'AWS::::Account':
      return [undefined, null];
    default:
      return [undefined, { Other: { Type: filled(type, longestDetail), Id: name } }];
  }
}

/** One line of at most so many characters, and never none: Security Hub refuses empty text. */
export const filled = (text: string, most: number): string => shorten(text, most) || '-';
