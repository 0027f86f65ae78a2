import type {
  DataProviderDescriptor,
  DataMigration as RawMigration,
  InstanceProfile as RawProfile,
  MigrationProject as RawProject,
} from '@aws-sdk/client-database-migration-service';
import type { DataMigration, InstanceProfile, MigrationProject } from '../../model/resources.ts';
import { flag, objects, required, text, texts } from '../fields.ts';
import { references } from '../references.ts';
import { lastPart } from './where.ts';

/** DMS API, InstanceProfile. */
export function toInstanceProfile(raw: RawProfile): InstanceProfile {
  const arn = required(raw.InstanceProfileArn, 'InstanceProfileArn');
  return {
    type: 'AWS::DMS::InstanceProfile',
    id: text(raw.InstanceProfileName) ?? lastPart(arn),
    arn,
    ...references(raw),
    publiclyAccessible: flag(raw.PubliclyAccessible),
    kmsKeyId: text(raw.KmsKeyArn),
    subnetGroup: text(raw.SubnetGroupIdentifier),
    securityGroups: texts(raw.VpcSecurityGroups),
  };
}

/** DMS API, MigrationProject. */
export function toMigrationProject(raw: RawProject): MigrationProject {
  const arn = required(raw.MigrationProjectArn, 'MigrationProjectArn');
  return {
    type: 'AWS::DMS::MigrationProject',
    id: text(raw.MigrationProjectName) ?? lastPart(arn),
    arn,
    ...references(raw),
    instanceProfileArn: text(raw.InstanceProfileArn),
    sourceProviderArns: providers(raw.SourceDataProviderDescriptors),
    targetProviderArns: providers(raw.TargetDataProviderDescriptors),
  };
}

/** DMS API, DataMigration: a homogeneous data migration. */
export function toDataMigration(raw: RawMigration): DataMigration {
  const arn = required(raw.DataMigrationArn, 'DataMigrationArn');
  return {
    type: 'AWS::DMS::DataMigration',
    id: text(raw.DataMigrationName) ?? lastPart(arn),
    arn,
    ...references(raw),
    status: text(raw.DataMigrationStatus),
    migrationProjectArn: text(raw.MigrationProjectArn),
    cloudwatchLogsEnabled: flag(raw.DataMigrationSettings?.CloudwatchLogsEnabled),
    publicAddresses: texts(raw.PublicIpAddresses),
    cidrs: texts(raw.DataMigrationCidrBlocks),
  };
}

const providers = (descriptors: readonly DataProviderDescriptor[] | undefined): readonly string[] =>
  texts(objects(descriptors).map(({ DataProviderArn }) => DataProviderArn));
