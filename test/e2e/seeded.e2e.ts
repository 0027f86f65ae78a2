import { readFileSync } from 'node:fs';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/rules/index.ts';
import { findProxy } from './support/aws.ts';
import { scan, verdictsOf } from './support/command.ts';
import {
  defaultKey,
  expectedVerdicts,
  expectedVerdictsOf,
  keysInUse,
  type SeedFacts,
} from './support/seed.ts';
import { prefixListsInUse } from './support/seed-network.ts';
import { missingRoles } from './support/seed-roles.ts';

const file = process.env['DMS_AUDITOR_SEED_FACTS'];
const proxy = await findProxy();

/** Ids of the keys that AWS manages for DMS. */
const defaultKeyIds = (regions: readonly string[]): Promise<readonly string[]> =>
  Promise.all(
    regions.map(async (region) => {
      const { KeyMetadata } = await new KMSClient({ region }).send(
        new DescribeKeyCommand({ KeyId: 'alias/aws/dms' }),
      );
      return KeyMetadata?.KeyId ?? '';
    }),
  );

describe.skipIf(file === undefined)('the seeded estate', () => {
  const facts = (): SeedFacts => JSON.parse(readFileSync(file ?? '', 'utf8')) as SeedFacts;

  it('gets every verdict that the catalogue gives, and no other', async () => {
    const seeded = facts();
    const result = await scan(['--regions', seeded.params.regions]);
    const standard = await defaultKeyIds(seeded.params.regions.split(','));
    const lines = verdictsOf(result).map((line) =>
      standard.reduce((text, id) => text.replace(id, defaultKey), line),
    );
    expect(lines.sort()).toEqual(expectedVerdicts(seeded));
    expect(JSON.stringify(result)).not.toContain('pw-should-never-appear');
  });

  it.each(['instance-egress-is-open', 'key-is-customer-managed'] as const)(
    'gets the verdicts of %s, which no scan gives unasked',
    async (rule) => {
      const seeded = facts();
      const result = await scan(['--regions', seeded.params.regions, '--rules', rule]);
      expect(verdictsOf(result)).toEqual(expectedVerdictsOf(rule, seeded));
    },
  );

  it('has an expectation for every rule of the catalogue', () => {
    const seeded = facts();
    const lines = [
      ...expectedVerdicts(seeded),
      ...expectedVerdictsOf('instance-egress-is-open', seeded),
      ...expectedVerdictsOf('key-is-customer-managed', seeded),
    ];
    expect([...new Set(lines.map((line) => line.split(' ', 1)[0]))].sort()).toEqual(
      catalogue.map(({ id }) => id).sort(),
    );
  });

  it.skipIf(proxy === null)('is read with each needed call once, at most 16 at a time', async () => {
    const seeded = facts();
    const [region = ''] = seeded.params.regions.split(',');
    await proxy?.inject({});
    const { coverage } = await scan(['--regions', region]);
    const stats = await proxy?.stats();
    const resources = seeded.resources.filter((resource) => resource.region === region).length;
    // Beside the resources in the facts: four certificates, two subnet groups and an event subscription.
    const tagBatches = Math.ceil((resources + 7) / 50);
    // Each key that is named, and the default one.
    const keys = keysInUse(region, seeded).length + 1;
    expect(stats?.byAction).toEqual({
      'kms:DescribeKey': keys,
      'kms:GetKeyPolicy': keys,
      'kms:GetKeyRotationStatus': keys,
      'kms:ListGrants': keys,
      'ec2:DescribeNetworkInterfaces': 1,
      'ec2:DescribeSecurityGroups': 1,
      'ec2:DescribeNetworkAcls': 1,
      'ec2:GetManagedPrefixListEntries': prefixListsInUse(region, seeded),
      'sts:GetCallerIdentity': 1,
      // The proxy names REST calls by their path: this is ListRegions.
      'account:POST /listRegions': 1,
      'dms:DescribeReplicationInstances': 1,
      'dms:DescribeEndpoints': 1,
      'dms:DescribeReplicationTasks': 1,
      'dms:DescribeReplicationConfigs': 1,
      'dms:DescribeReplicationSubnetGroups': 1,
      'dms:DescribeInstanceProfiles': 1,
      'dms:DescribeDataProviders': 1,
      'dms:DescribeMigrationProjects': 1,
      'dms:DescribeDataMigrations': 1,
      'dms:DescribeCertificates': 1,
      'dms:DescribeEventSubscriptions': 1,
      'dms:ListTagsForResource': tagBatches,
      // One page holds a thousand entities, and the details each role that is there.
      'iam:GetAccountAuthorizationDetails': 1,
      'iam:GetRole': missingRoles(seeded, [region]).length,
      'organizations:DescribeOrganization': 1,
    });
    expect(stats?.duplicateCalls).toBe(0);
    expect(stats?.maxInflight).toBeLessThanOrEqual(16);
    expect(coverage.calls).toBe(stats?.calls);
  });
});
