import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import type { EventSelection, Trail } from '../../src/model/trails.ts';
import { keyUseIsAudited } from '../../src/rules/key-use-is-audited.ts';
import {
  ACCOUNT,
  accountWith,
  anAccount,
  anEndpoint,
  anInstance,
  aRegion,
  FOREIGN,
  listed,
  REGION,
} from '../support/builders.ts';
import {
  advanced,
  aField,
  anEventDataStore,
  aSelector,
  aTrail,
  basic,
  management,
  storeArn,
  trailArn,
} from '../support/recorder-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const elsewhere = 'us-east-1';
const inUse = { instances: listed(anInstance()) };

const withTrails = (...trails: readonly Partial<Trail>[]): AccountFacts =>
  accountWith({ ...inUse, trails: listed(...trails.map(aTrail)) });
const selecting = (selection: EventSelection): AccountFacts => withTrails({ selection: known(selection) });
const withStore = (region: Partial<RegionFacts>, there: Partial<RegionFacts> = {}): AccountFacts =>
  anAccount({ regions: { [REGION]: aRegion({ ...inUse, ...region }), [elsewhere]: aRegion(there) } });

const recorded = `${trailArn('main')} records the use of keys`;
const none = `no trail that applies to ${REGION} and no event data store in ${REGION} records the use of keys`;
const noneOfTwo = `no trail that applies to ${REGION} and no event data store in ${REGION}, ${elsewhere} records the use of keys`;
const lake = (region = REGION): string => `${storeArn('lake', region)} records the use of keys`;
const kms = 'kms.amazonaws.com';
const organizationTrail = trailArn('all-accounts', elsewhere, FOREIGN);

testRule(keyUseIsAudited, {
  compliant: [
    { name: 'a trail for all Regions', account: withTrails({ homeRegion: elsewhere }), because: recorded },
    { name: 'a trail of the Region', account: withTrails({ multiRegion: false }), because: recorded },
    {
      name: 'one of several',
      account: withTrails({ arn: trailArn('off'), logging: known(false) }, {}),
      because: recorded,
    },
    {
      name: 'one, though another could not be read',
      account: withTrails(
        { arn: trailArn('dark'), logging: unread(denied('cloudtrail:GetTrailStatus')) },
        {},
      ),
      because: recorded,
    },
    {
      name: 'a trail of the organization',
      account: withTrails({ arn: organizationTrail, organization: true }),
      because: `${organizationTrail} records the use of keys`,
    },
    {
      name: 'two selectors that together take reads and writes',
      account: selecting(
        basic(aSelector({ readWriteType: 'ReadOnly' }), aSelector({ readWriteType: 'WriteOnly' })),
      ),
      because: recorded,
    },
    {
      name: 'a trail that leaves out another service',
      account: selecting(basic(aSelector({ excludedSources: ['rdsdata.amazonaws.com'] }))),
      because: recorded,
    },
    { name: 'an advanced selector of all', account: selecting(advanced([])), because: recorded },
    {
      name: 'advanced selectors that together take reads and writes',
      account: selecting(
        advanced(
          [
            aField('readOnly', { equals: ['true'] }),
            aField('eventSource', { notEquals: ['rdsdata.amazonaws.com'] }),
          ],
          [aField('readOnly', { equals: ['false'] })],
        ),
      ),
      because: recorded,
    },
    {
      name: 'an advanced selector that leaves out what tells nothing of use',
      account: selecting(
        advanced([aField('eventName', { notEquals: ['ListAliases'], notStartsWith: ['Assume'] })]),
      ),
      because: recorded,
    },
    {
      name: 'an event data store of the Region',
      account: accountWith({
        ...inUse,
        eventDataStores: listed(anEventDataStore({ multiRegion: false })),
      }),
      because: lake(),
    },
  ],
  nonCompliant: [
    { name: 'no trail', account: withTrails(), because: none, severity: 'MEDIUM' },
    { name: 'a trail that is off', account: withTrails({ logging: known(false) }), because: none },
    {
      name: 'a trail that is off, of which no more could be read',
      account: withTrails({
        logging: known(false),
        selection: unread(denied('cloudtrail:GetEventSelectors')),
      }),
      because: none,
    },
    {
      name: 'a trail of another Region alone',
      account: withTrails({ homeRegion: elsewhere, multiRegion: false }),
      because: none,
    },
    {
      name: 'writes alone, for Encrypt and Decrypt are reads',
      account: selecting(basic(aSelector({ readWriteType: 'WriteOnly' }))),
      because: none,
    },
    {
      name: 'reads alone',
      account: selecting(basic(aSelector({ readWriteType: 'ReadOnly' }))),
      because: none,
    },
    {
      name: 'data events alone',
      account: selecting(basic(aSelector({ includesManagementEvents: false }))),
      because: none,
    },
    {
      name: 'all but AWS KMS',
      account: selecting(basic(aSelector({ excludedSources: [kms] }))),
      because: none,
    },
    {
      name: 'all but AWS KMS, by an advanced selector',
      account: selecting(advanced([aField('eventSource', { notEquals: [kms] })])),
      because: none,
    },
    {
      name: 'all but decryption',
      account: selecting(advanced([aField('eventName', { notStartsWith: ['Dec'] })])),
      because: none,
    },
    {
      name: 'advanced selectors of data events',
      account: selecting({ basic: [], advanced: [[aField('eventCategory', { equals: ['Data'] })]] }),
      because: none,
    },
    {
      name: 'half in one trail and half in another',
      account: withTrails(
        { selection: known(basic(aSelector({ readWriteType: 'ReadOnly' }))) },
        { arn: trailArn('more'), selection: known(basic(aSelector({ readWriteType: 'WriteOnly' }))) },
      ),
      because: none,
    },
    {
      name: 'an event data store that takes nothing in',
      account: accountWith({
        ...inUse,
        eventDataStores: listed(anEventDataStore({ status: 'STOPPED_INGESTION' })),
      }),
      because: none,
    },
  ],
  notApplicable: [
    {
      name: 'nothing of DMS',
      account: accountWith({ trails: listed() }),
      because: `no DMS resource in ${REGION} is encrypted with a key`,
    },
    {
      name: 'nothing that has a key',
      account: accountWith({ endpoints: listed(anEndpoint({ engine: 's3' })) }),
      because: `no DMS resource in ${REGION} is encrypted with a key`,
    },
  ],
  unknown: [
    {
      name: 'trails that could not be listed',
      account: accountWith({ ...inUse, trails: refused('cloudtrail:DescribeTrails') }),
      because: 'cloudtrail:DescribeTrails failed (AccessDeniedException)',
    },
    {
      name: 'a trail of the organization that a member may not look into',
      account: withTrails({
        arn: organizationTrail,
        organization: true,
        logging: unread(denied('cloudtrail:GetTrailStatus', organizationTrail)),
        selection: unread(denied('cloudtrail:GetEventSelectors', organizationTrail)),
      }),
      because: `cloudtrail:GetTrailStatus of ${organizationTrail} failed (AccessDeniedException); cloudtrail:GetEventSelectors of ${organizationTrail} failed (AccessDeniedException)`,
    },
    {
      name: 'an event data store that could not be read',
      account: accountWith({
        ...inUse,
        eventDataStores: listed({
          arn: storeArn('lake'),
          details: unread(denied('cloudtrail:GetEventDataStore', storeArn('lake'))),
        }),
      }),
      because: `cloudtrail:GetEventDataStore of ${storeArn('lake')} failed (AccessDeniedException)`,
    },
    {
      name: 'event data stores that could not be listed',
      account: accountWith({ ...inUse, eventDataStores: refused('cloudtrail:ListEventDataStores') }),
      because: 'cloudtrail:ListEventDataStores failed (AccessDeniedException)',
    },
    {
      name: 'a selector by who asks',
      account: selecting(
        advanced([aField('userIdentity.arn', { notEquals: ['arn:aws:iam::111111111111:role/noisy'] })]),
      ),
      because: `whether the use of keys is recorded hangs on selectors that not all of its events fit or fail: ${trailArn('main')} (userIdentity.arn)`,
    },
    {
      name: 'resources that could not be listed',
      account: accountWith({ instances: refused('dms:DescribeReplicationInstances'), trails: listed() }),
      because: 'dms:DescribeReplicationInstances failed (AccessDeniedException)',
    },
  ],
});

