import {
  type AdvancedEventSelector,
  DescribeTrailsCommand,
  GetEventDataStoreCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListEventDataStoresCommand,
} from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import { complete, cutShort, known, notCollected, unread } from '../../src/model/lookup.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { denied } from './support/answers.ts';
import { anAws, collect } from './support/aws.ts';
import { askedOf } from './support/databases.ts';

const arn = 'arn:aws:cloudtrail:us-east-1:999988887777:trail/all';
const raw = {
  TrailARN: arn,
  Name: 'hostile',
  S3BucketName: 'hostile',
  HomeRegion: 'us-east-1',
  IsMultiRegionTrail: true,
  IsOrganizationTrail: true,
};
const trail = { arn, homeRegion: 'us-east-1', multiRegion: true, organization: true };
const all = { readWriteType: 'All', includesManagementEvents: true, excludedSources: [] };

async function recorders(
  fact: 'trails' | 'eventDataStores',
  ...regions: readonly string[]
): Promise<readonly RegionFacts[]> {
  const found = await collect({
    facts: new Set([fact]),
    ...(regions.length === 0 ? {} : { regions }),
  });
  return Object.values(found.regions);
}

const refusal = (call: string, resource: string | null = null) => ({
  call,
  resource,
  error: 'AccessDeniedException',
  transient: false,
});

describe('trails', () => {
  it('tell where they are, whether they log and what they take', async () => {
    const { cloudtrail } = anAws();
    cloudtrail.on(DescribeTrailsCommand).resolves({ trailList: [raw] });
    cloudtrail.on(GetEventSelectorsCommand).resolves({
      EventSelectors: [
        {
          ReadWriteType: 'WriteOnly',
          IncludeManagementEvents: true,
          ExcludeManagementEventSources: ['kms.amazonaws.com'],
          DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::hostile'] }],
        },
      ],
    });
    const [region] = await recorders('trails');
    const selector = { ...all, readWriteType: 'WriteOnly', excludedSources: ['kms.amazonaws.com'] };
    expect(region?.trails).toEqual(
      complete([{ ...trail, logging: known(true), selection: known({ basic: [selector], advanced: [] }) }]),
    );
    expect(JSON.stringify(region)).not.toContain('hostile');
  });

  it('tell advanced selectors field by field', async () => {
    const { cloudtrail } = anAws();
    cloudtrail.on(DescribeTrailsCommand).resolves({ trailList: [raw] });
    cloudtrail.on(GetEventSelectorsCommand).resolves({
      AdvancedEventSelectors: [
        {
          Name: 'hostile',
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'], NotEndsWith: ['x'] },
          ],
        },
      ],
    });
    const [region] = await recorders('trails');
    const nothing = {
      equals: [],
      startsWith: [],
      endsWith: [],
      notEquals: [],
      notStartsWith: [],
      notEndsWith: [],
    };
    expect(region?.trails.items[0]?.selection).toEqual(
      known({
        basic: [],
        advanced: [
          [
            { ...nothing, field: 'eventCategory', equals: ['Management'] },
            { ...nothing, field: 'eventSource', notEquals: ['kms.amazonaws.com'], notEndsWith: ['x'] },
          ],
        ],
      }),
    );
  });

  it.each([
    ['no field', {}],
    ['an operator that is not known here', { FieldSelectors: [{ Field: 'eventCategory' }] }],
  ])('tell nothing by a selector with %s, which would select all', async (_, selector) => {
    const { cloudtrail } = anAws();
    cloudtrail.on(DescribeTrailsCommand).resolves({ trailList: [raw] });
    cloudtrail.on(GetEventSelectorsCommand).resolves({
      AdvancedEventSelectors: [selector as AdvancedEventSelector],
    });
    const [region] = await recorders('trails');
    expect(region?.trails.items[0]?.selection).toMatchObject({ unread: { error: 'MalformedAnswer' } });
  });

  it('are asked what they do once, in their home Region, however many Regions show them', async () => {
    const aws = anAws();
    aws.cloudtrail.on(DescribeTrailsCommand).resolves({ trailList: [raw] });
    const found = await recorders('trails', 'eu-west-1', 'eu-north-1');
    expect(found.map(({ trails }) => trails.items.length)).toEqual([1, 1]);
    expect(askedOf(aws, 'cloudtrail')).toEqual(
      expect.arrayContaining([
        ['DescribeTrails', { includeShadowTrails: true }],
        ['GetTrailStatus', { Name: arn }],
        ['GetEventSelectors', { TrailName: arn }],
      ]),
    );
    const [status, ...more] = aws.cloudtrail.commandCalls(GetTrailStatusCommand);
    expect(more).toEqual([]);
    expect(await (status?.thisValue as { config: { region: () => Promise<string> } }).config.region()).toBe(
      'us-east-1',
    );
  });

  it('that a member account may not look into are known to be there', async () => {
    const { cloudtrail } = anAws();
    cloudtrail.on(DescribeTrailsCommand).resolves({ trailList: [raw] });
    cloudtrail.on(GetTrailStatusCommand).rejects(denied);
    cloudtrail.on(GetEventSelectorsCommand).rejects(denied);
    const [region] = await recorders('trails');
    expect(region?.trails).toEqual(
      complete([
        {
          ...trail,
          logging: unread(refusal('cloudtrail:GetTrailStatus', arn)),
          selection: unread(refusal('cloudtrail:GetEventSelectors', arn)),
        },
      ]),
    );
  });

  it('are cut short where they are refused, or tell less than is documented', async () => {
    const { cloudtrail } = anAws();
    cloudtrail.on(DescribeTrailsCommand).rejects(denied);
    const [refused] = await recorders('trails');
    expect(refused?.trails).toEqual(cutShort([], refusal('cloudtrail:DescribeTrails')));
    cloudtrail.on(DescribeTrailsCommand).resolves({ trailList: [raw, { TrailARN: 'arn:half' }] });
    cloudtrail.on(GetTrailStatusCommand).resolves({});
    cloudtrail.on(GetEventSelectorsCommand).resolves({ EventSelectors: [] });
    const [region] = await recorders('trails');
    expect(region?.trails).toMatchObject({
      complete: false,
      items: [
        {
          arn,
          logging: { unread: { error: 'MalformedAnswer' } },
          selection: { unread: { error: 'MalformedAnswer' } },
        },
      ],
    });
  });

  it('are marked where nobody asked', async () => {
    const aws = anAws();
    const [region] = await recorders('eventDataStores');
    expect(region?.trails).toEqual(cutShort([], notCollected('cloudtrail:DescribeTrails')));
    expect(aws.cloudtrail.commandCalls(DescribeTrailsCommand)).toEqual([]);
  });
});

