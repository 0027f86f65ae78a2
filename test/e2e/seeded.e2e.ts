import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findProxy } from './support/aws.ts';
import { scan, verdictsOf } from './support/command.ts';
import { expectedVerdicts, namedRoles, type SeedFacts } from './support/seed.ts';

const file = process.env['DMS_AUDITOR_SEED_FACTS'];
const proxy = await findProxy();

describe.skipIf(file === undefined)('the seeded estate', () => {
  const facts = (): SeedFacts => JSON.parse(readFileSync(file ?? '', 'utf8')) as SeedFacts;

  it('gets every verdict that the catalogue gives, and no other', async () => {
    const seeded = facts();
    const result = await scan(['--regions', seeded.params.regions]);
    expect(verdictsOf(result)).toEqual(expectedVerdicts(seeded));
    expect(JSON.stringify(result)).not.toContain('pw-should-never-appear');
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
    expect(stats?.byAction).toEqual({
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
      'iam:GetRole': namedRoles(seeded, [region]).length,
    });
    expect(stats?.duplicateCalls).toBe(0);
    expect(stats?.maxInflight).toBeLessThanOrEqual(16);
    expect(coverage.calls).toBe(stats?.calls);
  });
});
