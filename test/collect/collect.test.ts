import {
  DescribeDataProvidersCommand,
  DescribeEndpointsCommand,
  DescribeInstanceProfilesCommand,
  DescribeReplicationConfigsCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationSubnetGroupsCommand,
  DescribeReplicationTasksCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-database-migration-service';
import { DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import {
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  ListAttachedRolePoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeOrganizationCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
} from '@aws-sdk/client-organizations';
import { describe, expect, it } from 'vitest';
import { maxInFlight } from '../../src/collect/clients.ts';
import type { Progress } from '../../src/collect/progress.ts';
import { allFacts, callsFor, listingCall, resourceKinds } from '../../src/model/facts.ts';
import { complete, cutShort, notCollected } from '../../src/model/lookup.ts';
import { denied, roleArn } from './support/answers.ts';
import { anAws, collect, details } from './support/aws.ts';
import { hostsOfAllTypes, leadOn } from './support/everything.ts';
import { userArn } from './support/iam.ts';

const anEndpoint = (name: string, more: object = {}) => ({
  EndpointIdentifier: name,
  EndpointArn: `arn:aws:dms:eu-west-1:111122223333:endpoint:${name}`,
  EngineName: 's3',
  ...more,
});

const subnetGroup = {
  ReplicationSubnetGroupIdentifier: 'g',
  VpcId: 'vpc-1',
  Subnets: [{ SubnetIdentifier: 'subnet-1' }],
};
const anInstance = {
  ReplicationInstanceIdentifier: 'i',
  ReplicationInstanceArn: 'arn:aws:dms:eu-west-1:111122223333:rep:I',
  ReplicationSubnetGroup: subnetGroup,
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }],
  ReplicationInstancePrivateIpAddresses: ['10.0.0.10'],
};
/** One of each kind that another kind takes. */
function haveOneOfEach({ dms }: Aws): void {
  const arn = (type: string): string => `arn:aws:dms:eu-west-1:111122223333:${type}:X`;
  dms.on(DescribeReplicationInstancesCommand).resolves({ ReplicationInstances: [anInstance] });
  dms.on(DescribeEndpointsCommand).resolves({ Endpoints: [anEndpoint('e')] });
  dms.on(DescribeReplicationTasksCommand).resolves({
    ReplicationTasks: [
      { ReplicationTaskIdentifier: 't', ReplicationTaskArn: arn('task'), Status: 'running' },
    ],
  });
  dms.on(DescribeReplicationConfigsCommand).resolves({
    ReplicationConfigs: [
      { ReplicationConfigIdentifier: 'c', ReplicationConfigArn: arn('replication-config') },
    ],
  });
  dms.on(DescribeInstanceProfilesCommand).resolves({
    InstanceProfiles: [{ InstanceProfileArn: arn('instance-profile') }],
  });
  dms.on(DescribeDataProvidersCommand).resolves({
    DataProviders: [{ DataProviderArn: arn('data-provider'), Engine: 'mysql' }],
  });
}
const aGroup = {
  GroupId: 'sg-1',
  IpPermissions: [],
  IpPermissionsEgress: [{ IpProtocol: '-1', PrefixListIds: [{ PrefixListId: 'pl-1' }] }],
};

type Aws = ReturnType<typeof anAws>;
/** Everything that was asked, as IAM writes the action, with its input. */
const asked = (aws: Aws): readonly string[] =>
  Object.entries(aws).flatMap(([service, client]) =>
    client
      .calls()
      .map(({ args: [{ constructor, input }] }) =>
        `${service}:${constructor.name} ${JSON.stringify(input)}`.replace('Command ', ' '),
      ),
  );
const actions = (aws: Aws): readonly string[] => [
  ...new Set(asked(aws).map((call) => call.split(' ')[0] ?? '')),
];

