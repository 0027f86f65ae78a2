import { known, unread } from '../../src/model/lookup.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { resourceHasRequiredTags } from '../../src/rules/resource-has-required-tags.ts';
import {
  ACCOUNT,
  aCertificate,
  accountWith,
  anEndpoint,
  anEventSubscription,
  anInstance,
  aServerlessConfig,
  aSubnetGroup,
  aTask,
  listed,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const instance = anInstance();
const tagged = (tags: Record<string, string>): AccountFacts =>
  accountWith({ instances: listed(instance), tags: { [instance.arn]: known(tags) } });
const requiredTags = { requiredTags: ['owner', 'cost-center'] };

const otherKinds: readonly [string, Partial<RegionFacts>, string][] = [
  ['a certificate', { certificates: listed(aCertificate()) }, aCertificate().arn],
  ['an event subscription', { eventSubscriptions: listed(anEventSubscription()) }, anEventSubscription().arn],
  ['a subnet group', { subnetGroups: listed(aSubnetGroup()) }, aSubnetGroup().arn],
  ['an endpoint', { endpoints: listed(anEndpoint()) }, anEndpoint().arn],
  ['a task', { tasks: listed(aTask()) }, aTask().arn],
  ['a serverless replication', { serverlessConfigs: listed(aServerlessConfig()) }, aServerlessConfig().arn],
];

const allKinds =
  'AWS::DMS::Certificate, AWS::DMS::EventSubscription, AWS::DMS::ReplicationInstance, AWS::DMS::ReplicationSubnetGroup, AWS::DMS::Endpoint, AWS::DMS::ReplicationTask, AWS::DMS::ReplicationConfig';

testRule(resourceHasRequiredTags, {
  compliant: [
    { name: 'any tag where none is required', account: tagged({ owner: 'data' }), because: 'it has 1 tag' },
    {
      name: 'tags where none is required',
      account: tagged({ owner: 'data', env: 'prod', 'aws:cloudformation:stack-name': 'dms' }),
      because: 'it has 2 tags',
    },
    {
      name: 'the required tags and one more',
      account: tagged({ owner: '', 'cost-center': '7', env: 'prod' }),
      settings: requiredTags,
      because: 'it has owner, cost-center',
    },
  ],
  nonCompliant: [
    { name: 'no tag', account: tagged({}), because: 'it has no tag', severity: 'LOW' },
    {
      name: 'no tag but AWS’s own',
      account: tagged({ 'aws:cloudformation:stack-name': 'dms' }),
      because: 'it has no tag',
    },
    {
      name: 'one of the required tags',
      account: tagged({ owner: 'data' }),
      settings: requiredTags,
      because: 'it lacks cost-center',
    },
    {
      name: 'none of the required tags',
      account: tagged({ env: 'prod' }),
      settings: requiredTags,
      because: 'it lacks owner, cost-center',
    },
    {
      name: 'a required tag in another case',
      account: tagged({ Owner: 'data', 'cost-center': '7' }),
      settings: requiredTags,
      because: 'it lacks owner',
    },
    {
      name: 'a required tag that only AWS could set',
      account: tagged({ 'aws:owner': 'data' }),
      settings: { requiredTags: ['aws:owner'] },
      because: 'it lacks aws:owner',
    },
    ...otherKinds.map(([name, region, arn]) => ({
      name: `${name} without a tag`,
      account: accountWith({ ...region, tags: { [arn]: known({}) } }),
      because: 'it has no tag',
    })),
  ],
  notApplicable: [
    {
      name: 'an endpoint of a zero-ETL integration',
      account: accountWith({ endpoints: listed(anEndpoint({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    {
      name: 'a serverless replication of a zero-ETL integration',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    {
      name: 'a subnet group of a zero-ETL integration',
      account: accountWith({ subnetGroups: listed(aSubnetGroup({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    { name: 'nothing in the Region', account: accountWith({}), because: `no ${allKinds} in eu-west-1` },
  ],
  unknown: [
    {
      name: 'tags that could not be read, which others call absent',
      account: accountWith({
        instances: listed(instance),
        tags: { [instance.arn]: unread(denied('dms:ListTagsForResource', instance.arn)) },
      }),
      because: `dms:ListTagsForResource of ${instance.arn} failed (AccessDeniedException)`,
    },
    {
      name: 'tags of one resource beside another’s that were read',
      account: accountWith({
        instances: listed(instance, anInstance({ id: 'instance-2', arn: `${instance.arn}2` })),
        tags: { [instance.arn]: known({ owner: 'data' }) },
      }),
      of: 'instance-2',
      because: `dms:ListTagsForResource of ${instance.arn}2 was not asked when the snapshot was taken`,
    },
    {
      name: 'a listing that was refused',
      account: accountWith({ tasks: refused('dms:DescribeReplicationTasks') }),
      of: ACCOUNT,
      because: 'dms:DescribeReplicationTasks failed (AccessDeniedException)',
    },
  ],
});
