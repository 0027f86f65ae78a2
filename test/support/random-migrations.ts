import fc from 'fast-check';
import { ACCOUNT } from './builders.ts';

// Parts of homogeneous data migrations that hang together: projects, their providers and profiles, and where they stand.

const arnIn = (region: string, tail: string) =>
  fc.constantFrom(0, 0, 1).map((index) => `arn:aws:dms:${region}:${ACCOUNT}:${tail}${index}`);

export const randomProfile = {
  subnetGroup: fc.constantFrom('private-0', 'private-0', null),
};

export const randomProvider = {
  serverName: fc.constantFrom('db.internal', 'db.internal', '10.9.9.9', '10.0.0.99', null),
  port: fc.constantFrom(5432, 5432, null),
};

export const randomProject = (region: string) => ({
  instanceProfileArn: arnIn(region, 'instance-profile:PROFILE1'),
  sourceProviderArns: fc.array(arnIn(region, 'data-provider:PROVIDER1'), { maxLength: 2 }),
});

export const randomMigration = (region: string) => ({
  migrationProjectArn: arnIn(region, 'migration-project:PROJECT1'),
  status: fc.constantFrom('RUNNING', 'RUNNING', 'READY', null),
  cidrs: fc.constantFrom(['192.168.0.0/24'], ['192.168.0.0/24'], []),
  publicAddresses: fc.constantFrom([], ['52.1.1.1']),
});