describe('collectAccount', () => {
  it('marks what was not asked for, and asks nothing about it', async () => {
    const aws = anAws();
    const facts = await collect({ facts: new Set(['certificates']) });
    expect(actions(aws)).toEqual(['dms:DescribeCertificates']);
    expect(facts.regions['eu-west-1']).toMatchObject({
      takenAt: '2026-11-22T00:00:00.000Z',
      certificates: complete([]),
      endpoints: cutShort([], notCollected('dms:DescribeEndpoints')),
      tags: {},
    });
    expect(facts.iam).toMatchObject({ roles: {}, rolePermissions: {}, managedPolicies: {} });
    expect(facts.organization).toMatchObject({ unread: { error: 'NotCollected' } });
  });

  it('collects what must be known first', async () => {
    const aws = anAws();
    haveOneOfEach(aws);
    await collect({ facts: new Set(['roles']) });
    expect(actions(aws).toSorted()).toEqual([...callsFor(['roles'])].toSorted());
  });

  it('makes the calls that the facts name, and no others', async () => {
    const aws = anAws();
    const SecretsManagerSecretId = 'secret';
    const S3Settings = { BucketName: 'landing' };
    const Endpoints = hostsOfAllTypes.map((ServerName) =>
      anEndpoint(ServerName, {
        ServerName,
        KmsKeyId: 'k',
        PostgreSQLSettings: { SecretsManagerSecretId },
        S3Settings,
      }),
    );
    leadOn(aws);
    haveOneOfEach(aws);
    aws.dms.on(DescribeEndpointsCommand).resolves({ Endpoints });
    aws.dms.on(DescribeReplicationSubnetGroupsCommand).resolves({ ReplicationSubnetGroups: [subnetGroup] });
    aws.ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [aGroup] });
    aws.iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: 'arn:p' }] });
    // What is not said below gets an answer that says nothing.
    aws.iam.onAnyCommand().resolves({});
    aws.organizations.onAnyCommand().resolves({});
    aws.iam.on(GetAccountAuthorizationDetailsCommand).resolves(details());
    aws.iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: 'arn:p' }] });
    aws.iam.on(GetPolicyCommand).resolves({ Policy: { DefaultVersionId: 'v1' } });
    aws.iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ['inline'] });
    aws.organizations
      .on(DescribeOrganizationCommand)
      .resolves({ Organization: { Id: 'o-1', MasterAccountId: '999988887777' } });
    aws.organizations.on(ListParentsCommand).resolves({ Parents: [{ Id: 'r-1', Type: 'ROOT' }] });
    aws.organizations.on(ListPoliciesForTargetCommand).resolves({ Policies: [{ Id: 'p-1' }] });
    aws.iam.on(GetUserCommand).resolves({ User: { UserName: 'u', Arn: userArn('u'), Path: '/' } as never });
    aws.iam.on(ListUserPoliciesCommand).resolves({ PolicyNames: ['inline'] });
    aws.iam.on(ListGroupsForUserCommand).resolves({ Groups: [{ GroupName: 'g' } as never] });
    aws.iam.on(ListGroupPoliciesCommand).resolves({ PolicyNames: ['inline'] });
    // Named and not in the details: asked for one by one.
    await collect({ named: { principals: [userArn('u')], hosts: [] } });
    expect(actions(aws).toSorted()).toEqual([...callsFor(allFacts)].toSorted());
  });

  it('asks nothing twice', async () => {
    const aws = anAws();
    const Endpoints = Array.from({ length: 60 }, (_, index) =>
      anEndpoint(`e${index}`, { S3Settings: { ServiceAccessRoleArn: roleArn(`r${index % 7}`) } }),
    );
    aws.dms.on(DescribeEndpointsCommand).resolves({ Endpoints });
    aws.iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: 'arn:p' }] });
    await collect();
    expect(asked(aws).toSorted()).toEqual([...new Set(asked(aws))].toSorted());
    // Those with fixed names, that of DMS Serverless, and those that are named.
    expect(aws.iam.commandCalls(GetRoleCommand)).toHaveLength(3 + 1 + 7);
  });

  it('asks IAM once for many Regions', async () => {
    const aws = anAws();
    const Endpoints = [anEndpoint('a', { ServiceAccessRoleArn: roleArn('shared') })];
    aws.dms.on(DescribeEndpointsCommand).resolves({ Endpoints });
    const facts = await collect({ regions: ['eu-west-1', 'us-east-1', 'eu-west-1'] });
    expect(Object.keys(facts.regions)).toEqual(['eu-west-1', 'us-east-1']);
    expect(aws.dms.commandCalls(DescribeEndpointsCommand)).toHaveLength(2);
    expect(aws.iam.commandCalls(GetRoleCommand)).toHaveLength(3 + 1 + 1);
  });

  it('keeps a page that was read and asks for the tags and roles it names', async () => {
    const aws = anAws();
    aws.dms.on(DescribeEndpointsCommand).resolves({ Endpoints: [anEndpoint('a')], Marker: 'm' });
    aws.dms.on(DescribeEndpointsCommand, { Marker: 'm' }).rejects(denied);
    const region = (await collect()).regions['eu-west-1'];
    expect(region?.endpoints).toMatchObject({
      items: [{ id: 'a' }],
      complete: false,
      unread: { call: 'dms:DescribeEndpoints', resource: null, error: 'AccessDeniedException' },
    });
    expect(Object.keys(region?.tags ?? {})).toEqual(['arn:aws:dms:eu-west-1:111122223333:endpoint:a']);
  });

  it('takes a resource that stands on two pages once', async () => {
    const aws = anAws();
    aws.dms.on(DescribeEndpointsCommand).resolves({ Endpoints: [anEndpoint('a')], Marker: 'm' });
    aws.dms
      .on(DescribeEndpointsCommand, { Marker: 'm' })
      .resolves({ Endpoints: [anEndpoint('a'), anEndpoint('b')] });
    expect((await collect()).regions['eu-west-1']?.endpoints.items.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('asks for the tags of resources whose ARN DMS does not report', async () => {
    const aws = anAws();
    aws.dms
      .on(DescribeReplicationSubnetGroupsCommand)
      .resolves({ ReplicationSubnetGroups: [{ ReplicationSubnetGroupIdentifier: 'g' }] });
    await collect({ facts: new Set(['subnetGroups', 'tags']) });
    const ResourceArnList = ['arn:aws:dms:eu-west-1:111122223333:subgrp:g'];
    expect(aws.dms.commandCalls(ListTagsForResourceCommand, { ResourceArnList })).toHaveLength(1);
  });

  it('asks for whole pages of each kind', async () => {
    const aws = anAws();
    haveOneOfEach(aws);
    await collect({ facts: new Set(resourceKinds) });
    const whole = resourceKinds.map((kind) => `${listingCall(kind)} {"MaxRecords":100}`);
    expect(asked(aws).toSorted()).toEqual(whole.toSorted());
  });

  it('survives being saved', async () => {
    anAws()
      .dms.on(DescribeEndpointsCommand)
      .resolves({ Endpoints: [anEndpoint('a'), {}] });
    const facts = await collect();
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  it('has no more in flight than a run may, and uses it', async () => {
    const aws = anAws();
    let now = 0;
    let most = 0;
    const slowly = async <T>(answer: T): Promise<T> => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      return answer;
    };
    const Endpoints = Array.from({ length: 100 }, (_, index) =>
      anEndpoint(`e${index}`, { ServiceAccessRoleArn: roleArn(`r${index}`) }),
    );
    aws.dms.on(DescribeEndpointsCommand).callsFake(() => slowly({ Endpoints }));
    aws.iam.on(GetRoleCommand).callsFake(() => slowly({}));
    aws.iam.on(ListAttachedRolePoliciesCommand).callsFake(() => slowly({ AttachedPolicies: [] }));
    await collect({ regions: ['eu-west-1', 'us-east-1', 'us-west-2'] });
    expect(most).toBe(maxInFlight);
  });

  it('tells how far it is', async () => {
    anAws();
    const events: Progress[] = [];
    await collect({ onProgress: (event) => events.push(event) });
    expect(events.at(-1)).toMatchObject({
      account: '111122223333',
      done: events.length,
      total: events.length,
    });
    expect(events.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['dms:DescribeEndpoints', 'iam:GetRole']),
    );
    expect(new Set(events.map(({ region }) => region))).toEqual(new Set(['eu-west-1', 'global']));
  });

  it('throws a mistake of ours', async () => {
    anAws().dms.on(DescribeEndpointsCommand).rejects(new TypeError('x is not a function'));
    await expect(collect()).rejects.toThrow('x is not a function');
  });
});
