import { readFileSync } from 'node:fs';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/rules/index.ts';
import { findProxy } from './support/aws.ts';
import { judged, scan, verdictsOf } from './support/command.ts';
import {
  defaultKey,
  expectedVerdicts,
  expectedVerdictsOf,
  keysInUse,
  type SeedFacts,
  unaskedRules,
} from './support/seed.ts';
import { bucketsNamed } from './support/seed-endpoints.ts';
import { prefixListsInUse } from './support/seed-network.ts';
import { missingRoles } from './support/seed-roles.ts';

const file = process.env['DMS_AUDITOR_SEED_FACTS'];
const proxy = await findProxy();

/** What is asked of a bucket; the proxy names these calls by their paths. */
const bucketQuestions = ['policyStatus', 'acl', 'publicAccessBlock', 'encryption'];
const bucketCalls = (region: string, facts: SeedFacts): Readonly<Record<string, number>> =>
  Object.fromEntries(
    bucketsNamed(region, facts).flatMap((bucket) =>
      bucketQuestions.map((question) => [`s3:GET /${bucket}/?${question}`, 1]),
    ),
  );

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

  it.each(unaskedRules)('gets the verdicts of %s, which no scan gives unasked', async (rule) => {
    const seeded = facts();
    const result = await judged(['--regions', seeded.params.regions, '--rules', rule]);
    expect(verdictsOf(result)).toEqual(expectedVerdictsOf(rule, seeded));
  });

  it('has an expectation for every rule of the catalogue', () => {
    const seeded = facts();
    const lines = [
      ...expectedVerdicts(seeded),
      ...unaskedRules.flatMap((rule) => expectedVerdictsOf(rule, seeded)),
    ];
    expect([...new Set(lines.map((line) => line.split(' ', 1)[0]))].sort()).toEqual(
      catalogue.map(({ id }) => id).sort(),
    );
  });

  it.skipIf(proxy === null)('is read with each needed call once, at most 16 at a time', async () => {
    const seeded = facts();
    const [region = ''] = seeded.params.regions.split(',');
    await proxy?.inject({});
    const { coverage } = await judged(['--regions', region]);
    const stats = await proxy?.stats();
    const resources = seeded.resources.filter((resource) => resource.region === region).length;
    // Beside the resources in the facts: four certificates, two subnet groups and an event subscription.
    const tagBatches = Math.ceil((resources + 7) / 50);
    // Each key that is named, and the default one.
    const keys = keysInUse(region, seeded).length + 1;
    const {
      'secretsmanager:ListSecretVersionIds': tries = 0,
      'secretsmanager:DescribeSecret': described = 0,
      ...once
    } = stats?.byAction ?? {};
    expect(once).toEqual({
      'kms:DescribeKey': keys,
      'kms:GetKeyPolicy': keys,
      'kms:GetKeyRotationStatus': keys,
      'kms:ListGrants': keys,
      'ec2:DescribeNetworkInterfaces': 1,
      // By their ids, and the default one of the VPC.
      'ec2:DescribeSecurityGroups': 2,
      'ec2:DescribeNetworkAcls': 1,
      // That of S3 too, which a route leads to.
      'ec2:GetManagedPrefixListEntries': prefixListsInUse(region, seeded) + 1,
      'ec2:DescribeVpcs': 1,
      'ec2:DescribeVpcAttribute': 2,
      'ec2:DescribeSubnets': 1,
      'ec2:DescribeRouteTables': 1,
      'ec2:DescribeNatGateways': 1,
      'ec2:DescribeVpcEndpoints': 1,
      // As the one that asked for it, and as the one that accepted.
      'ec2:DescribeVpcPeeringConnections': 2,
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
      'dms:DescribeDataMigrations': 1,
      'dms:DescribeConnections': 1,
      'dms:DescribeReplications': 1,
      'dms:DescribeReplicationTaskAssessmentRuns': 1,
      'dms:DescribeCertificates': 1,
      'dms:DescribeEventSubscriptions': 1,
      'dms:ListTagsForResource': tagBatches,
      // One page holds a thousand entities, and the details each role that is there; that of serverless is not.
      'iam:GetAccountAuthorizationDetails': 1,
      'iam:GetRole': missingRoles(seeded, [region]).length + 1,
      // None of them is there, nor is the topic.
      ...bucketCalls(region, seeded),
      's3:ListBuckets': 1,
      // By its path again: this is GetPublicAccessBlock of the account.
      's3:GET /v20180820/configuration': 1,
      'sns:GetTopicAttributes': 1,
      'events:ListRules': 1,
      'cloudtrail:DescribeTrails': 1,
      'cloudtrail:ListEventDataStores': 1,
      'organizations:DescribeOrganization': 1,
    });
    // The stand-in fails where a secret is not there, so that these are asked for again, and nothing else is.
    const unread = coverage.unread.filter(({ call }) => call === 'secretsmanager:ListSecretVersionIds');
    expect(described).toBe(unread.length);
    expect(stats?.duplicateCalls).toBe(tries - unread.length);
    expect(stats?.maxInflight).toBeLessThanOrEqual(16);
    expect(coverage.calls).toBe((stats?.calls ?? 0) - (stats?.duplicateCalls ?? 0));
  });
});