describe('event data stores', () => {
  const store = 'arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/lake';

  it('are listed over all pages and looked at one by one', async () => {
    const { cloudtrail } = anAws();
    cloudtrail
      .on(ListEventDataStoresCommand)
      .resolves({ EventDataStores: [{ EventDataStoreArn: store, Name: 'hostile' }], NextToken: 'more' })
      .on(ListEventDataStoresCommand, { NextToken: 'more' })
      .resolves({ EventDataStores: [{ EventDataStoreArn: 'arn:refused' }] });
    cloudtrail.on(GetEventDataStoreCommand, { EventDataStore: 'arn:refused' }).rejects(denied);
    const [region] = await recorders('eventDataStores');
    expect(region?.eventDataStores).toMatchObject({
      complete: true,
      items: [
        { arn: store, details: known({ status: 'ENABLED', multiRegion: true }) },
        {
          arn: 'arn:refused',
          details: unread(refusal('cloudtrail:GetEventDataStore', 'arn:refused')),
        },
      ],
    });
    expect(JSON.stringify(region)).not.toContain('hostile');
  });

  it('are cut short where they are refused', async () => {
    const { cloudtrail } = anAws();
    cloudtrail.on(ListEventDataStoresCommand).rejects(denied);
    const [region] = await recorders('eventDataStores');
    expect(region?.eventDataStores).toEqual(cutShort([], refusal('cloudtrail:ListEventDataStores')));
  });
});
