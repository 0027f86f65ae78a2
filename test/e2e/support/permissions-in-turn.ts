import { mkdirSync, writeFileSync } from 'node:fs';
import { type FactName, factSources, withPrerequisites } from '../../../src/model/facts.ts';
import { catalogue } from '../../../src/rules/index.ts';
import type { FreshAccount } from './aws.ts';
import { migratorOf } from './estate-iam.ts';
import { planSettings } from './plan/plan-estate.ts';

/** What tells of all of IAM at once. */
export const detailsCall = 'iam:GetAccountAuthorizationDetails';

const facts: readonly FactName[] = [...withPrerequisites(catalogue.flatMap(({ needs }) => needs))];
const asked = new Set(facts.flatMap((name): readonly string[] => factSources[name].calls));

/** Calls that are made only where the account's details are refused, so that both must fail to be missed. */
export const fallbackCalls: ReadonlySet<string> = new Set(
  facts
    .flatMap((name): readonly string[] => {
      const source = factSources[name];
      return 'otherwise' in source ? source.otherwise : [];
    })
    .filter((call) => !asked.has(call)),
);

/** Calls that no scan gets to here, or that make no difference because the emulator does not answer. */
export const unreachedCalls: ReadonlySet<string> = new Set([
  // It answers ListParents to the management account alone, of which nothing is asked; these come after it.
  'organizations:ListParents',
  'organizations:ListPoliciesForTarget',
  'organizations:DescribePolicy',
  // It fails on the first, and without it nothing passes a transit gateway.
  'ec2:SearchTransitGatewayRoutes',
  'ec2:DescribeTransitGateways',
  // It takes the block of an account for that of a bucket, which is allowed.
  's3:GetAccountPublicAccessBlock',
  's3control:GetPublicAccessBlock',
  // It does not know these, or what they are asked of.
  's3:GetBucketPolicyStatus',
  'rds:DescribeDBClusterEndpoints',
  'rds:DescribeDBProxyEndpoints',
  'redshift-serverless:GetWorkgroup',
  'elasticache:DescribeServerlessCaches',
  'cloudtrail:ListEventDataStores',
  'cloudtrail:GetEventDataStore',
  'cloudtrail:LookupEvents',
  // It dates a secret's version anew whenever it is asked, after which nothing hangs on what else changed.
  'secretsmanager:DescribeSecret',
  // They are asked of what is there, and the estate has none of it.
  'redshift:DescribeClusterSubnetGroups',
  'elasticache:DescribeCacheSubnetGroups',
  'kafka:ListNodes',
  'kafka:GetBootstrapBrokers',
]);

const atPaths: Readonly<Record<string, string>> = {
  's3:GetBucketAcl': 's3:*?acl',
  's3:GetPublicAccessBlock': 's3:*?publicAccessBlock',
  's3:GetBucketEncryption': 's3:*?encryption',
  'kafka:ListClustersV2': 'kafka:*',
  'es:DescribeDomains': 'es:*',
};

/** What the proxy knows a call by: those of REST services by their paths. */
export const proxyName = (call: string): string => atPaths[call] ?? call;

/** Settings under which each call bears on a verdict: somebody migrates, the organisation's policies count, names are known. */
export const demandingSettings = (fresh: FreshAccount): string =>
  `organization-policies: required\nmigration-principals:\n  - ${migratorOf(fresh)}\n${planSettings}`;

/** A file of these settings. */
export function demandingSettingsFile(fresh: FreshAccount): string {
  const file = `coverage/${fresh.account}.settings.yaml`;
  mkdirSync('coverage', { recursive: true });
  writeFileSync(file, demandingSettings(fresh));
  return file;
}