describe('a verdict of key-use-is-audited', () => {
  const verdictIn = (account: AccountFacts, region = REGION) =>
    keyUseIsAudited
      .evaluate(ACCOUNT, account, defaultSettings)
      .find(({ resource }) => resource.region === region);

  it('is on the account, in each Region', () => {
    const account = withStore({ trails: listed(aTrail({ multiRegion: false })) }, inUse);
    expect(verdictIn(account)).toMatchObject({
      id: `key-use-is-audited@${ACCOUNT}/${REGION}/account`,
      status: 'COMPLIANT',
      resource: { type: 'AWS::::Account', id: ACCOUNT, arn: null },
    });
    expect(verdictIn(account, elsewhere)).toMatchObject({ status: 'NON_COMPLIANT' });
  });

  it('counts an event data store of all Regions, wherever it is', () => {
    const store = (multiRegion: boolean) =>
      withStore({}, { eventDataStores: listed(anEventDataStore({ multiRegion }, elsewhere)) });
    expect(verdictIn(store(true))).toMatchObject({ status: 'COMPLIANT', because: lake(elsewhere) });
    expect(verdictIn(store(false))).toMatchObject({ status: 'NON_COMPLIANT', because: noneOfTwo });
  });

  it('shows what each trail and event data store lacks, and what could not be seen', () => {
    const writes = basic(aSelector({ readWriteType: 'WriteOnly' }));
    const account = accountWith({
      ...inUse,
      trails: listed(
        aTrail({ selection: known(writes) }),
        aTrail({ arn: trailArn('off'), logging: known(false) }),
      ),
      eventDataStores: listed(anEventDataStore({ status: 'STOPPED_INGESTION' })),
    });
    expect(verdictIn(account)).toMatchObject({
      witness: {
        kind: 'list',
        items: [
          `${trailArn('main')} leaves out Decrypt, Encrypt, GenerateDataKey, GenerateDataKeyWithoutPlaintext, ReEncrypt, DescribeKey`,
          `${trailArn('off')} is not logging`,
          `${storeArn('lake')} takes no events in: its status is STOPPED_INGESTION`,
        ],
      },
      assumes: ['no event data store of an organization or of another Region records it'],
    });
    expect(verdictIn(withTrails())?.witness).toEqual({
      kind: 'list',
      items: [`DescribeTrails and ListEventDataStores: none for ${REGION}`],
    });
  });

  it('takes conditions that select as alternatives, and one that deselects as enough', () => {
    const status = (over: Parameters<typeof aField>[1]) =>
      verdictIn(selecting({ basic: [], advanced: [[management, aField('eventSource', over)]] }))?.status;
    expect(status({ equals: ['iam.amazonaws.com'], startsWith: ['kms.'] })).toBe('COMPLIANT');
    expect(status({ equals: ['iam.amazonaws.com'] })).toBe('NON_COMPLIANT');
    expect(status({ endsWith: ['.amazonaws.com'], notEndsWith: ['s.amazonaws.com'] })).toBe('NON_COMPLIANT');
    expect(status({ notStartsWith: ['iam.', 'kms.'] })).toBe('NON_COMPLIANT');
  });
});
